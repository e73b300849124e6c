"""Read the settings of service and agent: a TOML file, every value checked, no unknown name passed over."""

import tomllib
from dataclasses import MISSING, dataclass, fields
from pathlib import Path

__all__ = ['AgentSettings', 'ServiceSettings', 'SettingsWrong', 'read_settings']

KINDS = {str: 'text', int: 'a whole number', tuple: 'a list of texts'}


class SettingsWrong(Exception):
    """The file cannot be read or says something else than settings; the sentence names the place."""


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Of the signing service: socket and its group ('' keeps the own), modules, labels of the tokens it may use.

    idle_seconds: a login without a request ends; queue_limit: requests waiting for one token; request_seconds: the
    longest a caller waits; stop_seconds: the longest a stop waits for what runs.
    """

    socket: str
    modules: tuple
    tokens: tuple
    group: str = ''
    idle_seconds: int = 300
    queue_limit: int = 200
    request_seconds: int = 120
    stop_seconds: int = 10


@dataclass(frozen=True, slots=True)
class AgentSettings:
    """Of the agent: origins (scheme, host, port) it answers, modules, labels of tokens (all if none is named).

    port: on 127.0.0.1, 0 takes a free one; dialog: who asks the PIN: auto, pinentry, tk, terminal or none;
    dialog_seconds: an unanswered question is a refusal.
    """

    origins: tuple
    modules: tuple
    tokens: tuple = ()
    port: int = 8988
    dialog: str = 'auto'
    dialog_seconds: int = 120
    idle_seconds: int = 300
    queue_limit: int = 20


def read_settings(path: Path, kind):
    """Read a file as `kind`; SettingsWrong."""
    try:
        values = tomllib.loads(path.read_text(encoding='utf-8'))
    except (OSError, ValueError) as error:
        raise SettingsWrong(f'{path}: {error}') from error
    known = {one.name: one for one in fields(kind)}
    if unknown := sorted(values.keys() - known.keys()):
        raise SettingsWrong(f'{path}: unknown setting {", ".join(unknown)}')
    missing = [name for name, one in known.items() if one.default is MISSING and not values.get(name)]
    if missing:
        raise SettingsWrong(f'{path}: {", ".join(missing)} must be set')
    return kind(**{name: _checked(path, name, value, known[name].type) for name, value in values.items()})


def _checked(path: Path, name: str, value, wanted):
    if wanted is tuple and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    if wanted is tuple or type(value) is not wanted or (wanted is int and value < 0):
        raise SettingsWrong(f'{path}: {name} must be {KINDS[wanted]}')
    return value

"""How long a signature can be proved (ETSI EN 319 142-1): alone, with proof of time, with what checks it inside.

Level B-LTA is not made here but for archive copies (`archive`): a time stamp over the whole issued file is shown by
several readers as a change after the seal.
"""

from enum import StrEnum

from .errors import SignerRefused, TimestampUnavailable

__all__ = ['Level', 'settled']


class Level(StrEnum):
    """What is put in beside the signature."""

    B = 'b'
    T = 't'
    LT = 'lt'


def settled(level: Level | None, validation, timestamper) -> tuple:
    """Give the validation material and the time stamper to use for a level; with None, whatever there is.

    B-B takes neither, B-T a time stamp, B-LT the chain with its revocation lists and a time stamp if there is an
    authority. A level never sinks silently: TimestampUnavailable or SignerRefused when what it needs is not given.
    """
    if level is None:
        return validation, timestamper
    if level is Level.B:
        return None, None
    if level is Level.T and timestamper is None:
        raise TimestampUnavailable('level B-T needs a time-stamping authority')
    if level is Level.LT and validation is None:
        raise SignerRefused('level B-LT needs anchors and revocation lists')
    return (validation if level is Level.LT else None), timestamper

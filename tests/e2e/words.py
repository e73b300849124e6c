"""What a person reads: the sentences of the source as the pages show them, in Vietnamese once they are translated."""

import re
from functools import cache

from keys import ROOT
from polib import pofile


@cache
def _translations() -> dict[str, str]:
    files = sorted(ROOT.glob("addons/*/i18n/vi.po"))
    return {entry.msgid: entry.msgstr for file in files for entry in pofile(str(file)) if entry.msgstr}


def said(source: str) -> re.Pattern:
    """Return the pattern of a whole sentence of the source as it is shown; placeholders stand for anything."""
    parts = re.split(r"%s|%\(\w+\)s", _translations().get(source, source))
    return re.compile(f"^{'.+'.join(map(re.escape, parts))}$")

"""Tinos by explicit file, so that a print does not depend on the machine's fonts.

Tinos has the widths of Times New Roman, which the decree asks for (Decree 30/2020, App. I, I.4), and all
Vietnamese letters; other packages answering to the same family name lack many of them.
"""

from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from .errors import FontMissing

__all__ = ['Fonts', 'load_fonts']

FILES = {'regular': 'Tinos-Regular.ttf', 'bold': 'Tinos-Bold.ttf', 'italic': 'Tinos-Italic.ttf',
         'bold_italic': 'Tinos-BoldItalic.ttf'}


@dataclass(frozen=True, slots=True)
class Fonts:
    """Names under which the four cuts are known to the PDF writer."""

    regular: str
    bold: str
    italic: str
    bold_italic: str


def load_fonts(folder):
    """Make the four cuts known and return their names. Raise FontMissing when a file is not in `folder`."""
    return Fonts(**{cut: _load(Path(folder) / name) for cut, name in FILES.items()})


def _load(path):
    if not path.is_file():
        raise FontMissing(path)
    if path.stem not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(path.stem, path))
    return path.stem

"""Is a digitised paper what the decree asks of one? (Decree 30/2020, App. I, Part II, I; Decision 44/2024, Art. 10.2)

What: `check_scan(pdf)` gives the shortfalls, none for a good scan: colour, at least 200 dots an inch at the paper's own
size (the version, 1.4 or later, is seen to by `normalise`). How it works: the largest picture of each page is the page;
its dots are counted against the place it takes there, so a scan that was blown up does not pass.
"""

from dataclasses import dataclass
from enum import StrEnum

from pypdfium2 import raw

from .pagetext import opened

__all__ = ['ScanFault', 'ScanShortfall', 'check_scan']

LEAST_DPI = 200
# A scanner's own 200 may come out as 199.6 once sizes are rounded to points.
DPI_TOLERANCE = 2
POINTS = 72
# A logo or a seal on a page is not the page.
PAGE_SHARE = 0.5
COLOURLESS = (raw.FPDF_COLORSPACE_DEVICEGRAY, raw.FPDF_COLORSPACE_CALGRAY)


class ScanFault(StrEnum):
    """What is missing: COLOUR or RESOLUTION of a page, or a page that is no picture at all."""

    COLOUR = 'colour'
    RESOLUTION = 'resolution'
    NO_PICTURE = 'no_picture'


@dataclass(frozen=True, slots=True)
class ScanShortfall:
    """One fault: the page counted from 1 and what was found there."""

    fault: ScanFault
    page: int
    found: str = ''


def check_scan(pdf: bytes) -> tuple[ScanShortfall, ...]:
    """Give what a scan lacks, page by page; NotPdf or PdfEncrypted when it cannot be opened."""
    with opened(pdf) as document:
        return tuple(found for number in range(len(document)) for found in _page(document[number], number + 1))


def _page(page, number: int):
    picture = _picture(page)
    if picture is None:
        yield ScanShortfall(ScanFault.NO_PICTURE, number)
        return
    if picture.get_metadata().colorspace in COLOURLESS:
        yield ScanShortfall(ScanFault.COLOUR, number)
    dpi = _resolution(picture)
    if dpi < LEAST_DPI - DPI_TOLERANCE:
        yield ScanShortfall(ScanFault.RESOLUTION, number, str(dpi))


def _picture(page):
    """Give the largest picture that covers at least half of the page, or None."""
    width, height = page.get_size()
    found = [(_area(one), one) for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])]
    area, picture = max(found, key=lambda pair: pair[0], default=(0, None))
    return picture if area >= PAGE_SHARE * width * height else None


def _area(picture) -> float:
    left, bottom, right, top = picture.get_bounds()
    return (right - left) * (top - bottom)


def _resolution(picture) -> int:
    """Give dots an inch along the poorer side, as placed on the page; a turned picture keeps its longer side."""
    left, bottom, right, top = picture.get_bounds()
    placed = sorted((right - left, top - bottom))
    metadata = picture.get_metadata()
    dots = sorted((metadata.width, metadata.height))
    return round(min(dot / (points / POINTS) for dot, points in zip(dots, placed, strict=True)))


"""Places on a page, in PDF points of the page's own space (origin as the page has it, y upwards)."""

from dataclasses import dataclass

__all__ = ['LINE_ASCENT', 'LINE_DESCENT', 'MM', 'Box', 'Layout']

MM = 72 / 25.4
# Times New Roman and its equals: how far a line reaches above and below its baseline, in font sizes.
LINE_ASCENT, LINE_DESCENT = 0.891, 0.216


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page; `page` counts from 0, (x0, y0) is the lower left corner."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def corners(self) -> tuple[float, float, float, float]:
        """Give the rectangle as a PDF /Rect."""
        return self.x0, self.y0, self.x1, self.y1


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a main document gets its number, date, the person's signature and the seal (Decree 30/2020, App. I)."""

    number: Box
    day: Box
    month: Box
    year: Box
    person: Box
    seal: Box

"""What a page looks like to the reader: visible area, rotation, and the way back to page coordinates."""

from dataclasses import dataclass

from .boxes import Box
from .errors import NotPdf

__all__ = ['PageView', 'page_view', 'upright_matrix']


@dataclass(frozen=True, slots=True)
class PageView:
    """The visible area (CropBox inside MediaBox) in page coordinates and /Rotate as 0, 90, 180 or 270 clockwise."""

    x0: float
    y0: float
    x1: float
    y1: float
    rotation: int

    @property
    def width(self) -> float:
        """Width as seen, after rotation."""
        return self.y1 - self.y0 if self.rotation in (90, 270) else self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height as seen, after rotation."""
        return self.x1 - self.x0 if self.rotation in (90, 270) else self.y1 - self.y0

    def box(self, page: int, left: float, top: float, width: float, height: float) -> Box:
        """Give the page rectangle of what is seen `left` and `top` points from the upper left corner."""
        ax, ay = self._point(left, top)
        bx, by = self._point(left + width, top + height)
        return Box(page, min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))

    def seen(self, box: Box) -> tuple[float, float, float, float]:
        """Give left, top, width and height, in points, of a page rectangle as it is seen: the way back of `box`."""
        corners = [self._seen_point(x, y) for x, y in ((box.x0, box.y0), (box.x1, box.y1))]
        (ax, ay), (bx, by) = corners
        return min(ax, bx), min(ay, by), abs(ax - bx), abs(ay - by)

    def _seen_point(self, x: float, y: float) -> tuple[float, float]:
        return {
            0: (x - self.x0, self.y1 - y),
            90: (y - self.y0, x - self.x0),
            180: (self.x1 - x, y - self.y0),
            270: (self.y1 - y, self.x1 - x),
        }[self.rotation]

    def _point(self, right: float, down: float) -> tuple[float, float]:
        return {
            0: (self.x0 + right, self.y1 - down),
            90: (self.x0 + down, self.y0 + right),
            180: (self.x1 - right, self.y0 + down),
            270: (self.x1 - down, self.y1 - right),
        }[self.rotation]


def page_view(page) -> PageView:
    """Read a pyHanko page dictionary; NotPdf when its boxes are no rectangles."""
    media = _rectangle(_inherited(page, '/MediaBox'))
    crop = _inherited(page, '/CropBox')
    x0, y0, x1, y1 = media if crop is None else _intersection(media, _rectangle(crop))
    rotation = int(_inherited(page, '/Rotate') or 0) % 360
    return PageView(x0, y0, x1, y1, rotation if rotation in (90, 180, 270) else 0)


def _inherited(page, key: str):
    seen = 0
    while seen < 64:
        if key in page:
            return page[key]
        if '/Parent' not in page:
            return None
        page, seen = page['/Parent'], seen + 1
    return None


def _rectangle(value) -> tuple[float, float, float, float]:
    try:
        ax, ay, bx, by = (float(number) for number in value)
    except (TypeError, ValueError) as error:
        raise NotPdf('a page box is no rectangle') from error
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _intersection(media, crop):
    inside = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    return inside if inside[0] < inside[2] and inside[1] < inside[3] else media


def upright_matrix(rotation: int) -> tuple[int, int, int, int]:
    """Give a, b, c, d of the turn that makes a drawing stand upright on a page rotated by `rotation`."""
    return {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[rotation]

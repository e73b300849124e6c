"""What signatures look like (Decree 30/2020, App. I, II.7d, II.8): pictures and short texts as widget appearances.

Text is drawn with an OpenType font of 1000 units per em given by the caller: pyHanko writes glyph widths in font
units, so another font comes out with wrong spacing. No font of the machine is ever used.
"""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError
from PIL import Image, UnidentifiedImageError
from pyhanko.pdf_utils.content import AppearanceContent, ResourceType
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.generic import ArrayObject, NumberObject, pdf_name
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.stamp import BaseStampStyle

from .boxes import LINE_ASCENT, LINE_DESCENT
from .errors import FontMissing, ImageRefused, TextRefused
from .geometry import upright_matrix

__all__ = ['Drawing', 'Font', 'Picture', 'PictureStyle', 'TextLines', 'TextStyle', 'check_image', 'default_font']

FONT_FILES = {'regular': 'texgyretermes-regular.otf', 'italic': 'texgyretermes-italic.otf'}
UNITS_PER_EM = 1000
IMAGE_DPI = 300
LARGEST_IMAGE = 6000
LAYOUT_TABLES = {'GSUB', 'GPOS', 'GDEF'}


def default_font(dirs, style: str = 'regular') -> Path:
    """Find TeX Gyre Termes (`regular` or `italic`) in exactly these directories; FontMissing if none has it."""
    for directory in dirs:
        path = Path(directory) / FONT_FILES[style]
        if path.is_file():
            return path
    raise FontMissing(f'{FONT_FILES[style]} is in none of {[str(directory) for directory in dirs]}')


class Font:
    """One font file inside one PDF being written; used by several drawings, embedded once as a subset."""

    def __init__(self, path, writer):
        data = _font_bytes(path)
        self._engine = GlyphAccumulator(writer, BytesIO(data), font_size=1)
        if self._engine.units_per_em != UNITS_PER_EM:
            raise FontMissing(f'{path} has {self._engine.units_per_em} units per em, not {UNITS_PER_EM}')
        self._known = self._engine.tt.getBestCmap()

    @property
    def resource(self):
        return self._engine.as_resource()

    def shape(self, text: str, size: float) -> tuple[bytes, float]:
        """Give the drawing operators of a line and its width in points; TextRefused for an unknown letter."""
        unknown = [letter for letter in text if ord(letter) not in self._known]
        if unknown:
            raise TextRefused(f'the font lacks {unknown!r}')
        self._engine.font_size = size
        shaped = self._engine.shape(text)
        return shaped.graphics_ops, shaped.x_advance * size


@lru_cache(maxsize=4)
def _font_bytes(path) -> bytes:
    """Give the font without its tables for kerning and ligatures: taking them apart is most of the work of embedding.

    What is drawn are digits and single lines, and Vietnamese letters of canonical Unicode are one glyph each.
    """
    try:
        font = TTFont(BytesIO(Path(path).read_bytes()), lazy=True)
        for table in LAYOUT_TABLES & set(font.keys()):
            del font[table]
        output = BytesIO()
        font.save(output)
    except (OSError, TTLibError) as error:
        raise FontMissing(f'{path}: {error}') from error
    return output.getvalue()


class Drawing(AppearanceContent):
    """An appearance of the size of its field that stands upright on a rotated page."""

    def __init__(self, writer, width: float, height: float, rotation: int = 0):
        seen = (height, width) if rotation in (90, 270) else (width, height)
        super().__init__(writer, BoxConstraints(width=seen[0], height=seen[1]))
        self.rotation = rotation

    def as_form_xobject(self):
        form = super().as_form_xobject()
        if self.rotation:
            numbers = [NumberObject(value) for value in (*upright_matrix(self.rotation), 0, 0)]
            form[pdf_name('/Matrix')] = ArrayObject(numbers)
        return form


class TextLines(Drawing):
    """Lines of black text; `align` 0 is left, 0.5 centred, 1 right. The block is as high as its lines, from the top."""

    def __init__(self, writer, width, height, *, font: Font, lines, size: float, align: float, rotation: int = 0):
        super().__init__(writer, width, height, rotation)
        self.font, self.lines, self.size, self.align = font, lines, size, align

    def render(self) -> bytes:
        self.set_resource(ResourceType.FONT, pdf_name('/F1'), self.font.resource)
        baseline = self.box.height - LINE_ASCENT * self.size
        parts = []
        for line in self.lines:
            operators, width = self.font.shape(line, self.size)
            if width > self.box.width + 1:
                raise TextRefused(f'{line!r} is {width:.0f} pt wide, its field {self.box.width:.0f} pt')
            start = (self.box.width - width) * self.align
            parts.append(b'BT 0 g /F1 %.4f Tf %.4f %.4f Td %s ET' % (self.size, start, baseline, operators))
            baseline -= self.size * (LINE_ASCENT + LINE_DESCENT)
        return b'/Tx BMC q ' + b' '.join(parts) + b' Q EMC'


class Picture(Drawing):
    """A picture as large as its field allows, centred, with its own proportions."""

    def __init__(self, writer, width, height, *, image: Image.Image, rotation: int = 0):
        super().__init__(writer, width, height, rotation)
        self.image = image

    def render(self) -> bytes:
        scale = min(self.box.width / self.image.width, self.box.height / self.image.height)
        width, height = self.image.width * scale, self.image.height * scale
        picture = PdfImage(_at_print_size(self.image, width, height), writer=self.writer, name='1',
                           box=BoxConstraints(width=width, height=height))
        operators = picture.render()
        self.import_resources(picture.resources)
        left, bottom = (self.box.width - width) / 2, (self.box.height - height) / 2
        return b'q 1 0 0 1 %.4f %.4f cm %s Q' % (left, bottom, operators)


def _at_print_size(image: Image.Image, width: float, height: float) -> Image.Image:
    """More than 300 dpi of the real size only makes the file larger."""
    pixels = (max(1, round(width / 72 * IMAGE_DPI)), max(1, round(height / 72 * IMAGE_DPI)))
    return image.resize(pixels, Image.Resampling.LANCZOS) if image.width > pixels[0] else image


@lru_cache(maxsize=8)
def check_image(png: bytes) -> Image.Image:
    """Give the picture as RGBA; ImageRefused unless it is a PNG with a transparent background.

    A tray has one picture for all its documents, so the last ones are remembered; nobody draws on what is given.
    """
    try:
        image = Image.open(BytesIO(png), formats=['PNG'])
        if max(image.size) > LARGEST_IMAGE:
            raise ImageRefused(f'a side is longer than {LARGEST_IMAGE} pixels')
        transparent = 'A' in image.getbands() or 'transparency' in image.info
        image = image.convert('RGBA')
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise ImageRefused(f'no readable PNG: {error}') from error
    if not transparent or image.getchannel('A').getextrema()[0] > 0:
        raise ImageRefused('the background is not transparent')
    return image


@dataclass(frozen=True, slots=True)
class PictureStyle(BaseStampStyle):
    """Draw a picture in a signature field."""

    image: Image.Image | None = None
    rotation: int = 0

    def create_stamp(self, writer, box, text_params):
        return Picture(writer, box.width, box.height, image=self.image, rotation=self.rotation)


@dataclass(frozen=True, slots=True)
class TextStyle(BaseStampStyle):
    """Draw lines of text in a signature field, flush right."""

    font: Font | None = None
    lines: tuple[str, ...] = ()
    size: float = 10

    rotation: int = 0

    def create_stamp(self, writer, box, text_params):
        return TextLines(writer, box.width, box.height, font=self.font, lines=self.lines, size=self.size, align=1,
                         rotation=self.rotation)

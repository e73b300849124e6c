"""Put pictures on pages of a PDF/A-2b without changing them more than is needed.

How to use: `pictures_to_pdf(content)` takes a JPEG, PNG or TIFF, of which each frame becomes a page. How it works: a
JPEG goes in as it is, turned by the page; anything else is stored without loss. A page has the picture's own size when
the picture says how many dots an inch has, otherwise it is A4.
"""

import io
import zlib

import pikepdf
from PIL import Image, ImageCms, ImageSequence, TiffImagePlugin, UnidentifiedImageError

__all__ = ['PictureBroken', 'PictureTooLarge', 'pictures_to_pdf']

MOST_PIXELS, MOST_FRAMES = 100_000_000, 300
LEAST_DPI, MOST_DPI = 72, 2400
A4 = (595.276, 841.89)
ORIENTATION, TURNS = 0x0112, {1: 0, 3: 180, 6: 90, 8: 270}
SPACES = {'1': (1, 'DeviceGray'), 'L': (8, 'DeviceGray'), 'RGB': (8, 'DeviceRGB')}
# a host may have kept Pillow from loading more than its usual kinds: scans come as TIFF
READABLE = ('JPEG', 'PNG', TiffImagePlugin.TiffImageFile.format)


class PictureBroken(Exception):
    """The bytes are no picture that can be read."""


class PictureTooLarge(Exception):
    """A picture has more than 100 million dots, or the file more than 300 pictures."""


def pictures_to_pdf(content: bytes) -> bytes:
    """Give the PDF; PictureBroken, PictureTooLarge."""
    output = io.BytesIO()
    with pikepdf.new() as document:
        _declare(document)
        try:
            with Image.open(io.BytesIO(content), formats=READABLE) as picture:
                _add_pages(document, picture, content)
        except Image.DecompressionBombError as error:
            raise PictureTooLarge(str(error)) from error
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
            raise PictureBroken(str(error)) from error
        document.save(output, min_version='1.7', deterministic_id=True)
    return output.getvalue()


def _add_pages(document, picture, content: bytes) -> None:
    if getattr(picture, 'n_frames', 1) > MOST_FRAMES:
        raise PictureTooLarge(f'{picture.n_frames} pictures')
    turn = TURNS.get(picture.getexif().get(ORIENTATION, 1))
    if picture.format in ('JPEG', 'MPO') and picture.mode in ('L', 'RGB') and turn is not None:
        _require_size(picture)
        picture.load()
        _add_page(document, picture, content, '/DCTDecode', turn)
        return
    frames = ImageSequence.Iterator(picture) if picture.format == 'TIFF' else [picture]
    for frame in frames:
        _require_size(frame)
        plain = _plain(frame)
        _add_page(document, plain, zlib.compress(plain.tobytes()), '/FlateDecode', turn or 0, frame.info)


def _require_size(picture) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise PictureTooLarge(f'{picture.width} by {picture.height} dots')


def _plain(picture):
    """Give black and white, grey, or colour on white paper."""
    if picture.mode in SPACES:
        return picture.copy()
    if picture.mode in ('I;16', 'I', 'F', 'LA'):
        return picture.convert('RGBA').convert('L') if picture.mode == 'LA' else picture.convert('L')
    if 'A' in picture.getbands() or 'transparency' in picture.info:
        seen = picture.convert('RGBA')
        paper = Image.new('RGBA', seen.size, 'white')
        return Image.alpha_composite(paper, seen).convert('RGB')
    return picture.convert('RGB')


def _add_page(document, picture, data: bytes, coding: str, turn: int, info=None) -> None:
    bits, space = SPACES[picture.mode]
    image = pikepdf.Stream(
        document, data, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=picture.width,
        Height=picture.height, BitsPerComponent=bits, ColorSpace=pikepdf.Name(f'/{space}'), Filter=pikepdf.Name(coding))
    paper, place = _paper(picture.size, (picture.info if info is None else info).get('dpi'))
    page = document.add_blank_page(page_size=paper)
    page.add_resource(document.make_indirect(image), pikepdf.Name.XObject, pikepdf.Name.Picture)
    drawing = 'q {:.3f} 0 0 {:.3f} {:.3f} {:.3f} cm /Picture Do Q'.format(*place)
    page.Contents = document.make_stream(drawing.encode())
    if turn:
        page.Rotate = turn


def _paper(dots: tuple[int, int], dpi):
    """Give the size of the page and width, height, left and bottom of the picture on it, in points."""
    width, height = dots
    if dpi and all(LEAST_DPI < one <= MOST_DPI for one in map(float, dpi)):
        size = (width / float(dpi[0]) * 72, height / float(dpi[1]) * 72)
        return size, (*size, 0, 0)
    paper = A4 if width <= height else A4[::-1]
    scale = min(paper[0] / width, paper[1] / height)
    placed = (width * scale, height * scale)
    return paper, (*placed, (paper[0] - placed[0]) / 2, (paper[1] - placed[1]) / 2)


def _declare(document) -> None:
    """Say that this is PDF/A-2b and which colours are meant; the profile's own date is left out."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile('sRGB')).tobytes())
    profile[24:36] = bytes((7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
    document.Root.OutputIntents = [document.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent, S=pikepdf.Name.GTS_PDFA1, OutputConditionIdentifier='sRGB',
        Info='sRGB', DestOutputProfile=pikepdf.Stream(document, bytes(profile), N=3)))]
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata['pdfaid:part'], metadata['pdfaid:conformance'] = '2', 'B'

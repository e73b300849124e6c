"""A paper document as it comes off the scanner: one colour picture a page, 200 dots an inch, full size.

`render(pdf, signature, seal, seed)` takes the printed page, lays an invented signature and seal on it as on the paper,
turns it a little and gives a PDF of pictures (Decree 30/2020, App. I, part II, I.1: colour, at least 200 dpi, 100 %).
"""

import random
from io import BytesIO

import pypdfium2
from PIL import Image

__all__ = ['render']

DPI = 200
PAPER = (252, 250, 244)
# where signature and seal lie: fractions of the page's width from the left, and mm above the signer's name
SIGN_MIDDLE = 0.72
MM = DPI / 25.4


def _lay(page, picture, width_mm, middle, top):
    """Lay a picture of that real width with its middle at `middle` pixels."""
    image = Image.open(BytesIO(picture)).convert('RGBA')
    width = round(width_mm * MM)
    image = image.resize((width, round(image.height * width / image.width)))
    page.paste(image, (round(middle - width / 2), round(top)), image)


def _name_top(document, name):
    """Return how far down the last page, in pixels, the signer's name begins."""
    page = document[len(document) - 1]
    text = page.get_textpage()
    search = text.search(name)
    found, spot = None, search.get_next()
    while spot:
        found = spot
        spot = search.get_next()
    if found is None:
        raise LookupError(f"the page does not name {name}")
    return (page.get_height() - text.get_charbox(found[0])[3]) * DPI / 72


def render(pdf, name, signature, seal, seed):
    """Return the scan of `pdf`. `signature`, `seal`: PNG with alpha; `seed`: decides how crooked it lies."""
    chance, document = random.Random(seed), pypdfium2.PdfDocument(pdf)
    try:
        top = _name_top(document, name)
        pages = [document[place].render(scale=DPI / 72).to_pil().convert('RGB') for place in range(len(document))]
    finally:
        document.close()
    last = pages[-1]
    middle = last.width * SIGN_MIDDLE
    _lay(last, signature, 45, middle, top - 24 * MM)
    _lay(last, seal, 36, middle - 24 * MM, top - 32 * MM)
    scans = [_worn(page, chance) for page in pages]
    stream = BytesIO()
    scans[0].save(stream, 'PDF', resolution=DPI, save_all=True, append_images=scans[1:], quality=70)
    return stream.getvalue()


def _worn(page, chance):
    """Turn the sheet a little and give the white the tone of paper."""
    turned = page.rotate(chance.uniform(-0.5, 0.5), Image.Resampling.BILINEAR, fillcolor='white')
    return Image.blend(turned, Image.new('RGB', turned.size, PAPER), 0.12)

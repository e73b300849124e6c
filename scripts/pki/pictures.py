"""Invented signatures and seals for trying out (Decree 30/2020, App. I, II.7d and II.8a).

A signature is blue, a seal red, both PNG with a transparent background. The same name always gives the same picture.
No real signature or seal is copied: the strokes come from the letters of the name, and the seal says «THỬ NGHIỆM».
"""

import io
import math
import os
import unicodedata
from hashlib import sha256
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

__all__ = ['FontAbsent', 'seal_png', 'signature_png']

DOTS_PER_MM = 300 / 25.4
BLUE = (16, 52, 166, 255)
RED = (205, 20, 28, 255)
FONTS = ('Tinos-Bold.ttf', 'texgyretermes-bold.otf')
FOLDERS = ('/usr/share/fonts/truetype/croscore', '/usr/share/texmf/fonts/opentype/public/tex-gyre')
TALL, DEEP = frozenset('bdfhklt'), frozenset('gjpqy')


class FontAbsent(Exception):
    """None of the fonts a seal can be lettered with is installed."""


def _font(size: int) -> ImageFont.FreeTypeFont:
    for folder in filter(None, (os.environ.get('HANAM_FONT_DIR'), *FOLDERS)):
        for path in (Path(folder, name) for name in FONTS):
            if path.exists():
                return ImageFont.truetype(str(path), size)
    raise FontAbsent('no Tinos or TeX Gyre Termes in HANAM_FONT_DIR or the folders of their packages')


def _png(image: Image.Image, colour: tuple[int, int, int, int]) -> bytes:
    """One colour under a varying alpha: a quarter of the size of what blending leaves."""
    flat = Image.new('RGBA', image.size, colour)
    flat.putalpha(image.getchannel('A'))
    stream = io.BytesIO()
    flat.save(stream, 'PNG', dpi=(300, 300), optimize=True)
    return stream.getvalue()


def _plain(text: str) -> str:
    bare = unicodedata.normalize('NFD', text.replace('đ', 'd').replace('Đ', 'D'))
    return ''.join(letter for letter in bare if letter.isalpha() and not unicodedata.combining(letter))


def _capital(at: float, wobble: float, kind: int):
    """Give one of three ways to begin a capital."""
    return (
        [(at - .4, .3), (at + .2, 2.6 + wobble), (at + .9, 2.2), (at + .3, .1), (at + 1.1, -.2 + wobble),
         (at + 1.7, 1.1), (at + .8, 1.2), (at + 1.6, .1)],
        [(at + 1.5, 2.1), (at + .7, 2.7 + wobble), (at - .1, 1.3), (at + .4, -.1), (at + 1.4, .4), (at + 1.2, 1.2),
         (at + .8, .6), (at + 1.7, .2)],
        [(at - .2, 1.8), (at + .5, 2.5 + wobble), (at + .4, -.3), (at + .5, 1.6), (at + 1.5, 2.3), (at + 1.2, .9),
         (at + .7, 1.0), (at + 1.3, -.2 + wobble), (at + 1.8, .4)],
    )[kind]


def _letter(letter: str, at: float, wobble: float):
    """Give the turning points of one written letter, x to the right, y up, the small letters one unit high."""
    if letter.isupper():
        return _capital(at, wobble, ord(letter) % 3)
    if letter in TALL:
        return [(at + .3, .9), (at + .75, 2.1 + wobble), (at + .35, 2.0), (at + .4, .1), (at + .9, .2)]
    if letter in DEEP:
        return [(at + .5, .9), (at + .1, .4), (at + .6, .5), (at + .4, -1.3 - wobble), (at, -.9), (at + .9, .3)]
    return [(at + .25, .8 + wobble), (at + .15, .1), (at + .5, .85), (at + .7, .05 + wobble / 2), (at + .85, .3)]


def _stroke(name: str):
    """Give the path of the pen: initial of the family name, the given name, and the tail that runs back under it."""
    words = _plain_words(name)
    seed = sha256(name.encode()).digest()
    written = words[0][0].upper() + words[-1][0].upper() + words[-1][1:].lower()
    points, at = [(-.8, .2)], 0.0
    for index, letter in enumerate(written):
        points += _letter(letter, at, (seed[index % 32] / 255 - .5) * .5)
        at += 1.7 if letter.isupper() else .95 - index * .02
    low = -.9 - seed[7] / 500
    return points + [(at + 1.2, .9), (at + 1.6, .3), (at - 1, low), (at * .25, low - .1), (at * .1, low + .35),
                     (at * .6, low + .45), (at + 2.2, low + .9 + seed[9] / 300)]


def _plain_words(name: str) -> list[str]:
    return [_plain(word) for word in name.split() if _plain(word)] or ['Ky']


def _smooth(points, steps: int = 24):
    """Run a Catmull-Rom curve through the points."""
    ends = [points[0], *points, points[-1]]
    for first, second, third, fourth in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(steps):
            t = step / steps
            yield tuple(
                .5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t ** 3)
                for a, b, c, d in zip(first, second, third, fourth, strict=True))


def signature_png(name: str, width_mm: float = 45, height_mm: float = 22) -> bytes:
    """Return a blue invented handwriting of `name` that fits the box, 300 dots per inch."""
    width, height = round(width_mm * DOTS_PER_MM), round(height_mm * DOTS_PER_MM)
    slant = .2 + sha256(name.encode()).digest()[0] / 800
    slanted = [(x + y * slant, -y) for x, y in _smooth(_stroke(name))]
    left, top = min(x for x, _y in slanted), min(y for _x, y in slanted)
    wide, tall = max(x for x, _y in slanted) - left, max(y for _x, y in slanted) - top
    over = 3
    scale = over * min((width - 12) / wide, (height - 12) / tall)
    image = Image.new('RGBA', (width * over, height * over), (*BLUE[:3], 0))
    draw = ImageDraw.Draw(image)
    shift_x, shift_y = (width * over - wide * scale) / 2, (height * over - tall * scale) / 2
    path = [((x - left) * scale + shift_x, (y - top) * scale + shift_y) for x, y in slanted]
    for (x0, y0), (x1, y1) in zip(path, path[1:], strict=False):
        down = max(0.0, (y1 - y0) / (math.hypot(x1 - x0, y1 - y0) or 1))
        pen = over * (1.9 + 1.9 * down)
        draw.line([(x0, y0), (x1, y1)], fill=BLUE, width=round(pen * 2))
        draw.ellipse([x1 - pen, y1 - pen, x1 + pen, y1 + pen], fill=BLUE)
    return _png(image.resize((width, height), Image.Resampling.LANCZOS), BLUE)


def _letter_picture(letter: str, font) -> Image.Image:
    box = round(font.size * 2)
    picture = Image.new('RGBA', (box, box), (*RED[:3], 0))
    ImageDraw.Draw(picture).text((box / 2, box / 2), letter, font=font, fill=RED, anchor='ms')
    return picture


def _write_round(image, text: str, radius: float, size: int, *, below: bool, arc: float):
    """Letter `text` along the rim, at most `arc` degrees wide, over the middle or under it."""
    font = _font(size)
    widths = [font.getlength(letter) for letter in text]
    while sum(widths) / radius > math.radians(arc):
        font = _font(font.size - 1)
        widths = [font.getlength(letter) for letter in text]
    middle = image.width / 2
    angle = -sum(widths) / radius / 2
    reach = radius + font.size * .72 if below else radius
    for letter, width in zip(text, widths, strict=True):
        turn = angle + width / radius / 2
        picture = _letter_picture(letter, font)
        picture = picture.rotate(math.degrees(turn if below else -turn), Image.Resampling.BICUBIC)
        x = middle + reach * math.sin(turn)
        y = middle + reach * math.cos(turn) * (1 if below else -1)
        image.alpha_composite(picture, (round(x - picture.width / 2), round(y - picture.height / 2)))
        angle += width / radius


def seal_png(agency: str, diameter_mm: float = 36) -> bytes:
    """Return a red round seal in real size at 300 dots per inch: rings, name on the rim, star in the middle."""
    over = 3
    size = round(diameter_mm * DOTS_PER_MM)
    image = Image.new('RGBA', (size * over, size * over), (*RED[:3], 0))
    draw = ImageDraw.Draw(image)
    middle = size * over / 2
    for share, thick in ((.985, .032), (.925, .010), (.60, .010)):
        radius = middle * share
        draw.ellipse([middle - radius, middle - radius, middle + radius, middle + radius],
                     outline=RED, width=round(middle * thick))
    star = [(middle + middle * reach * math.sin(turn), middle - middle * reach * math.cos(turn))
            for turn, reach in ((math.pi * corner / 5, .42 if corner % 2 == 0 else .165) for corner in range(10))]
    draw.polygon(star, fill=RED)
    _write_round(image, agency.upper(), middle * .675, round(middle * .20), below=False, arc=250)
    _write_round(image, '· THỬ NGHIỆM ·', middle * .68, round(middle * .15), below=True, arc=90)
    return _png(image.resize((size, size), Image.Resampling.LANCZOS), RED)

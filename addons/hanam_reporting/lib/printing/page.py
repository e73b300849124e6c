"""One page of HTML as a PDF, seeing nothing but itself and the font."""

import logging
from pathlib import Path

from .errors import FontMissing, OutsideReference

__all__ = ['page_to_pdf']

CUTS = (
    ('Tinos-Regular.ttf', 'normal', 'normal'), ('Tinos-Bold.ttf', 'bold', 'normal'),
    ('Tinos-Italic.ttf', 'normal', 'italic'), ('Tinos-BoldItalic.ttf', 'bold', 'italic'),
)
# a scheme of our own, so that the page can name a font and nothing else of the disk
FONT_SCHEME = 'font:'
# a relative address leads here, and so is refused like any other
NOWHERE = 'outside:///'

# seven lines for each page printed are of no use in a server's log
logging.getLogger('weasyprint.progress').setLevel(logging.WARNING)


def page_to_pdf(html, font_folder):
    """Return the PDF of a whole HTML document (text), Tinos embedded from `font_folder`.

    Only `data:` is read: no network, no file. Raise OutsideReference when the page asks for anything else,
    FontMissing when a cut of the font is not there.
    """
    # WeasyPrint takes a second and 40 MB to load: only a process that prints a form pays
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fetcher = _closed_fetcher({name: _font_file(font_folder, name) for name, _weight, _style in CUTS})
    fonts = FontConfiguration()
    page = HTML(string=html, base_url=NOWHERE, url_fetcher=fetcher)
    faces = CSS(string=_font_faces(), font_config=fonts, url_fetcher=fetcher)
    pdf = page.write_pdf(stylesheets=[faces], font_config=fonts)
    if fetcher.refused:
        raise OutsideReference(fetcher.refused[0])
    return pdf


def _font_file(folder, name):
    path = Path(folder) / name
    if not path.is_file():
        raise FontMissing(path)
    return path


def _font_faces():
    return ''.join(
        f'@font-face {{ font-family: Tinos; font-weight: {weight}; font-style: {style};'
        f' src: url("{FONT_SCHEME}{name}") }}\n' for name, weight, style in CUTS)


def _closed_fetcher(files):
    """Return a fetcher of the named font files and of what the page carries itself; `refused` is the rest.

    WeasyPrint goes on without what a fetcher refuses, so the refusals are kept for the caller to see.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class ClosedFetcher(URLFetcher):
        def __init__(self):
            super().__init__(allowed_protocols=('data',), allow_redirects=False)
            self.refused = []

        def fetch(self, url, headers=None):
            if url.startswith(FONT_SCHEME) and (path := files.get(url.removeprefix(FONT_SCHEME))):
                return URLFetcherResponse(url, path.read_bytes(), {'Content-Type': 'font/ttf'})
            if not url.lower().startswith('data:'):
                self.refused.append(url)
                raise ValueError(f"refused: {url}")
            return super().fetch(url, headers)

    return ClosedFetcher()

"""Makes the files people upload: drafts, attachments, scans. The same in, the same out."""

import base64
import sys
from pathlib import Path

import decree_appendix
import decree_docx
import decree_page
import decree_scan

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'pki'))
from pictures import seal_png, signature_png  # noqa: E402  the folder beside this one is no package

__all__ = ['Maker']


class Maker:
    """The desk's typewriter and scanner."""

    def __init__(self, font_dir, *, converts):
        """`converts`: whether Word documents can be converted on this machine; if not, the PDF is uploaded."""
        self.fonts, self.converts = decree_page.Fonts(font_dir), converts

    def upload(self, draft, form, stem):
        """Return [(file name, base64)] of what is uploaded for a draft, the document first."""
        if form == 'docx' and self.converts:
            return [_file(f'{stem}.docx', decree_docx.render(draft))]
        files = [_file(f'{stem}.pdf', decree_page.render(draft, self.fonts))]
        if form.endswith('+'):
            files.append(_file(f'Phu luc {stem}.pdf', decree_appendix.render(draft, self.fonts)))
        return files

    def scan(self, draft, agency_name, stem):
        """Return (file name, base64) of a paper document as it leaves the scanner."""
        page = decree_page.render(draft, self.fonts)
        return _file(f'{stem}.pdf', decree_scan.render(
            page, draft.signer, signature_png(draft.signer), seal_png(agency_name), stem))


def _file(name, content):
    return name, base64.b64encode(content).decode()

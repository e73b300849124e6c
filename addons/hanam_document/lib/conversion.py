"""Convert a Word document to PDF/A-2b with LibreOffice.

What it is: one process and one profile directory per conversion, so that two at once do not disturb each
other; a time limit; the process group is killed when it is over.

How to use it: `to_pdf(content, soffice='soffice', seconds=60)` gives the PDF's bytes or raises
`ConversionError`, whose `reason` says which way it failed.

How it works: LibreOffice answers 0 also for what it could not read, and turns random bytes into pages of
garbage. So the input must be a ZIP that holds a Word document, and the output must be a PDF.
"""

import io
import os
import signal
import subprocess
import tempfile
import zipfile
from enum import StrEnum
from pathlib import Path

__all__ = ['ConversionError', 'Failure', 'is_docx', 'to_pdf']

PDF_A = ('pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},'
         '"ExportFormFields":{"type":"boolean","value":"false"}}')


class Failure(StrEnum):
    """Which way a conversion failed."""

    NOT_DOCX = 'not_docx'
    NO_CONVERTER = 'no_converter'
    TIMEOUT = 'timeout'
    NO_RESULT = 'no_result'


class ConversionError(Exception):
    """The document could not be converted; `reason` is a `Failure`, `detail` the converter's own words."""

    def __init__(self, reason, detail=''):
        """Keep what failed and what the converter said."""
        super().__init__(f"conversion failed: {reason.value} {detail}".rstrip())
        self.reason = reason
        self.detail = detail


def is_docx(content):
    """Whether these bytes are a Word document (a ZIP with a main part).

    >>> is_docx(b'PK not really'), is_docx(b'%PDF-1.7')
    (False, False)
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return 'word/document.xml' in archive.namelist()
    except zipfile.BadZipFile:
        return False


def to_pdf(content, *, soffice='soffice', seconds=60):
    """Return the PDF of a Word document. `seconds`: how long it may take. Raises ConversionError."""
    if not is_docx(content):
        raise ConversionError(Failure.NOT_DOCX)
    with tempfile.TemporaryDirectory(prefix='hanam-convert-') as folder:
        source = Path(folder, 'document.docx')
        source.write_bytes(content)
        said = _run([soffice, '--headless', '--norestore', f'-env:UserInstallation=file://{folder}/profile',
                     '--convert-to', PDF_A, '--outdir', folder, str(source)], seconds)
        result = source.with_suffix('.pdf')
        if not result.exists() or not result.read_bytes().startswith(b'%PDF-'):
            raise ConversionError(Failure.NO_RESULT, said)
        return result.read_bytes()


def _run(command, seconds):
    """Run the converter in a group of its own; return what it said."""
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, start_new_session=True)
    except FileNotFoundError as missing:
        raise ConversionError(Failure.NO_CONVERTER, command[0]) from missing
    try:
        said, _nothing = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as late:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise ConversionError(Failure.TIMEOUT, f'{seconds} s') from late
    return said.decode(errors='replace')[-500:]

"""Convert office files with LibreOffice, one process and one profile directory for each.

LibreOffice answers 0 also for what it could not read, and turns random bytes into pages of garbage. So the kind of the
input is known beforehand, and the output must be a PDF. Two at once on one profile would disturb each other.
"""

import io
import os
import shutil
import signal
import subprocess
import tempfile
import zipfile
from pathlib import Path

from .errors import ConversionError, Failure
from .kinds import Kind

__all__ = ['office_to_pdf']

PDF_A = ('pdf:%s_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},'
         '"ExportFormFields":{"type":"boolean","value":"false"}}')
# Which part of LibreOffice reads a kind, and the library that is there when the part is installed.
PARTS = {'calc': ({Kind.XLSX, Kind.XLS, Kind.ODS}, 'libsclo.so'),
         'impress': ({Kind.PPTX, Kind.PPT, Kind.ODP}, 'libsdlo.so')}
# Plain text is read as plain text whatever it looks like.
AS_TEXT = '--infilter=Text (encoded):UTF8,LF,Times New Roman,vi-VN'
LARGEST_INSIDE = 1024 * 1024 * 1024
# Of the shell: address space in KiB, largest file in blocks of 512 bytes (1 GiB), no core dumps.
LIMITS = 'ulimit -v 6291456; ulimit -f 2097152; ulimit -c 0; exec "$@"'


def _require_small_inside(content):
    """A package of a few kilobytes may say it holds gigabytes."""
    if content.startswith(b'PK'):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = sum(part.file_size for part in archive.infolist())
        if inside > LARGEST_INSIDE:
            raise ConversionError(Failure.TOO_LARGE, f'{inside} bytes inside')


def office_to_pdf(content, kind, soffice, seconds):
    """Return the PDF/A-2b of an office file or a text; ConversionError."""
    _require_small_inside(content)
    program = shutil.which(soffice)
    if program is None:
        raise ConversionError(Failure.NO_CONVERTER, soffice)
    part = _part(kind, program)
    with tempfile.TemporaryDirectory(prefix='hanam-convert-') as folder:
        source = Path(folder, f'document.{kind.value}')
        source.write_bytes(_as_utf8(content) if kind is Kind.TEXT else content)
        said = _run([program, '--headless', '--norestore', f'-env:UserInstallation=file://{folder}/profile',
                     *([AS_TEXT] if kind is Kind.TEXT else []), '--convert-to', PDF_A % part, '--outdir', folder,
                     str(source)], seconds)
        result = source.with_suffix('.pdf')
        if not result.exists() or not result.read_bytes().startswith(b'%PDF-'):
            raise ConversionError(Failure.NO_RESULT, said)
        return result.read_bytes()


def _part(kind, program):
    """Name the part of LibreOffice that reads this kind; without it LibreOffice would say nothing and do nothing."""
    for part, (kinds, library) in PARTS.items():
        if kind in kinds:
            home = Path(program).resolve().parent
            if (home / 'soffice.bin').exists() and not (home / library).exists():
                raise ConversionError(Failure.NOT_INSTALLED, f'libreoffice-{part}')
            return part
    return 'writer'


def _as_utf8(content):
    return content.decode('utf-16' if content[:2] in (b'\xff\xfe', b'\xfe\xff') else 'utf-8-sig').encode()


def _run(command, seconds):
    """Run the converter in a group of its own; return what it said."""
    process = subprocess.Popen(['/bin/sh', '-c', LIMITS, 'sh', *command], stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        said, _nothing = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as late:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise ConversionError(Failure.TIMEOUT, f'{seconds} s') from late
    return said.decode(errors='replace')[-500:]

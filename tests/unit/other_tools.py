"""What tools of others say of a signed PDF: poppler's pdfsig, MuPDF's mutool, and OpenSSL over bytes cut out here.

None of them shares code with the product, and nothing of this file imports it: the signed bytes are found with a
regular expression. How to use: `pdfsig(pdf)`, `mutool(pdf)` and `openssl(pdf, root, at)` give one row a signature, in
the order of the revisions. What each can and cannot tell stands in README, «How to judge an issued file».
"""

import re
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

BYTE_RANGE = re.compile(rb'/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]')
EDITED = 'The signature is valid but there have been edits since signing.'
UNCHANGED = 'The document is unchanged since signing.'
CHANGED = 'Signature invalidated by change to document.'


@dataclass(frozen=True, slots=True)
class Row:
    """What pdfsig says of one signature: its field, what it covers and its own sentence."""

    field: str
    whole: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Cut:
    """What is cut out for one signature: the signed bytes, the CMS beside them, and where the signed bytes end."""

    content: bytes
    cms: bytes
    end: int


def run(*command) -> subprocess.CompletedProcess:
    """Run a tool in English; what it answers is for the caller to judge."""
    return subprocess.run(command, capture_output=True, text=True, check=False,
                          env={'PATH': '/usr/bin:/bin', 'LC_ALL': 'C.UTF-8', 'TZ': 'Asia/Ho_Chi_Minh'})


def _asked(pdf: bytes, *command) -> str:
    with TemporaryDirectory(prefix='hanam-opinion-') as folder:
        path = Path(folder) / 'asked.pdf'
        path.write_bytes(pdf)
        return run(*command, path).stdout


def pdfsig(pdf: bytes) -> list[Row]:
    """Ask poppler; without a store of certificates, so it judges the bytes and the signatures only."""
    blocks = re.split(r'^Signature #\d+:$', _asked(pdf, 'pdfsig', '-nocert'), flags=re.MULTILINE)[1:]
    return [Row(re.search(r'Field Name: (.*)', block)[1], '- Total document signed' in block,
                re.search(r'Signature Validation: (.*)', block)[1]) for block in blocks]


def mutool(pdf: bytes) -> list[str]:
    """Ask MuPDF; give its sentence on the bytes of each signature."""
    blocks = _asked(pdf, 'mutool', 'sign', '-v').split('Verifying signature ')[1:]
    return [next((words for words in (EDITED, UNCHANGED, CHANGED) if words in block), block) for block in blocks]


def cuts(pdf: bytes) -> list[Cut]:
    """Cut the signed bytes out of a file; AssertionError unless they are everything but the signature itself."""
    found = []
    for start, length, again, rest in (map(int, match.groups()) for match in BYTE_RANGE.finditer(pdf)):
        gap = pdf[start + length:again]
        assert start == 0 and again + rest <= len(pdf), 'the signed bytes are not two blocks of this file'
        assert re.fullmatch(rb'<[0-9A-Fa-f]+>', gap), 'more than one signature is left out'
        found.append(Cut(pdf[:length] + pdf[again:again + rest], _trimmed(bytes.fromhex(gap[1:-1].decode())),
                         again + rest))
    return found


def _trimmed(der: bytes) -> bytes:
    """Give the first DER element: what follows is the room that was kept."""
    long = der[1] & 0x7F if der[1] & 0x80 else 0
    length = int.from_bytes(der[2:2 + long], 'big') if long else der[1]
    return der[:2 + long + length]


def openssl(pdf: bytes, root: bytes, at: datetime) -> list[bool]:
    """Let OpenSSL verify each signature as CAdES up to one root (DER) at a moment; revocation is not asked."""
    with TemporaryDirectory(prefix='hanam-opinion-') as folder:
        place = Path(folder)
        anchor = x509.load_der_x509_certificate(root).public_bytes(Encoding.PEM)
        (place / 'root.pem').write_bytes(anchor)
        return [_holds(place, one, at) for one in cuts(pdf)]


def _holds(place: Path, cut: Cut, at: datetime) -> bool:
    (place / 'content').write_bytes(cut.content)
    (place / 'cms').write_bytes(cut.cms)
    done = run('openssl', 'cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', place / 'cms',
               '-content', place / 'content', '-CAfile', place / 'root.pem', '-no-CApath', '-no-CAstore',
               '-purpose', 'any', '-attime', str(int(at.timestamp())), '-out', '/dev/null')
    assert done.returncode == 0 or 'failure' in done.stderr, done.stderr
    return done.returncode == 0

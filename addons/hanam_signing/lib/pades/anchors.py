"""Read a folder of certificates and revocation lists that a person trusts, as they come from authorities.

Any mix: PEM with several in one file, DER, PKCS#7 bundles, with whatever name, in sub-folders too; other files are
passed over. Self-signed certificates are anchors, for signatures and for time stamps; the others help to build chains.
If none is self-signed, the authorities whose issuer is not in the folder are the anchors: what was put there is
trusted.
"""

import base64
import binascii
import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress

from asn1crypto import cms, crl, x509

from .errors import PadesError
from .reading import FOREIGN_ERRORS
from .trust import TrustMaterial

__all__ = ['FolderRefused', 'read_folder', 'sorted_out']

MOST_FILES, LARGEST_FILE = 5000, 64 * 1024 ** 2
PEM = re.compile(rb'-----BEGIN (?:X509 |TRUSTED )?(?:CERTIFICATE|CRL|PKCS7|CMS)-----(.+?)-----END ', re.DOTALL)
SEQUENCE = b'\x30'


class FolderRefused(PadesError):
    """There is no such folder, it holds too many files, or no certificate of an authority."""


def read_folder(path: str) -> TrustMaterial:
    """Give what a folder (or one file) holds; FolderRefused says in a sentence why it is of no use."""
    if not os.path.exists(path):
        raise FolderRefused(f'there is no folder {path!r}')
    found = [value for file in _files(path) for value in _values(_content(file))]
    return sorted_out(found)


def _files(path: str) -> list[str]:
    """All files below, in the order of their names; links to folders are not followed."""
    if not os.path.isdir(path):
        return [path]
    files = []
    for folder, folders, names in os.walk(path):
        folders.sort()
        files += [os.path.join(folder, name) for name in sorted(names)]
        if len(files) > MOST_FILES:
            raise FolderRefused(f'{path!r} holds more than {MOST_FILES} files')
    return files


def _content(path: str) -> bytes:
    """Give the bytes of a regular file; nothing for anything else, which might never end."""
    with suppress(OSError, ValueError), open(path, 'rb', opener=_without_waiting) as file:
        about = os.fstat(file.fileno())
        if stat.S_ISREG(about.st_mode) and about.st_size <= LARGEST_FILE:
            return file.read(LARGEST_FILE)
    return b''


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK | os.O_NOCTTY)


def _values(content: bytes) -> Iterator[x509.Certificate | crl.CertificateList]:
    if content.startswith(SEQUENCE):
        yield from _der(content)
        return
    for block in PEM.findall(content):
        try:
            der = base64.b64decode(block)
        except (binascii.Error, ValueError):
            continue
        yield from _der(der)


def _der(der: bytes) -> Iterator[x509.Certificate | crl.CertificateList]:
    """What the bytes are shows when they are read to the end; what is nothing known gives nothing."""
    for kind in (x509.Certificate, crl.CertificateList):
        try:
            value = kind.load(der, strict=True)
            _ = value.native
        except FOREIGN_ERRORS:
            continue
        yield kind.load(der)
        return
    yield from _bundle(der)


def _bundle(der: bytes) -> Iterator[x509.Certificate | crl.CertificateList]:
    try:
        signed = cms.ContentInfo.load(der)['content']
        inside = [one.chosen.dump() for kind in ('certificates', 'crls') for one in signed[kind] or ()]
    except FOREIGN_ERRORS:
        return
    for one in inside:
        for kind in (x509.Certificate, crl.CertificateList):
            try:
                _ = kind.load(one, strict=True).native
            except FOREIGN_ERRORS:
                continue
            yield kind.load(one)
            break


def sorted_out(found: list[x509.Certificate | crl.CertificateList]) -> TrustMaterial:
    """Tell anchors from helpers; FolderRefused without an anchor."""
    certificates = [one for one in found if isinstance(one, x509.Certificate)]
    if not certificates:
        raise FolderRefused('the folder of anchors holds no readable certificate')
    roots = [one for one in certificates if _is_self_signed(one)] or _tops(certificates)
    if not roots:
        raise FolderRefused('the folder of anchors holds no certificate of an authority')
    chosen = _ders(roots)
    return TrustMaterial(roots=chosen, intermediates=tuple(der for der in _ders(certificates) if der not in chosen),
                         crls=_ders(one for one in found if isinstance(one, crl.CertificateList)))


def _is_self_signed(certificate: x509.Certificate) -> bool:
    return certificate.self_issued and certificate.self_signed != 'no'


def _tops(certificates: list[x509.Certificate]) -> list[x509.Certificate]:
    names = {one.subject.dump() for one in certificates}
    return [one for one in certificates if one.ca and one.issuer.dump() not in names]


def _ders(values) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(value.dump() for value in values))

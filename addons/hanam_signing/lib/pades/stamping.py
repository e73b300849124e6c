"""Whose certificate a time-stamping authority signs with: one token is asked for and looked at."""

import asyncio
from hashlib import sha256

from pyhanko.sign.general import extract_certificate_info

from .errors import TimestampUnavailable
from .reading import FOREIGN_ERRORS

__all__ = ['stamp_certificate']


def stamp_certificate(timestamper) -> bytes:
    """Ask for a time stamp of nothing and give the DER of the certificate that signed it; TimestampUnavailable."""
    token = asyncio.run(timestamper.async_timestamp(sha256(b'').digest(), 'sha256'))
    try:
        return extract_certificate_info(token['content']).signer_cert.dump()
    except FOREIGN_ERRORS as error:
        raise TimestampUnavailable(f'the token names no certificate: {error}') from error

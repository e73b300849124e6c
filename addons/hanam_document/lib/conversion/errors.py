"""What can go wrong with a conversion."""

from enum import StrEnum

__all__ = ['ConversionError', 'Failure']


class Failure(StrEnum):
    """Which way a conversion failed."""

    NOT_DOCX = 'not_docx'
    UNKNOWN_KIND = 'unknown_kind'
    ENCRYPTED = 'encrypted'
    TOO_LARGE = 'too_large'
    NO_CONVERTER = 'no_converter'
    NOT_INSTALLED = 'not_installed'
    TIMEOUT = 'timeout'
    NO_RESULT = 'no_result'


class ConversionError(Exception):
    """The document could not be converted; `reason` is a `Failure`, `detail` the converter's own words."""

    def __init__(self, reason, detail=''):
        """Keep what failed and what the converter said."""
        super().__init__(f"conversion failed: {reason.value} {detail}".rstrip())
        self.reason = reason
        self.detail = detail

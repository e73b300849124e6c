"""How large a packet may be."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one packet, in bytes unless said. What exceeds one is refused with `TooLarge`."""

    file_size: int = 50 * MEBIBYTE       # one attached file, unpacked
    packet_size: int = 200 * MEBIBYTE    # all attached files together, unpacked
    header_size: int = 4 * MEBIBYTE      # all text and attributes outside the attached files
    ratio: int = 100                     # unpacked to packed size of a zip entry
    token_size: int = MEBIBYTE           # one tag or comment: an unfinished one is read again with every piece
    depth: int = 32                      # elements inside one another
    elements: int = 20_000               # elements in the packet

    @property
    def body_size(self):
        """The packet as it is sent: attached files in base64 with line breaks, and the header."""
        return self.packet_size * 3 // 2 + self.header_size


DEFAULT = Limits()

__all__ = ['DEFAULT', 'Limits']

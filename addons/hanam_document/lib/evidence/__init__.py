"""The evidence pack of one document: a zip a court can check in ten years, without this system.

What it is: `write_pack` puts entries into a zip with a readme in Vietnamese, a manifest, checksums, and a verifier in
plain Python. `certificates_in` takes the certificates out of a signed PDF.

How to use it:

    entries = [Entry('van-ban/01-cong-van.pdf', 'Văn bản đã phát hành', Path('…'), sha256='…'), ...]
    made = write_pack(stream, entries, Occasion(...))     # Made, or an EvidenceError by name

How it works: each file is read once, digested while it is written; SHA256SUMS lists every digest, and its own digest,
`Made.mark`, stands for the whole pack.
"""

from .certificates import certificates_in
from .errors import BadName, EvidenceError, SourceChanged
from .model import Entry, Made, Occasion
from .pack import write_pack

__all__ = ['BadName', 'Entry', 'EvidenceError', 'Made', 'Occasion', 'SourceChanged', 'certificates_in', 'write_pack']

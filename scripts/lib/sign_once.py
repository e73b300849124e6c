"""Sign one file and say what memory that took, for scripts/benches/signing.py: in a process that loads nothing else.

    sign_once.py FOLDER PIN MOMENT

FOLDER holds draft.pdf (prepared), key.p12 and picture.png; signed.pdf is put beside them. MOMENT is ISO 8601 with a
zone. Prints the peak of memory before and after, in bytes.
"""

import sys
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / 'addons' / 'hanam_signing' / 'lib'))

import pades  # noqa: E402


def peak():
    """Return what the kernel saw of this very process; getrusage would count the parent's too."""
    status = Path('/proc/self/status').read_text()
    return 1024 * int(next(line for line in status.splitlines() if line.startswith('VmHWM')).split()[1])


def main(folder, pin, moment):
    place, before = Path(folder), peak()
    signer = pades.load_pkcs12((place / 'key.p12').read_bytes(), pin)
    result = pades.sign_person((place / 'draft.pdf').read_bytes(), signer, signed_at=datetime.fromisoformat(moment),
                               image_png=(place / 'picture.png').read_bytes())
    (place / 'signed.pdf').write_bytes(result)
    print(before, peak())


if __name__ == '__main__':
    main(*sys.argv[1:])

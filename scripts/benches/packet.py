"""What a packet of 200 MB costs: memory to write and read it, and speed against a parser that only finds its elements.

    packet.py

Four files of 50 MB that nothing compresses, each way in a process of its own. Ends with 1 when a bar is missed.
"""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ONCE = Path(__file__).parents[1] / 'lib' / 'packet_once.py'
MEBIBYTE = 1024 * 1024
FILES, FILE_SIZE = 4, 50 * MEBIBYTE
MEMORY_BAR = 512 * MEBIBYTE
# Base64, zip, checksums and the digest of the packet against expat alone, which does none of it.
RATIO_BAR = 8
WAYS = {
    'write_from_paths': 'written, its files staying on disk',
    'write_from_memory': 'written from memory into memory',
    'read_into_spool': 'read, its files put on disk',
    'read_into_memory': 'read into memory',
    'parse_with_expat': 'parsed by expat and nothing else',
    'parse_with_lxml': 'parsed by lxml and nothing else',
}


@dataclass(frozen=True, slots=True)
class Cost:
    """Peak of memory in bytes, of it what there was before, and seconds of processor time."""

    before: int
    peak: int
    seconds: float

    @property
    def speed(self):
        """Megabytes of attached files in a second."""
        return FILES * FILE_SIZE / MEBIBYTE / self.seconds


def measure(way, folder):
    """Go one way in a process of its own."""
    done = subprocess.run([sys.executable, ONCE, way, folder], stdout=subprocess.PIPE, check=True)
    before, peak, seconds = done.stdout.split()
    return Cost(int(before), int(peak), float(seconds))


def main():
    with tempfile.TemporaryDirectory(prefix='hanam-bench-') as folder:
        for number in range(1, FILES + 1):
            Path(folder, f'{number}.bin').write_bytes(os.urandom(FILE_SIZE))
        costs = {way: measure(way, folder) for way in WAYS}
        size = Path(folder, 'packet.edxml').stat().st_size
    print(f'a packet of {FILES} files of {FILE_SIZE // MEBIBYTE} MB, {size / MEBIBYTE:.0f} MB in base64 '
          f'(bar for our memory: {MEMORY_BAR // MEBIBYTE} MB):')
    for way, cost in costs.items():
        print(f'  {WAYS[way]:36s} {cost.peak / MEBIBYTE:4.0f} MB at most, {cost.before / MEBIBYTE:.0f} of it before, '
              f'{cost.speed:4.0f} MB/s')
    ratio = costs['read_into_memory'].seconds / costs['parse_with_expat'].seconds
    print(f'reading takes {ratio:.1f} times what expat alone takes (bar: {RATIO_BAR}), '
          f'{costs["read_into_memory"].seconds / costs["parse_with_lxml"].seconds:.1f} times lxml')
    ours = [cost.peak for way, cost in costs.items() if not way.startswith('parse')]
    raise SystemExit(0 if max(ours) <= MEMORY_BAR and ratio <= RATIO_BAR else 1)


if __name__ == '__main__':
    if sys.argv[1:]:
        raise SystemExit('usage: packet.py')
    main()

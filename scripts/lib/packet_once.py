"""Read or write one packet and say what that took, for scripts/benches/packet.py: in a process of its own.

    packet_once.py WAY FOLDER

FOLDER holds 1.bin to 4.bin, and packet.edxml once it was written. WAY is one of the functions below. Prints the peak
of memory before and after in bytes, and the seconds of processor time between.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from xml.parsers import expat

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / 'tests' / 'unit'), str(ROOT / 'addons' / 'hanam_document' / 'lib')]

import edxml  # noqa: E402
from edxml_packets import NEW  # noqa: E402
from lxml import etree  # noqa: E402


def peak():
    """Return what the kernel saw of this very process; getrusage would count the parent's too."""
    status = Path('/proc/self/status').read_text()
    return 1024 * int(next(line for line in status.splitlines() if line.startswith('VmHWM')).split()[1])


def packet_of(folder, content):
    """Return a document whose files are those of the folder, as `content` of their paths."""
    files = (edxml.Attachment(path.stem, f'{path.stem}.pdf', content(path)) for path in sorted(folder.glob('*.bin')))
    return replace(NEW, attachments=tuple(files))


def write_from_paths(folder):
    with open(folder / 'packet.edxml', 'wb') as stream:
        edxml.encode_to(packet_of(folder, Path), stream)


def write_from_memory(folder):
    edxml.encode(packet_of(folder, Path.read_bytes))


def read_into_spool(folder):
    with open(folder / 'packet.edxml', 'rb') as stream, TemporaryFile(dir=folder) as spool:
        edxml.decode(stream, spool=spool)


def read_into_memory(folder):
    with open(folder / 'packet.edxml', 'rb') as stream:
        edxml.decode(stream)


def parse_with_expat(folder):
    """Only find the elements and texts."""
    parser = expat.ParserCreate()
    parser.buffer_text, parser.buffer_size = True, 64 * 1024
    parser.StartElementHandler = lambda name, attributes: None
    parser.CharacterDataHandler = lambda text: None
    with open(folder / 'packet.edxml', 'rb') as stream:
        parser.ParseFile(stream)


def parse_with_lxml(folder):
    """Only make the tree, base64 and all."""
    etree.parse(folder / 'packet.edxml', etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True))


def main(way, folder):
    before, began = peak(), time.process_time()
    globals()[way](Path(folder))
    print(before, peak(), time.process_time() - began)


if __name__ == '__main__':
    main(*sys.argv[1:])

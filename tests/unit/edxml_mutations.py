"""Packets spoiled at random, and packets put in another writer's style; the same every time for the same source."""

import xml.etree.ElementTree as ElementTree
from collections import defaultdict

from edxml.tree import NAMESPACE, escape

BITS = (b'<', b'>', b'</edXML:', b'&', b'"', b'<![CDATA[', b']]>', b'<!--', b'<?x ', b'&#0;', b'&#x110000;', b'\xff',
        b'\xc3', b'\x00', b'PK\x03\x04', b'=', b'xmlns=""', b'<!DOCTYPE a>', 'ỷ'.encode(), b'\xed\xa0\x80')
TEXTS = (
    '', ' ', '0', '-1', '00', '7', '13', '99', 'true', 'x' * 300, '2014/02/30', '0000/00/00', '9999/12/31 23:59:59',
    '2024/01/01 00:00:00+99:99', '999999999999', '٣', '1e9', '../../x', 'cid:', 'MẬT', 'a\u0301' * 40, '=', '====',
    'UEsDBA==', '\u202e', '\U0001f600', '\t\n', '000.00.00.H25', 'H25;DROP')
_NAMES = ('To', 'From', 'StatusCode', 'ResponseFor', 'Other', 'Attachment')
# Prefixes that some makers use and never bind.
_UNBOUND = f'<edXML xmlns:edXML="{NAMESPACE}" xmlns:xlink="http://www.w3.org/1999/xlink"'.encode()


def spoiled(body, random):
    """The packet changed at one to six places, by element or by byte."""
    changed = body
    if random.random() < 0.6:
        changed = by_element(body, random)
        if random.random() < 0.7:
            return changed
    for _ in range(random.randint(1, 6)):
        place, length = random.randint(0, len(changed)), random.choice((0, 0, 1, 1, 2, 8, 40, 400))
        changed = changed[:place] + random.choice((*BITS, random.randbytes(2))) + changed[place + length:]
    return changed


def by_element(body, random):
    """The packet with elements removed, doubled, moved, renamed or given another text."""
    root = ElementTree.fromstring(body.replace(b'<edXML xmlns', _UNBOUND + b' xmlns', 1))
    for _ in range(random.randint(1, 5)):
        parents = [node for node in root.iter() if len(node)]
        parent = random.choice(parents or [root])
        if not len(parent):
            break
        _spoil(parent, random.randrange(len(parent)), random)
    return serialised(root, random)


def _spoil(parent, place, random):
    child = parent[place]
    what = random.choice(('text', 'text', 'text', 'drop', 'twice', 'rename', 'wrap', 'swap', 'attribute', 'foreign'))
    if what == 'text':
        child.text = random.choice(TEXTS)
    elif what == 'drop':
        parent.remove(child)
    elif what == 'twice':
        parent.insert(random.randint(0, len(parent)), child)
    elif what == 'rename':
        child.tag = f'{{{NAMESPACE}}}{random.choice(_NAMES)}'
    elif what == 'wrap':
        parent[place] = ElementTree.Element(child.tag)
        parent[place].append(child)
    elif what == 'swap':
        parent[:] = random.sample(list(parent), len(parent))
    elif what == 'attribute':
        child.set(random.choice(('href', 'version', 'DoMat', 'id')), random.choice(TEXTS))
    else:
        child.tag = '{urn:other}' + child.tag.rpartition('}')[2]


def restyled(body, random):
    """The same packet by another writer: fields in any order (those of one name in theirs), other prefixes."""
    root = ElementTree.fromstring(body)
    for node in list(root.iter()):
        queues = defaultdict(list)
        for child in node:
            queues[child.tag].append(child)
        node[:] = [queues[child.tag].pop(0) for child in random.sample(list(node), len(node))]
    return serialised(root, random)


def serialised(root, random):
    """The bytes of a tree, with prefixes and spaces as they come."""
    return b'<?xml version="1.0" encoding="UTF-8"?>' + _written(root, random, {}).encode(errors='surrogatepass')


def _written(node, random, bound):
    space, _, name = node.tag.rpartition('}')
    space = space.removeprefix('{')
    prefix = random.choice(('', 'edXML:', 'ns2:', 'x:', bound.get(space, '')))
    binding = ''
    if bound.get(prefix) != space:
        binding = f' xmlns{":" * bool(prefix)}{prefix.rstrip(":")}="{space}"'
        bound = {**bound, prefix: space, space: prefix}
    attributes = ''.join(f' {key.rpartition("}")[2]}="{_plain(value)}"' for key, value in node.attrib.items())
    inside = _plain(node.text or '') if not len(node) else random.choice(('', '\n', ' \r\n\t')).join(
        ['', *(_written(child, random, bound) for child in node), ''])
    return f'<{prefix}{name}{binding}{attributes}>{inside}</{prefix}{name}>'


def _plain(text):
    return escape(text, 'text')

"""The packet as a tree of elements, and its one way of being written.

What it is: `Node`, one element with its text; found by local name inside the namespace of QCVN 102:2016,
whatever the prefix and order. `write` puts a tree on a stream, indented, always the same way.
"""

import re

from .errors import WrongShape

NAMESPACE = 'http://www.mic.gov.vn/TBT/QCVN_102_2016'
PREFIX = 'edXML:'

# A carriage return must be written as a reference, or reading turns it into a line feed.
_ESCAPES = str.maketrans({'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;'})
_NOT_XML = re.compile('[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')


class Node:
    """One element. `content`: a file of what it held in base64, else None. `is_cut`: the packet ends inside it."""

    __slots__ = ('attributes', 'children', 'content', 'is_cut', 'name', 'namespace', 'text')

    def __init__(self, name, text='', children=None, attributes=None, namespace=NAMESPACE):
        self.name, self.text, self.namespace = name, text, namespace
        self.children = children if children is not None else []
        self.attributes = attributes if attributes is not None else {}
        self.content, self.is_cut = None, False

    def all(self, name):
        """The children of this name, in the order of the packet."""
        return [child for child in self.children if child.name == name and child.namespace == NAMESPACE]

    def child(self, *path):
        """The first child of this name, or following the names down; an empty node where there is none."""
        found = self
        for name in path:
            found = next(iter(found.all(name)), None) or Node('')
        return found

    def value(self, *path):
        """The text of the child of this name without white space around it, '' where there is none or half of it."""
        found = self.child(*path)
        return '' if found.is_cut else found.text.strip()

    def walk(self):
        """This node and all below it, in document order. Depth is bounded by the reader."""
        yield self
        for child in self.children:
            yield from child.walk()


def leaf(name, value):
    """An element with text; None, which `branch` leaves out, where there is nothing to say."""
    text = '' if value is None else str(value)
    return Node(name, text) if text else None


def must(name, value):
    """An element that is written even when it is empty."""
    return Node(name, '' if value is None else str(value))


def branch(name, *children):
    """An element with children; those that are None are left out."""
    return Node(name, children=[child for child in children if child is not None])


def escape(text, name):
    """Text as it stands in XML. WrongShape for characters XML cannot hold."""
    if _NOT_XML.search(text):
        raise WrongShape(name, 'holds a character that XML does not allow')
    return text.translate(_ESCAPES)


def write(node, stream, depth, prefix=PREFIX):
    """Write an element and all below it to a binary stream, two spaces per level, one element a line."""
    space = '  ' * depth
    tag = prefix + node.name
    attributes = ''.join(f' {name}="{escape(value, node.name)}"' for name, value in node.attributes.items())
    if node.children:
        stream.write(f'{space}<{tag}{attributes}>\n'.encode())
        for child in node.children:
            write(child, stream, depth + 1, prefix)
        stream.write(f'{space}</{tag}>\n'.encode())
    else:
        stream.write(f'{space}<{tag}{attributes}>{escape(node.text, node.name)}</{tag}>\n'.encode())


__all__ = ['NAMESPACE', 'PREFIX', 'Node', 'branch', 'escape', 'leaf', 'must', 'write']

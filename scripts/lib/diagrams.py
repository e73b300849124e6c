"""Write the life cycles of addons/hanam_document/workflows.py into README.md, between their marks.

    diagrams.py ROOT
"""

import importlib
import re
import sys
import types
from pathlib import Path

BLOCK = re.compile(r'(<!-- diagram: (\w+) -->\n).*?(<!-- /diagram -->)', re.DOTALL)


def tables(root):
    """Return the life cycles by name; the addon is imported without Odoo."""
    package = types.ModuleType('hanam_document')
    package.__path__ = [str(root / 'addons' / 'hanam_document')]
    sys.modules['hanam_document'] = package
    page = importlib.import_module('hanam_document.workflows')
    return {table.name: table for table in page.ALL}


def main(root):
    """Replace each marked block by the diagram of its table; a mark without a table is an error."""
    known, readme = tables(root), root / 'README.md'

    def drawn(block):
        return f'{block[1]}```mermaid\n{known[block[2]].to_mermaid()}\n```\n{block[3]}'

    readme.write_text(BLOCK.sub(drawn, readme.read_text(encoding='utf-8')), encoding='utf-8')


if __name__ == '__main__':
    main(Path(sys.argv[1]))

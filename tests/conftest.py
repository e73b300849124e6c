"""Puts the lib folders of the addons on the path, so that `import edxml` works without Odoo."""

import sys
from pathlib import Path

sys.path[:0] = [str(folder) for folder in sorted(Path(__file__).parents[1].glob('addons/*/lib'))]

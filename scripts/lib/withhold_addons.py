"""Make addons, and all that depend on them, impossible to install.

Usage: withhold_addons.py ADDONS LIST. LIST names one addon per line, `#` starts a comment. Prints what is withheld.

Only the manifest goes: without it Odoo sees no addon, but the Python package stays, since Odoo's html_editor imports
from iap without depending on it. An addon that is a symbolic link becomes a folder of links, its target is not touched.
"""

import ast
import sys
from pathlib import Path

MANIFEST = "__manifest__.py"


def depends(addon: Path) -> set[str]:
    """Return the names an addon's manifest depends on."""
    manifest = ast.literal_eval((addon / MANIFEST).read_text(encoding="utf-8"))
    return set(manifest.get("depends", ()))


def closure(unwanted: set[str], graph: dict[str, set[str]]) -> set[str]:
    """Return the unwanted addons of the graph together with everything that needs one of them."""
    found = unwanted & set(graph)
    while more := {name for name, needs in graph.items() if needs & found} - found:
        found |= more
    return found


def withhold(addon: Path) -> None:
    """Take the manifest out of an addon."""
    if addon.is_symlink():
        target = addon.resolve()
        addon.unlink()
        addon.mkdir()
        for entry in target.iterdir():
            (addon / entry.name).symlink_to(entry)
    (addon / MANIFEST).unlink()


def main(folder: str, list_file: str) -> None:
    """Withhold what the list names."""
    lines = Path(list_file).read_text(encoding="utf-8").splitlines()
    unwanted = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    graph = {path.parent.name: depends(path.parent) for path in Path(folder).glob(f"*/{MANIFEST}")}
    for name in sorted(closure(unwanted, graph)):
        withhold(Path(folder, name))
        print("withheld:", name)


if __name__ == "__main__":
    main(*sys.argv[1:])

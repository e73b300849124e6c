"""The repository as a tree, and a maker of small trees with a fault in them."""

import pytest
from tree import ROOT, Tree


@pytest.fixture(scope='session')
def house():
    """Return the repository."""
    return Tree(ROOT)


@pytest.fixture
def sample(tmp_path):
    """Return a maker of trees: {'addons/x/models/y.py': "text"}."""
    def make(files):
        for name, body in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding='utf-8')
        return Tree(tmp_path)
    return make

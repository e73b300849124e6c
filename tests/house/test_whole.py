"""What the other checks look at is there, so that none of them is true of nothing."""

import pytest
from records import models, records, tables
from tree import ADDONS


@pytest.mark.parametrize('name', ['README.md', 'odoo.conf', 'hanam', '.ci/run', 'docs/requirements.csv'])
def test_the_top_level_is_there(house, name):
    """A newcomer finds the front door, the guide and the demands."""
    assert (house.root / name).is_file()


@pytest.mark.parametrize('addon', ADDONS)
@pytest.mark.parametrize('name', ['__manifest__.py', '__init__.py', 'security/ir.model.access.csv', 'i18n/vi.po'])
def test_each_addon_is_there(house, addon, name):
    """Three addons, each with its manifest, its rights and its Vietnamese."""
    assert (house.root / 'addons' / addon / name).is_file()


def test_no_other_addon_is_there(house):
    """The dependency is a straight line of three."""
    assert {path.name for path in house.addons()} == set(ADDONS)


def test_every_table_has_its_model(house):
    """Each life cycle of the page is obeyed by exactly one model."""
    obeyed = sorted(model.workflow for model in models(house) if model.workflow)
    assert obeyed == sorted(tables(house.root / 'addons' / 'hanam_document'))
    assert obeyed


@pytest.mark.parametrize('model', ['ir.ui.view', 'ir.rule', 'ir.actions.act_window', 'ir.cron', 'res.groups'])
def test_the_readers_find_records(house, model):
    """An XML reader that finds nothing would make every check of XML pass."""
    assert records(house, model)

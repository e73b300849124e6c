"""XML ids and names as the style guide has them."""

import re

import pytest
from records import records
from tree import document, lines, none

VIEW_KINDS = 'form|list|search|kanban|calendar|pivot|graph|activity|gantt'
LONG_DOMAIN = re.compile(r'\bdomain=(?:"[^"]*|\'[^\']*)$')


def wrong_views(tree):
    """Find views whose id is not <model>_view_<kind>…, or whose name is not the id with dots."""
    found = []
    for view in records(tree, 'ir.ui.view'):
        model = view.fields.get('model', '').replace('.', '_')
        where = f'{tree.name(view.path)}:{view.line}: view {view.id}'
        if model and not re.fullmatch(rf'{model}_view_(?:{VIEW_KINDS})(?:_\w+)?', view.id):
            found.append(f'{where} is not {model}_view_<kind>')
        if model and view.fields.get('name') != view.id.replace('_', '.'):
            found.append(f'{where} is not named {view.id.replace("_", ".")}')
    return found


def wrong_actions(tree):
    """Find window actions whose id is not <model>_action…"""
    return [
        f'{tree.name(action.path)}:{action.line}: action {action.id} is not {model}_action'
        for action in records(tree, 'ir.actions.act_window')
        if (model := action.fields.get('res_model', '').replace('.', '_'))
        and not re.fullmatch(rf'{model}_action(?:_\w+)?', action.id)
    ]


def wrong_menus(tree):
    """Find menus whose id does not end in _menu or _menu_<word>."""
    found = []
    for path in tree.xml():
        for menu in document(path).iter('menuitem'):
            if not re.fullmatch(r'[a-z]\w*_menu(?:_\w+)?', menu.get('id', '')):
                found.append(f'{tree.name(path)}:{menu.sourceline}: menu {menu.get("id")} is not <model>_menu')
    return found


def wrong_rules(tree):
    """Find record rules whose id is not <model>_rule_<role>."""
    found = []
    for rule in records(tree, 'ir.rule'):
        model = rule.fields.get('model_id', '').rpartition('.')[2].removeprefix('model_')
        if not re.fullmatch(rf'{model}_rule_\w+', rule.id):
            found.append(f'{tree.name(rule.path)}:{rule.line}: rule {rule.id} is not {model}_rule_<role>')
    return found


def wrong_groups(tree):
    """Find groups whose id is not group_<role>."""
    return [f'{tree.name(group.path)}:{group.line}: group {group.id} is not group_<role>'
            for group in records(tree, 'res.groups') if not re.fullmatch(r'group_\w+', group.id)
            and '.' not in group.id]


def disorderly(tree):
    """Find records with another attribute before `id`, or another field before `name`."""
    found = []
    for record in records(tree):
        names = [child.get('name') for child in record.element.iterchildren('field')]
        if next(iter(record.element.attrib)) != 'id':
            found.append(f'{tree.name(record.path)}:{record.line}: {record.id}: id comes first')
        if 'name' in names[1:]:
            found.append(f'{tree.name(record.path)}:{record.line}: {record.id}: name is the first field')
    return found


def long_domains(tree):
    """Find domains in views that take more than one line (in the text: a parser makes one line of them)."""
    return lines(tree, tree.xml(), LONG_DOMAIN)


@pytest.mark.parametrize('check', [wrong_views, wrong_actions, wrong_menus, wrong_rules, wrong_groups, disorderly])
def test_ids_are_found_where_they_are_looked_for(house, check):
    """An id can be guessed from the model and the kind."""
    none(check(house))


def test_domains_in_views_are_short(house):
    """A long one is a method or a search field."""
    none(long_domains(house))


def test_the_checks_see_wrong_ids(sample):
    """One fault of each."""
    tree = sample({'addons/a/views/b.xml': (
        '<odoo><record model="ir.ui.view" id="view_b_form"><field name="model">x.b</field>'
        '<field name="name">x.b.form</field></record>'
        '<record id="x_b_view_form" model="ir.ui.view"><field name="name">x.b.view.form</field>'
        '<field name="model">x.b</field></record>'
        '<record id="action_b" model="ir.actions.act_window"><field name="res_model">x.b</field></record>'
        '<record id="b_rule" model="ir.rule"><field name="model_id" ref="model_x_b"/></record>'
        '<record id="clerks" model="res.groups"/><menuitem id="menu_b"/></odoo>')})
    assert [len(check(tree)) for check in (wrong_views, wrong_actions, wrong_menus, wrong_rules, wrong_groups)] == [
        2, 1, 1, 1, 1]
    assert len(disorderly(tree)) == 2


def test_the_check_sees_a_long_domain(sample):
    """A domain that goes on in the next line."""
    tree = sample({'addons/a/views/b.xml': (
        '<odoo><filter domain="[(1, \'=\', 1)]"\n string="One"/>\n'
        '<filter domain="[(1, \'=\', 1),\n (2, \'=\', 2)]"/></odoo>')})
    assert [row.split(':')[1] for row in long_domains(tree)] == ['3']

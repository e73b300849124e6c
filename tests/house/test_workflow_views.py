"""Buttons and tables: what a person can press is what the workflow page says."""

import re

from records import arch, collected, models, records, tables
from tree import none, text

EXPRESSION = "'%s' not in available_steps"
TABLE = ("from .lib.workflow import Step, Workflow\n"
         "DOOR = Workflow('door', {'open': 'Open', 'closed': 'Closed'},\n"
         "    Step('close', 'open', 'closed', 'clerk'), Step('lock', 'open', 'closed', 'clerk'))\n")
MODEL = "class Door(models.Model):\n    _name = 'x.door'\n    _workflow = DOOR\n"


def workflows(tree):
    """Return {model: Workflow} of every model that obeys a table."""
    pages = {name: table for addon in tree.addons() for name, table in tables(addon).items()}
    return {model.name or model.inherits[0]: pages[model.workflow] for model in models(tree)
            if model.workflow in pages}


def buttons(tree):
    """Yield (view, button, model of the view, whether in a header) of every `action_*` button of a view."""
    for view in records(tree, 'ir.ui.view'):
        for part in arch(view):
            for button in part.iter('button'):
                if (button.get('name') or '').startswith('action_'):
                    yield view, button, view.fields.get('model'), _in_header(button)


def _in_header(button):
    for parent in button.iterancestors():
        if parent.tag == 'header' or (parent.tag == 'xpath' and 'header' in parent.get('expr', '')):
            return parent.getparent() is None or parent.getparent().tag != 'list'
        if parent.tag == 'field' and parent.get('name') != 'arch':
            return False
    return False


def wrong_buttons(tree):
    """Find header buttons of workflow models that are no step or do not carry exactly their expression."""
    found, known = [], workflows(tree)
    for view, button, model, in_header in buttons(tree):
        if model not in known or not in_header:
            continue
        where, name = f'{tree.name(view.path)}:{button.sourceline}', button.get('name').removeprefix('action_')
        if name not in {step.name for step in known[model].steps}:
            found.append(f'{where}: action_{name} is no step of {model}')
        elif button.get('invisible') != EXPRESSION % name:
            found.append(f'{where}: action_{name} must carry invisible="{EXPRESSION % name}" and nothing else')
    return found


def unreachable_steps(tree):
    """Find steps nobody can take: no button in a view of the model, and the product's code never names the action.

    A step that another system reports is named in the code with the column of its moment: ('accept', 'accepted_at').
    """
    pressed = {(model, button.get('name')) for _view, button, model, _header in buttons(tree)}
    embedded = {button.get('name') for _view, button, _model, header in buttons(tree) if not header}
    code = '\n'.join(text(path) for path in [*tree.product(), *tree.files('addons', '.js')])
    found = []
    for model, table in workflows(tree).items():
        for step in table.steps:
            action = f'action_{step.name}'
            is_called = re.search(rf'\.{action}\(|[\'"]{action}[\'"]', code)
            is_pressed = not step.is_system and ((model, action) in pressed or action in embedded)
            is_reported = step.is_system and re.search(rf"\('{step.name}', '\w+_at'\)", code)
            if not (is_called or is_pressed or is_reported):
                found.append(f'{model}: nothing leads to {action}')
    return found


def untold_tables(tree):
    """Find tables that `ALL` does not hold: README's diagrams are drawn from it."""
    return [f'{addon.name}: {name} is not in ALL' for addon in tree.addons()
            for name, table in tables(addon).items() if table not in collected(addon)]


def grouped_buttons(tree):
    """Find buttons with `groups`: who may do what is in the table, or in the rights of the model."""
    return [f'{tree.name(view.path)}:{button.sourceline}: groups on a button' for view in records(tree, 'ir.ui.view')
            for part in arch(view) for button in part.iter('button') if button.get('groups')]


def test_header_buttons_are_steps(house):
    """Each with exactly its `available_steps` expression."""
    none(wrong_buttons(house))


def test_every_step_can_be_taken(house):
    """From a view, or by the system."""
    none(unreachable_steps(house))


def test_every_table_is_collected(house):
    """So that none is left out of the diagrams."""
    none(untold_tables(house))


def test_the_check_sees_a_table_left_out(sample, house):
    """A table that is only written down."""
    workflow = text(house.root / 'addons/hanam_document/lib/workflow.py')
    tree = sample({'addons/x/workflows.py': TABLE + 'ALL = ()\n', 'addons/x/lib/__init__.py': '',
                   'addons/x/lib/workflow.py': workflow})
    assert untold_tables(tree) == ['x: DOOR is not in ALL']


def test_no_button_has_groups(house):
    """Rights are not in views."""
    none(grouped_buttons(house))


def test_the_check_sees_wrong_buttons(sample, house):
    """No step, no expression, groups; a button of another model in a list inside is not the header's."""
    view = ('<odoo><record id="v" model="ir.ui.view"><field name="model">x.door</field><field name="arch" type="xml">'
            '<form><header>\n<button name="action_close" invisible="\'close\' not in available_steps"/>\n'
            '<button name="action_close" invisible="state == \'open\'"/>\n<button name="action_paint"/>\n'
            '<button name="other" groups="g"/></header>\n<field name="a_ids"><list><button name="action_b"/></list>'
            '</field>'
            '</form></field></record></odoo>')
    workflow = text(house.root / 'addons/hanam_document/lib/workflow.py')
    tree = sample({'addons/x/workflows.py': TABLE, 'addons/x/lib/__init__.py': '', 'addons/x/lib/workflow.py': workflow,
                   'addons/x/models/door.py': MODEL, 'addons/x/views/door.xml': view})
    assert [row.split(':')[1] for row in wrong_buttons(tree)] == ['3', '4']
    assert unreachable_steps(tree) == ['x.door: nothing leads to action_lock']
    assert len(grouped_buttons(tree)) == 1

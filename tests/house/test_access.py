"""Rights: each model has its lines, what is history is only read, and each agency has its fence."""

import re
from itertools import pairwise

import pytest
from records import access_lines, all_fields, models, records
from tree import none

HEADER = 'id,name,model_id:id,group_id:id,perm_read,perm_write,perm_create,perm_unlink\n'
APPEND_ONLY = (
    'document.contact', 'document.event', 'document.refusal', 'document.transmission', 'document.grant',
    'document.file.version',
    'signing.verification', 'signing.signature',
)
NEVER_DELETED = ('document.incoming', 'document.outgoing', 'document.register')
# Models with a company that every agency reads, and why
NO_FENCE = {
    'document.agency': 'the directory of agencies is read by all; its company only says who is hosted here',
}


def access(tree):
    """Return (file, row) of every line of the addons' access lists."""
    return [(path, row) for path in tree.files('addons', 'ir.model.access.csv') for row in access_lines(path)]


def tables_of(tree):
    """Return the models that make a table of their own."""
    return [model for model in models(tree) if model.is_own]


def without_access(tree):
    """Find models without an access line in their own addon."""
    found = []
    for model in tables_of(tree):
        addon = model.path.relative_to(tree.root).parts[1]
        listed = {row['model'] for path, row in access(tree) if path.relative_to(tree.root).parts[1] == addon}
        if model.name.replace('.', '_') not in listed:
            found.append(f'{tree.name(model.path)}: {model.name} has no access line')
    return found


def changeable_history(tree):
    """Find lines that let history be changed, or a document be deleted."""
    found = []
    history = {name.replace('.', '_') for name in APPEND_ONLY}
    kept = {name.replace('.', '_') for name in NEVER_DELETED}
    for path, row in access(tree):
        if row['model'] in history and row['rights'] != '1,0,0,0':
            found.append(f'{tree.name(path)}: {row["id"]} must be 1,0,0,0, not {row["rights"]}')
        if row['model'] in kept and row['perm_unlink'] != '0':
            found.append(f'{tree.name(path)}: {row["id"]} lets documents be deleted')
    return found


def misnamed_lines(tree):
    """Find access lines whose id, name or order is not that of the style guide."""
    found = []
    for path in tree.files('addons', 'ir.model.access.csv'):
        rows = access_lines(path)
        for row in rows:
            role = row['id'].removeprefix(f'access_{row["model"]}_')
            is_named = re.fullmatch(r'[a-z]\w*', role) and row['id'] != role
            if not is_named or row['name'].replace('.', '_') != f'{row["model"]}_{role}':
                found.append(f'{tree.name(path)}: {row["id"]} is not access_<model>_<role> and <model>.<role>')
        order = [row['model'] for row in rows]
        if order != sorted(order):
            wrong = next(after for before, after in pairwise(order) if after < before)
            found.append(f'{tree.name(path)}: models are not in alphabetical order from {wrong}')
    return found


def rules_by_model(tree):
    """Return the record rules by model in underscores."""
    found = {}
    for rule in records(tree, 'ir.rule'):
        found.setdefault(rule.fields.get('model_id', '').rpartition('.')[2].removeprefix('model_'), []).append(rule)
    return found


def is_fence(rule):
    """Whether a rule holds for everybody, in every operation, and speaks of the company."""
    is_partial = any(rule.fields.get(f'perm_{act}') in ('0', 'False') for act in ('read', 'write', 'create', 'unlink'))
    return 'groups' not in rule.fields and not is_partial and 'compan' in rule.fields.get('domain_force', '')


def unfenced(tree):
    """Find models with a company and no global rule about it."""
    everything = models(tree)
    rules = rules_by_model(tree)
    return [
        f'{tree.name(model.path)}: {model.name} has a company but no fence' for model in tables_of(tree)
        if model.kind == 'Model' and 'company_id' in all_fields(model, everything) and model.name not in NO_FENCE
        and not any(is_fence(rule) for rule in rules.get(model.name.replace('.', '_'), ()))
    ]


def speechless_rules(tree):
    """Find rules whose name is not a sentence about who may see or change what."""
    said = re.compile(r'\b(?:sees?|reads?|changes?|nobody|everybody|only)\b', re.IGNORECASE)
    return [f'{tree.name(rule.path)}:{rule.line}: rule {rule.id} has no sentence for a name'
            for rule in records(tree, 'ir.rule')
            if not said.search(rule.fields.get('name', '')) or len(rule.fields['name'].split()) < 4]


@pytest.mark.parametrize('check', [without_access, changeable_history, misnamed_lines, unfenced, speechless_rules])
def test_rights_are_as_the_house_demands(house, check):
    """Rights are read from the files, before any database."""
    none(check(house))


def test_history_and_open_models_exist(house):
    """A name on a list is the name of a model."""
    names = {model.name for model in tables_of(house)}
    none([f'{name} is no model' for name in (*APPEND_ONLY, *NEVER_DELETED, *NO_FENCE) if name not in names])


def test_the_check_sees_a_model_without_rights(sample):
    """Also a dialog; not a mixin, and not an extension."""
    tree = sample({
        'addons/a/models/b.py': "class A(models.Model):\n    _name = 'x.a'\nclass B(models.TransientModel):\n"
        "    _name = 'x.b'\nclass C(models.AbstractModel):\n    _name = 'x.c'\n"
        "class D(models.Model):\n    _inherit = 'x.a'\n",
        'addons/a/security/ir.model.access.csv': HEADER + 'access_x_b_user,x.b.user,model_x_b,g,1,1,1,1\n'})
    assert [row.split()[1] for row in without_access(tree)] == ['x.a']


def test_the_check_sees_changeable_history(sample):
    """And a document that may be deleted, a wrong name, a wrong order."""
    tree = sample({'addons/a/security/ir.model.access.csv': HEADER
                   + 'access_document_incoming_clerk,document.incoming.clerk,model_document_incoming,g,1,1,1,1\n'
                   + 'access_document_event_all,document.event.all,model_document_event,g,1,0,1,0\n'
                   + 'access_event,document.grant.all,model_document_grant,g,1,0,0,0\n'})
    assert len(changeable_history(tree)) == 2
    assert len(misnamed_lines(tree)) == 2


def test_the_check_sees_a_missing_fence(sample):
    """A rule of a group, or of one operation, is no fence; a mixin brings the company too."""
    rule = ('<odoo><record id="x_%s_rule_company" model="ir.rule"><field name="name">%s</field>'
            '<field name="model_id" ref="model_x_%s"/><field name="domain_force">%s</field>%s</record></odoo>')
    fence, groups = "[('company_id', 'in', company_ids)]", '<field name="groups" eval="[1]"/>'
    tree = sample({
        'addons/a/models/m.py': "class M(models.AbstractModel):\n    _name = 'x.m'\n"
        "    company_id = fields.Many2one('c')\n"
        + ''.join(f"class {n.upper()}(models.Model):\n    _name = 'x.{n}'\n    _inherit = ['x.m']\n" for n in 'abc'),
        'addons/a/security/a.xml': rule % ('a', 'Nobody sees other agencies', 'a', fence, ''),
        'addons/a/security/b.xml': rule % ('b', 'Clerks see their own', 'b', fence, groups),
        'addons/a/security/c.xml': rule % ('c', 'Company', 'c', fence, '<field name="perm_read" eval="False"/>')})
    assert [row.split()[1] for row in unfenced(tree)] == ['x.b', 'x.c']
    assert len(speechless_rules(tree)) == 1

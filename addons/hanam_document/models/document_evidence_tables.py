"""Records as tables of an evidence pack: what is stored, with what the columns are called."""

import json

from odoo import api, models

from ..lib.evidence import Entry

PLAIN = frozenset({'char', 'text', 'html', 'integer', 'float', 'boolean', 'date', 'datetime', 'selection', 'many2one',
                   'json', 'many2one_reference'})
# what says nothing about the document
DULL = frozenset({'write_uid', 'write_date', 'search_text', 'facts', 'layout'})


class DocumentEvidence(models.AbstractModel):
    """Writes records down without knowing them: a column that is added later is in the pack by itself."""

    _inherit = 'document.evidence'

    @api.model
    def _json_entry(self, name, what, value):
        """Return a value as an entry."""
        content = json.dumps(value, ensure_ascii=False, indent=1) + '\n'
        return Entry(name, what, content.encode())

    @api.model
    def _table_entry(self, name, what, records, **further):
        """Return records as an entry. `further`: {field that is not stored: what it is called}."""
        return self._json_entry(name, what, self._columns_and_rows(records, **further))

    @api.model
    def _columns_and_rows(self, records, beside=None, **further):
        """Return {'cột': {name: label}, 'dòng': [row]} of all stored plain columns; empty cells are left out.

        `beside`: function of a record that gives more cells of its row.
        """
        columns = {name: field.get_description(self.env, ['string'])['string']
                   for name, field in records._fields.items() if self._is_told(name, field)} | further
        rows = []
        for record in records:
            row = {name: value for name in columns if (value := self._told(record, name)) not in (None, '')}
            rows.append(row | (beside(record) if beside else {}))
        return {'cột': columns, 'dòng': rows}

    @api.model
    def _is_told(self, name, field):
        return (field.store and field.type in PLAIN and not field.groups and name not in DULL
                and not name.startswith(('message_', 'activity_')))

    @api.model
    def _told(self, record, name):
        """Return a value as text or number; moments as ISO 8601 +07:00, choices with their code and their name."""
        field, value = record._fields[name], record[name]
        if field.type == 'datetime':
            return self._local(value)
        if field.type == 'date':
            return value.isoformat() if value else None
        if field.type == 'many2one':
            return value.display_name or None
        if field.type == 'selection':
            return f'{value}: {dict(field._description_selection(self.env)).get(value, value)}' if value else None
        return None if value is False and field.type != 'boolean' else value

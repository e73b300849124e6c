"""Kinds of document (Decree 30/2020, Art. 7 and App. III)."""

from odoo import api, fields, models

from ..lib.folding import fold


class DocumentType(models.Model):
    """One of the 29 kinds of administrative document, a legal document, or «Khác» for arrivals."""

    _name = 'document.type'
    _description = 'Document Type'
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=False)
    abbreviation = fields.Char(help="As Decree 30/2020, App. III has it; letters and their case matter. "
                                    "An official letter and a public letter have none.")
    sequence = fields.Integer(default=10)
    packet_type = fields.Integer(string="Number in Packets", help="QCVN 102:2016, list B.")
    is_letter = fields.Boolean(string="Letter", help="Its notation is agency and unit, without a kind.")
    is_legal = fields.Boolean(string="Legal Document", help="Numbered by kind, with the year in the number.")
    for_incoming_only = fields.Boolean(help="Arrivals may carry it; this agency does not issue it.")
    active = fields.Boolean(default=True)

    _name_unique = models.UniqueIndex('(name)', "This kind of document is already there.")

    @api.model
    def _named(self, name):
        """Return the kind of that name, whatever its accents and capitals; «Khác» when there is none."""
        wanted = fold(name or '').removesuffix(' (ca biet)')
        for kind in self.search_fetch([], ['name']):
            if fold(kind.name).removesuffix(' (ca biet)') == wanted:
                return kind
        return self.env.ref('hanam_document.document_type_other')

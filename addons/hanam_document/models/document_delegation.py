"""Who may sign for an agency, in which form, from when to when (Decision 44/2024, Art. 13.3; Decree 30, Art. 13)."""

import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

KINDS = [('head', "As Head"), ('TM', "TM. (for the collective)"), ('KT', "KT. (in place of the head)"),
         ('TL', "TL. (by order)"), ('TUQ', "TUQ. (by authorisation)"), ('Q', "Q. (acting)")]


class DocumentDelegation(models.Model):
    """One person's authority to sign for one agency, with its basis and its dates."""

    _name = 'document.delegation'
    _description = 'Signing Authority'
    _order = 'company_id, sequence, id'
    _rec_name = 'competence'
    _rec_names_search = ['signer_name', 'agency_name', 'competence', 'position']

    company_id = fields.Many2one('res.company', string="Agency", required=True, default=lambda self: self.env.company)
    sequence = fields.Integer(default=10)
    user_id = fields.Many2one('res.users', string="Signer", required=True, index=True)
    signer_name = fields.Char(related='user_id.name', store=True)
    agency_name = fields.Char(related='company_id.name', store=True)
    is_joint = fields.Boolean(
        string="Signs Joint Documents", help="Other agencies that work here may name it in documents they lead.")
    kind = fields.Selection(KINDS, required=True, default='head')
    competence = fields.Char(
        string="Authority Line",
        help="As printed above the position: TM. ỦY BAN NHÂN DÂN, KT. GIÁM ĐỐC … Empty for a head.")
    position = fields.Char(required=True, help="As printed: CHỦ TỊCH, PHÓ GIÁM ĐỐC …")
    instrument = fields.Char(string="Basis", help="The decision or working rule that gives the authority.")
    type_ids = fields.Many2many('document.type', string="Kinds", help="None means every kind.")
    valid_from = fields.Date(required=True, default=fields.Date.context_today)
    valid_to = fields.Date()
    active = fields.Boolean(default=True)

    @api.depends('competence', 'position', 'signer_name', 'agency_name')
    @api.depends_context('allowed_company_ids')
    def _compute_display_name(self):
        for authority in self:
            agency = authority.company_id not in self.env.companies and authority.agency_name
            words = (agency, authority.competence, authority.position, authority.signer_name)
            authority.display_name = ' · '.join(filter(None, words))

    @api.constrains('kind', 'valid_from', 'valid_to', 'instrument')
    def _check_limits(self):
        for authority in self:
            if authority.valid_to and authority.valid_to < authority.valid_from:
                raise ValidationError(self.env._("The authority ends before it begins."))
            if authority.kind == 'TUQ' and not (authority.valid_to and authority.instrument):
                raise ValidationError(self.env._(
                    "An authorisation (TUQ.) needs a written basis and an end date (Decree 30/2020, Art. 13.3)."))

    def signing_block(self):
        """Return the lines printed around a signature: authority, position, full name (Decree 30/2020, App. I, II.7).

        TM., KT., TL. and TUQ. stand before the line of authority, Q. before the position of an acting head.
        """
        self.ensure_one()
        lines = [line for line in re.split(r'\s*[|\n]\s*', self.competence or '') if line and line != self.position]
        position = self.position
        if self.kind == 'Q' and not position.startswith('Q.'):
            position = f'Q. {position}'
        elif self.kind not in ('head', 'Q') and not any(line.startswith(f'{self.kind}.') for line in lines):
            first = lines[0] if lines else self.agency_name.upper()
            lines = [f'{self.kind}. {first}', *lines[1:]]
        return [*lines, position, self.signer_name]

    def _covers(self, kind, day):
        """Return whether this authority holds for a kind of document on a day."""
        self.ensure_one()
        in_time = self.valid_from <= day and (not self.valid_to or day <= self.valid_to)
        return in_time and (not self.type_ids or kind in self.type_ids)

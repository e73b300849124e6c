"""A new document in the place of an issued one, or one that corrects it («đính chính»): linked both ways.

Decision 44/2024, Art. 13.4; QCVN 102:2016: packet type 3 names what is replaced; a correction is a công văn of its own
that answers the corrected document.
"""

from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import edxml


class DocumentOutgoing(models.Model):
    """Which issued document this one replaces or corrects."""

    _inherit = 'document.outgoing'
    _earned = frozenset({'replaces_id', 'corrects_id'})

    replaces_id = fields.Many2one('document.outgoing', readonly=True, copy=False, index='btree_not_null')
    corrects_id = fields.Many2one('document.outgoing', readonly=True, copy=False, index='btree_not_null')
    replaced_by_ids = fields.One2many('document.outgoing', 'replaces_id', domain=[('state', '=', 'issued')])
    corrected_by_ids = fields.One2many('document.outgoing', 'corrects_id', domain=[('state', '=', 'issued')])

    def action_replace(self):
        """Draft the document that will stand in the place of this one."""
        return self._successor('replaces_id', self.type_id, self.subject)

    def action_rectify(self):
        """Draft the công văn that corrects this document (Decree 30/2020, Art. 18.3)."""
        letter = self.env.ref('hanam_document.document_type_cong_van')
        return self._successor('corrects_id', letter, f'V/v đính chính {self.full_code}'[:500])

    def _successor(self, link, kind, subject):
        """Return the form of a new draft to the same recipients, tied to this document."""
        self.ensure_one()
        if self.state != 'issued':
            raise UserError(self.env._("Only an issued document is replaced or corrected."))
        draft = self.env['document.outgoing'].create({
            'company_id': self.company_id.id, 'type_id': kind.id, 'subject': subject, 'urgency': self.urgency,
            **{name: [fields.Command.set(self[name].ids)] for name in (
                'recipient_agency_ids', 'recipient_department_ids', 'recipient_user_ids')}})
        draft._earn(**{link: self.id})
        return {'type': 'ir.actions.act_window', 'res_model': self._name, 'res_id': draft.id, 'view_mode': 'form'}

    def _conclude_issue(self):
        """Tell who may read the former document that there is a newer word on it."""
        speaker = self.with_context(lang=self._lang()).env
        if self.replaces_id:
            self._tell_of_newer(self.replaces_id, speaker._(
                "%(old)s was replaced by %(new)s.", old=self.replaces_id.full_code, new=self.full_code))
        if self.corrects_id:
            self._tell_of_newer(self.corrects_id, speaker._(
                "%(old)s was corrected by %(new)s.", old=self.corrects_id.full_code, new=self.full_code))

    def _conclude_circulate(self):
        self._conclude_issue()

    def _tell_of_newer(self, former, words):
        readers = former.sudo().grant_ids.user_id - self.env.user  # sudo: whoever may read it is told
        self.env['document.event']._log(former, 'superseded', former.state, words)
        former._tell_readers(readers, words)

    def _business(self):
        """Return what the issue of this document asks its receivers for: to take it in, or to replace another by it."""
        staff = self.env['document.exchange']._staff(self.issued_by_id, self.company_id)
        former = self.replaces_id
        if not former.document_code:
            return edxml.Business(staff=staff)
        holders = tuple(former.sudo().delivery_ids.agency_id.mapped('code'))  # sudo: recipients are in the packet
        return edxml.Business(
            type=edxml.BusinessType.REPLACE, staff=staff,
            replacements=(edxml.Replacement(document_id=former.document_code, organ_ids=holders),))

    def _own_reference(self):
        """Return this document as its receivers know it."""
        return edxml.ResponseFor(
            organ_id=self.sudo().company_id.agency_id.code, code=self.full_code or '',  # sudo: in every packet
            document_id=self.document_code, promulgation_date=self.issued_date or None)


class DocumentExchange(models.AbstractModel):
    _inherit = 'document.exchange'

    @api.model
    def _business(self, document):
        return document._business()

    @api.model
    def _packet(self, document, agencies, business=None, with_files=True):
        """Name in a recall or update the document itself, in a correction the one it corrects."""
        packet, document = super()._packet(document, agencies, business, with_files), document.sudo()  # sudo: as there
        if packet.business.document_id == document.document_code:
            return replace(packet, response_for=(document._own_reference(),))
        if document.corrects_id.document_code:
            return replace(packet, response_for=(*packet.response_for, document.corrects_id._own_reference()))
        return packet

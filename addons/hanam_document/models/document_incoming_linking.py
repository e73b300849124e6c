"""Arrivals that replace, correct or answer other documents: linked both ways, and readers told (QCVN 102:2016)."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..lib.edxml.identity import same_agency


class DocumentIncoming(models.Model):
    """What the packet says of other documents, whichever of the two comes first."""

    _inherit = 'document.incoming'
    _earned = frozenset({'replaces_ids', 'replaced_by_ids', 'corrects_ids', 'corrected_by_ids', 'answers_id',
                         'replaced_codes', 'corrected_codes'})

    replaces_ids = fields.Many2many(
        'document.incoming', 'document_incoming_replacement_rel', 'incoming_id', 'former_id', readonly=True, copy=False)
    replaced_by_ids = fields.Many2many(
        'document.incoming', 'document_incoming_replacement_rel', 'former_id', 'incoming_id', readonly=True, copy=False)
    corrects_ids = fields.Many2many(
        'document.incoming', 'document_incoming_correction_rel', 'incoming_id', 'former_id',
        string="Corrects or Adds To", readonly=True, copy=False,
        help="The packet names that document of the same sender as the one it is about.")
    corrected_by_ids = fields.Many2many(
        'document.incoming', 'document_incoming_correction_rel', 'former_id', 'incoming_id',
        string="Corrected or Added To By", readonly=True, copy=False)
    answers_id = fields.Many2one('document.outgoing', string="Answers Our", readonly=True, copy=False,
                                 index='btree_not_null')
    # identifiers, one a line, of documents that were named and had not come yet
    replaced_codes = fields.Text(readonly=True, copy=False, groups=fields.NO_ACCESS)
    corrected_codes = fields.Text(readonly=True, copy=False, groups=fields.NO_ACCESS)

    # what waits for a document that comes later
    _named_index = models.Index(
        '(company_id, sender_code) WHERE replaced_codes IS NOT NULL OR corrected_codes IS NOT NULL')

    def _link_former(self, link, formers):
        """Tie this arrival to what it replaces or corrects, and tell who has that."""
        new = formers - self[link]
        self._earn(**{link: [fields.Command.link(former.id) for former in new]})
        speaker = self.with_context(lang=self.company_id.partner_id.lang).env
        for former in new.filtered(lambda former: former.state != 'withdrawn'):
            said = {'old': former.full_code, 'new': self.full_code}
            words = (speaker._("%(old)s was replaced by its sender with %(new)s.", **said) if link == 'replaces_ids'
                     else speaker._("%(new)s, of the same sender, corrects or adds to %(old)s.", **said))
            self.env['document.event']._log(former, 'superseded', former.state, words)
            former._tell_readers(former._readers(), words)


class DocumentRequest(models.Model):
    _inherit = 'document.request'

    @api.model
    def _link_arrival(self, incoming, packet):
        """Tie a new arrival to the documents its packet names, and to those that named it before it came."""
        replaced = [row.document_id for row in packet.business.replacements
                    if not row.organ_ids or self._concerns(incoming.company_id, row.organ_ids)]
        named = [row.document_id for row in packet.response_for if row.document_id]
        formers, related = self._of_same_sender(incoming, replaced), self._of_same_sender(incoming, named)
        answered = self._link_answer(incoming, named)
        known = (formers | related).mapped('document_code') + answered.mapped('document_code')
        incoming._earn(
            replaced_codes='\n'.join(code for code in replaced if code not in known) or False,
            corrected_codes='\n'.join(code for code in named if code not in known) or False)
        incoming._link_former('replaces_ids', formers)
        incoming._link_former('corrects_ids', related)
        self._note_strangers(incoming, replaced, formers)
        self._link_newer(incoming)

    @api.model
    def _link_newer(self, incoming):
        """Tie an arrival to what came before it and named it."""
        newer = self.env['document.incoming'].search([
            ('company_id', '=', incoming.company_id.id), ('sender_code', '=', incoming.sender_code),
            ('id', '!=', incoming.id), '|', ('replaced_codes', '!=', False), ('corrected_codes', '!=', False)])
        for document in newer:
            for link, codes in (('replaces_ids', 'replaced_codes'), ('corrects_ids', 'corrected_codes')):
                if incoming.document_code in (document[codes] or '').splitlines():
                    document._link_former(link, incoming)

    @api.model
    def _concerns(self, company, codes):
        return any(same_agency(code, company.agency_id.code) for code in codes)

    @api.model
    def _of_same_sender(self, incoming, codes):
        """Return the documents so named that this sender issued; only the issuer replaces or corrects."""
        found = self.env['document.incoming'].search(
            Domain('company_id', '=', incoming.company_id.id) & Domain('document_code', 'in', codes)
            & Domain('id', '!=', incoming.id))
        return found.filtered(lambda document: document._is_issued_by(incoming.sender_code))

    @api.model
    def _note_strangers(self, incoming, replaced, own):
        """Keep in the history of a document that another agency wanted to replace it."""
        found = self.env['document.incoming'].search([
            ('company_id', '=', incoming.company_id.id), ('document_code', 'in', replaced), ('id', '!=', incoming.id)])
        for document in found - own:
            self.env['document.event']._log(document, 'stranger', document.state, incoming.sender_code)

    @api.model
    def _link_answer(self, incoming, codes):
        """Tie an arrival to the document of ours it answers, where its sender was a recipient; return that."""
        ours = self.env['document.outgoing'].search([
            ('company_id', '=', incoming.company_id.id), ('document_code', 'in', codes)])
        answered = ours.filtered(lambda document: incoming.sender_id & document.delivery_ids.agency_id)
        if answered:
            incoming._earn(answers_id=answered[0].id)
        return answered

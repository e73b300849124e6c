"""A document on its way between two agencies that is recalled, updated or replaced."""

from dataclasses import replace
from datetime import UTC, datetime

from odoo import Command

from odoo.addons.hanam_document.lib import edxml

from .signed_world import SignedProvinceCase

ORDER, REASON = "Công văn 12/SNV-VP ngày 05/3/2026", "Sai căn cứ pháp lý"


class RecallCase(SignedProvinceCase):
    """`home` issues to `health`, whose clerk, director and a person with work hold the document."""

    @classmethod
    def setUpClass(cls):
        """Add the people of the receiving agency who work on a document, and an agency that has no part in it."""
        super().setUpClass()
        cls.health_officer = cls._person('health_officer', "Tô Văn Minh", company=cls.health)
        cls.health_deputy = cls._person('health_deputy', "Lương Thị Nga", 'leader', company=cls.health)
        cls.health_chief = cls._person('health_chief', "Vương Văn Oai", 'leader', company=cls.health)
        cls.health.chief_of_office_id = cls.health_chief
        cls.finance = cls._agency("Sở Tài chính tỉnh Hà Nam", 'H25.05', 'STC')
        cls.finance_clerk = cls._person('finance_clerk', "Đoàn Thị Phương", 'clerk', company=cls.finance)
        (cls.finance)._open_registers(cls.env['document.incoming']._today().year)
        # what people are told is quoted here as it stands in the source
        (cls.home | cls.health | cls.finance).partner_id.lang = 'en_US'

    def at_work(self, document=None):
        """Return (the document as its sender has it, the arrival), registered, directed and begun."""
        document = document or self.issued()
        self.exchange()
        arrival = self.arrival_of(document).with_user(self.health_clerk)
        arrival.action_receive()
        arrival.action_register()
        arrival.action_present(readers=self.health_director.ids)
        arrival.with_user(self.health_director).action_assign(direction=[
            {'kind': 'lead', 'user_id': self.health_officer.id, 'opinion': "Nghiên cứu, trả lời"}])
        arrival.with_user(self.health_officer).action_process()
        return document, arrival

    def recall(self, document):
        """Recall a document and let the packets go."""
        document.with_user(self.clerk).action_recall(recall={'order': ORDER, 'reason': REASON})
        self.exchange()

    def request_to(self, company, **values):
        """Return the newest request of another agency to this one."""
        wanted = [('company_id', '=', company.id), ('direction', '=', 'in'), *(
            (name, '=', value) for name, value in values.items())]
        return self.env['document.request'].sudo().search(wanted, limit=1, order='id desc')

    def packet_of(self, document, **values):
        """Return the packet by which a document was issued, changed."""
        outbox = self.env['document.transmission'].sudo().search([
            ('outgoing_id', '=', document.id), ('kind', '=', 'document')], order='id', limit=1)
        return replace(edxml.decode(outbox._body()), **values)

    def recall_packet(self, document, sender='H25.02', named=None, **values):
        """Return a recall packet as another maker's system may write it, without files."""
        own = document.document_code if named is None else named
        agency = self.env['document.agency']._find(sender)
        return self.packet_of(
            document, attachments=(), from_=self.env['document.exchange']._organization(agency),
            trace=(edxml.Hop(sender, datetime.now(UTC)),),
            business=edxml.Business(type=edxml.BusinessType.RECALL, document_id=own, reason=REASON), **values)

    def receive(self, packet, company=None, sender=None):
        """Hand a packet to the inbox of an agency, as its carrier does; return the receipt."""
        inbox = self.env['document.transmission'].sudo().with_company(company or self.health)
        sender = sender or packet.from_.organ_id
        return inbox._receive(company or self.health, sender, packet.message_id, edxml.encode(packet))

    def inbox_row(self, packet, company=None):
        """Return what the inbox keeps of a packet."""
        return self.env['document.transmission'].sudo().search([
            ('direction', '=', 'in'), ('message_id', '=', packet.message_id),
            ('company_id', '=', (company or self.health).id)])

    def messages_to(self, user):
        """Return the words of the messages somebody was left."""
        return '\n'.join(self.env['mail.message'].sudo().search([
            ('partner_ids', 'in', user.partner_id.ids), ('message_type', '=', 'user_notification')]).mapped('body'))

    def to_both(self, **values):
        """Return a document issued to two agencies of this system."""
        return self.issued(recipient_agency_ids=[
            Command.set((self.health.agency_id | self.finance.agency_id).ids)], **values)

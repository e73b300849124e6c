"""Packets of the Department of Health, written as any maker's system would write them."""

from dataclasses import replace
from datetime import UTC, date, datetime

from odoo.addons.hanam_document.lib import edxml

from .common import ProvinceCase, plain_pdf


class PacketCase(ProvinceCase):
    """The named world, an administrator, and packets that come to the Department of Home Affairs (`home`)."""

    @classmethod
    def setUpClass(cls):
        """Add the administrator, and a clerk who is not asked."""
        super().setUpClass()
        cls.administrator = cls._person('administrator', "Đinh Thị Quản Trị", 'administrator')
        cls.inbox = cls.env['document.transmission'].sudo()

    @classmethod
    def packet(cls, number='15', **values):
        """Return a new document of Health to Home Affairs."""
        return edxml.Document(**{
            'from_': edxml.Organization(organ_id='H25.16', organ_name=cls.health.name),
            'to': (edxml.Organization(organ_id='H25.02', organ_name=cls.home.name),),
            'document_id': f'H25.16,2026/03/02,{number}/SYT-VP', 'code_number': number, 'code_notation': 'SYT-VP',
            'place': "Hà Nam", 'promulgation_date': date(2026, 3, 2), 'type_code': 18, 'type_name': "Công văn",
            'subject': "V/v báo cáo biên chế", 'signer_competence': "", 'signer_position': "GIÁM ĐỐC",
            'signer_full_name': cls.health_director.name,
            'trace': (edxml.Hop('H25.16', datetime(2026, 3, 2, 1, 30, tzinfo=UTC)),),
            'attachments': (edxml.Attachment(content_id='a', name='15-SYT.pdf', content=plain_pdf(number),
                                             description="Văn bản chính"),), **values})

    @classmethod
    def body(cls, number='15', **values):
        """Return the bytes of such a packet."""
        return edxml.encode(cls.packet(number, **values))

    @classmethod
    def secret(cls, number='99'):
        """Return the bytes of a packet that carries a mark of secrecy."""
        marked = '<edXML:DoMat>Tối mật</edXML:DoMat></edXML:OtherInfo>'.encode()
        return cls.body(number).replace(b'</edXML:OtherInfo>', marked)

    def receive(self, body, message='carrier-1', sender='H25.16'):
        """Hand bytes to the inbox of Home Affairs. Returns (receipt, row)."""
        receipt = self.inbox._receive(self.home, sender, message, body)
        return receipt, self.inbox.search([('direction', '=', 'in')], limit=1)

    def as_stranger(self, number='15'):
        """Return (receipt, row) of a packet whose sender inside is unknown to the directory, as after a merger."""
        stranger = replace(self.packet(number), from_=edxml.Organization(organ_id='H99.16', organ_name="Sở Y tế"))
        return self.receive(edxml.encode(stranger))

    def alarms(self, kind):
        """Return the alarms of this kind."""
        return self.env['document.alarm'].sudo().search([('kind', '=', kind)])

    def told(self, record):
        """Return who has a notice at this record."""
        return record.sudo().activity_ids.user_id

    def reports(self, code):
        """Return the statuses of this code in the outbox."""
        return self.inbox.search([('direction', '=', 'out'), ('kind', '=', 'status'), ('status_code', '=', code)])

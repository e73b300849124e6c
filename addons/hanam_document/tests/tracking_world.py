"""Tracking as its page asks for it, duties as the scheduler raises them, a gateway of text messages on loopback."""

import json
import threading
from contextlib import contextmanager
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from freezegun import freeze_time
from lxml import etree

from odoo import SUPERUSER_ID, fields

from odoo.addons.hanam_document.lib import edxml

from .common import plain_pdf
from .signed_world import SignedProvinceCase


class TrackingCase(SignedProvinceCase):
    """Tracking as the page asks for it: the search view's own filters, the list's own columns."""

    def filtered(self, person, *names):
        """Return what a person finds on the page under filters of its search view."""
        deliveries = self.env['document.delivery'].with_user(person)
        search = etree.fromstring(deliveries.get_view(view_type='search')['arch'])
        domain = []
        for name in names:
            text = search.find(f'.//filter[@name="{name}"]').get('domain')
            domain += self.env['ir.filters'].new({'domain': text, 'model_id': deliveries._name}) \
                ._get_eval_domain() if 'uid' not in text else [('outgoing_id.drafter_id', '=', person.id)]
        return deliveries.search(domain)

    def page(self, person, deliveries):
        """Return the rows the list shows a person, with every column it names."""
        model = self.env['document.delivery'].with_user(person)
        view = self.env.ref('hanam_document.document_delivery_view_list')
        arch = etree.fromstring(model.get_view(view.id, 'list')['arch'])
        columns = {tag.get('name'): {} for tag in arch.iter('field')}
        return model.web_search_read([('id', 'in', deliveries.ids)], columns)['records']

    def work_through(self, document):
        """Let the Department of Health take a document in and finish it; its reports come back by themselves."""
        arrival = self.arrival_of(document).with_user(self.health_clerk)
        arrival.action_receive()
        arrival.action_register()
        arrival.action_present(readers=self.health_director.ids)
        leader = arrival.with_user(self.health_director)
        leader.action_assign(direction=[{'kind': 'lead', 'user_id': self.health_director.id}])
        leader.action_process()
        leader.action_complete(result={'kind': 'no_reply', 'note': "Đã rõ"})
        self.exchange()

    def answer(self, document, organ_id='H25.16'):
        """Let a packet come in that answers a document of ours, as another agency's system writes it."""
        packet = edxml.Document(
            from_=edxml.Organization(organ_id=organ_id, organ_name="Sở Y tế tỉnh Hà Nam"),
            to=(edxml.Organization(organ_id='H25.02', organ_name=self.home.name),),
            document_id=f'{organ_id},2026/11/01,77/SYT-TCCB', code_number='77', code_notation='SYT-TCCB',
            place="Hà Nam", promulgation_date=date(2026, 11, 1), type_code=18, type_name="Công văn",
            subject="V/v báo cáo biên chế", signer_competence="", signer_position="GIÁM ĐỐC",
            signer_full_name="Dương Văn Khánh", trace=(edxml.Hop(organ_id, datetime.now(UTC)),),
            response_for=(edxml.ResponseFor(organ_id='H25.02', code=document.full_code,
                                            document_id=document.document_code),),
            attachments=(edxml.Attachment(content_id='a', name='tra-loi.pdf', content=plain_pdf('tra loi')),))
        inbox = self.env['document.transmission'].sudo()
        return inbox._receive(self.home, organ_id, packet.message_id, edxml.encode(packet))


class Gateway(ThreadingHTTPServer):
    """A gateway of text messages on loopback: keeps what it is asked, answers with `status` and `body`."""

    def __init__(self):
        self.asked, self.status, self.body = [], 200, b'{"id": "GW-1"}'
        super().__init__(('127.0.0.1', 0), Desk)

    @property
    def url(self):
        return f'http://127.0.0.1:{self.server_port}/send'


class Desk(BaseHTTPRequestHandler):
    """Answers one message."""

    def do_POST(self):
        """Keep key and message."""
        said = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
        self.server.asked.append((self.headers['Authorization'], said))
        self.send_response(self.server.status)
        self.send_header('Content-Length', str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_words):
        """Keep the log of the tests quiet."""


class DutyCase(TrackingCase):
    """A sender and a recipient that can be reached by other means."""

    @classmethod
    def setUpClass(cls):
        """Let the directory know how the Department of Health is reached."""
        super().setUpClass()
        cls.home.write({'phone': "0226 385 1111", 'email': 'vanthu@snv.example'})
        cls.home.resource_calendar_id.tz = 'Asia/Ho_Chi_Minh'
        cls.health.agency_id.write({
            'email': 'vanthu@syt.example', 'phone': "0226 385 2222", 'focal_unit': "Văn phòng Sở"})

    def raise_duties(self, moment):
        """Let the scheduled action run at a moment (naive UTC)."""
        self.run_job('document.delivery', '_cron_call', moment)

    def run_job(self, model, job, moment):
        """Run a scheduled action as the scheduler does: by the system, in a transaction of its own."""
        self.env.flush_all()
        with self.enter_registry_test_mode(), freeze_time(moment), self.registry.cursor() as cr:
            getattr(self.env(cr=cr, user=SUPERUSER_ID)[model], job)()
        self.env.invalidate_all()

    def notices(self, document):
        """Return {person: words} of the duties at a document."""
        kind = self.env.ref('hanam_document.activity_call')
        return {activity.user_id: activity.summary for activity in document.sudo().activity_ids
                if activity.activity_type_id == kind}

    @contextmanager
    def gateway(self):
        """Give the agency a gateway of text messages on this machine."""
        server = Gateway()
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            self.home.write({'sms_gateway_url': server.url, 'sms_key': 'khoa-bi-mat'})
            yield server
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            self.env['document.key.files']._path(self.home._sms_key_name()).unlink()

    def send_texts(self, moment=None):
        """Let the scheduled action send what waits."""
        self.run_job('document.contact', '_cron_text', moment or fields.Datetime.now())

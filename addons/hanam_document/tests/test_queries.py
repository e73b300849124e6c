import base64

from lxml import etree

from odoo import Command, fields
from odoo.tests import tagged

from .common import ProvinceCase, plain_pdf

FEW, MANY = 10, 200
# queries a longer list may take beyond a shorter one, whatever its length
SLACK = 2
LISTED = {f'document.{name}' for name in (
    'incoming', 'outgoing', 'delivery', 'register', 'transmission', 'agency', 'delegation', 'type', 'signer', 'copy',
    'request')}
INSIDE = {f'document.{name}' for name in (
    'assignment', 'presentation', 'opinion', 'delivery', 'event', 'file', 'grant', 'signer')}


@tagged('post_install', '-at_install')
class TestQueries(ProvinceCase):
    """No list asks the database once for each of its rows."""

    @classmethod
    def setUpClass(cls):
        """Fill every list with more rows than it shows, naming many different agencies, people and kinds."""
        super().setUpClass()
        cls.agencies = cls.env['document.agency'].create([
            {'name': f"Cơ quan {place}", 'code': f'H98.{place:03}', 'abbreviation': f'CQ{place}'}
            for place in range(MANY + 1)])
        cls.kinds = cls.env['document.type'].search([])
        cls.people = cls.env['res.users'].create([
            {'name': f"Nguyễn Văn {place}", 'login': f'person{place}@test', 'company_id': cls.home.id,
             'company_ids': [Command.set(cls.home.ids)],
             'group_ids': [Command.set(cls.env.ref('hanam_document.group_officer').ids)]} for place in range(20)])
        cls.person = cls._person('everything', "Mai Văn Minh", 'clerk', 'leader', 'directory_manager', 'administrator')
        cls.arrivals = cls._arrivals()
        cls.drafts = cls._drafts()
        cls._deliveries(cls.drafts[0], cls.agencies)
        cls._deliveries(cls.drafts[1], cls.agencies[:FEW])
        cls._packets()
        cls._connections()
        cls._settings()

    @classmethod
    def _one_of(cls, records, place):
        return records[place % len(records)]

    @classmethod
    def _arrivals(cls):
        scan = base64.b64encode(plain_pdf())
        arrivals = cls.env['document.incoming'].with_user(cls.clerk).create([{
            'type_id': cls._one_of(cls.kinds, place).id, 'code_number': str(place), 'code_notation': 'UBND',
            'issued_date': '2026-01-15', 'sender_id': agency.id, 'subject': f"V/v việc số {place}",
            'file_ids': [Command.create({'name': 'scan.pdf', 'upload': scan})],
        } for place, agency in enumerate(cls.agencies)])
        arrivals.action_receive()
        arrivals.action_register()
        arrivals.action_present(readers=cls.director.ids)
        for place, arrival in enumerate(arrivals):
            lead = {'kind': 'lead', 'user_id': cls._one_of(cls.people, place).id, 'due_date': '2027-01-15'}
            others = {0: MANY, 1: FEW}.get(place, 0)
            arrival.with_user(cls.director).action_assign(direction=[lead] + [
                {'kind': 'support', 'user_id': cls._one_of(cls.people, number).id} for number in range(others)])
        for _time in range(MANY):
            cls.env['document.event']._log(arrivals[0], 'change_file', 'received')
        return arrivals

    @classmethod
    def _drafts(cls):
        drafts = cls.env['document.outgoing'].with_user(cls.officer).create([{
            'type_id': cls._one_of(cls.kinds, place).id, 'subject': f"V/v việc số {place}",
            'delegation_id': cls.authority.id, 'department_id': cls.unit.id,
            'recipient_agency_ids': [Command.set(agency.ids)],
            'opinion_ids': [Command.create({'user_id': person.id, 'question': "Đồng ý?"})
                            for person in cls.people[:1 if place else 20]],
        } for place, agency in enumerate(cls.agencies)])
        # a signature of each would take minutes; the lists show its moment and the deadline that follows
        drafts._earn(signed_at=fields.Datetime.now(), state='signed')
        return drafts

    @classmethod
    def _deliveries(cls, document, agencies):
        document.sudo().recipient_agency_ids = agencies
        cls.env['document.delivery']._send_out(document)
        for delivery in document.delivery_ids:
            cls.env['document.contact']._note(delivery, 'phone', outcome='no_answer')

    @classmethod
    def _packets(cls):
        outbox = cls.env['document.transmission']
        body = outbox._kept_body('packet.edxml', b'<edXML/>')
        packets = outbox._queue([{
            'company_id': cls.home.id, 'peer_code': agency.code, 'message_id': f'{agency.code}|1', 'kind': 'document',
            **body, 'digest': outbox._digest(b'<edXML/>'), 'outgoing_id': draft.id,
        } for agency, draft in zip(cls.agencies, cls.drafts, strict=True)])
        for packet in packets:
            cls.env['document.alarm']._raise_for(packet, 'secret_out')

    @classmethod
    def _connections(cls):
        cls.env['document.peer'].create([
            {'name': f"Hệ thống {place}", 'url': f'https://vb{place}.example'} for place in range(MANY + 1)])
        systems = cls.env['document.interface'].create([
            {'name': f"Hệ thống {place}", 'code': f'he-thong-{place}', 'company_id': cls.home.id,
             'may_status': True} for place in range(MANY + 1)])
        cls.env['document.interface.call'].create([
            {'interface_id': system.id, 'company_id': cls.home.id, 'at': fields.Datetime.now(), 'call': 'documents',
             'status': 200, 'request_id': f'r{system.id}'} for system in systems])

    @classmethod
    def _settings(cls):
        cls.env['document.register'].create([
            {'company_id': cls.home.id, 'year': 1800 + place, 'direction': 'incoming'} for place in range(MANY + 1)])
        authorities = cls.env['document.delegation'].create([
            {'company_id': cls.home.id, 'user_id': cls._one_of(cls.people, place).id, 'kind': 'TL', 'competence': "TL.",
             'position': f"TRƯỞNG PHÒNG {place}", 'valid_from': '2020-01-01'} for place in range(MANY + 1)])
        cls.env['document.signer'].create([
            {'outgoing_id': draft.id, 'delegation_id': cls._one_of(authorities, place).id}
            for place, draft in enumerate(cls.drafts)] + [
            {'outgoing_id': cls.drafts[0].id, 'delegation_id': authority.id} for authority in authorities[1:20]])
        cls.env['document.copy'].create([
            {'outgoing_id': draft.id, 'delegation_id': cls._one_of(authorities, place).id, 'to_places': "- Lưu: VT."}
            for place, draft in enumerate(cls.drafts)])
        cls.env['document.request'].create([
            {'direction': 'out', 'kind': 'recall', 'company_id': cls.home.id, 'outgoing_id': draft.id,
             'agency_id': agency.id, 'agency_code': agency.code, 'asked_at': '2026-03-02', 'reason': "Sai căn cứ"}
            for agency, draft in zip(cls.agencies, cls.drafts, strict=True)])
        cls.env['document.type'].create([{'name': f"Loại {place}", 'abbreviation': 'L'} for place in range(MANY + 1)])
        cls.env['document.agency.kind'].create([{'name': f"Loại cơ quan {place}"} for place in range(MANY + 1)])

    def specification(self, model, node):
        """Return what the web client asks for a list or form: its fields, names of links, columns of lists inside."""
        asked = {}
        for tag in node.iterfind('.//field'):
            if any(up.tag == 'field' for up in tag.iterancestors() if up is not node and node in up.iterancestors()):
                continue
            column = model._fields[tag.get('name')]
            asked[column.name] = {}
            if column.comodel_name:
                inner = tag.find('list')
                inside = {} if inner is None else self.specification(self.env[column.comodel_name], inner)
                asked[column.name] = {'fields': inside or {'display_name': {}}}
        return asked

    def queries(self, call):
        """Return how many queries a call takes when nothing is in memory but what every request finds there."""
        self.env.invalidate_all()
        call()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        call()
        return self.cr.sql_log_count - before

    def views(self, kind):
        """Return this addon's own views of a kind."""
        named = self.env['ir.model.data'].search([('module', '=', 'hanam_document'), ('model', '=', 'ir.ui.view')])
        return self.env['ir.ui.view'].browse(named.mapped('res_id')).filtered(
            lambda view: view.type == kind and view.mode == 'primary' and not self.env[view.model]._transient)

    def test_lists_of_ten_and_of_two_hundred_rows_take_the_same_queries(self):
        """Art. 20.2: fast access, however many documents there are."""
        found, views = {}, self.views('list')
        self.assertLessEqual(LISTED, set(views.mapped('model')))
        for view in views:
            model = self.env[view.model].with_user(self.person)
            arch = etree.fromstring(model.get_view(view.id, 'list')['arch'])
            asked = self.specification(model, arch)
            rows = len(model.web_search_read([], {}, limit=MANY)['records'])
            few, many = (self.queries(lambda limit=limit, model=model, asked=asked: model.web_search_read(
                [], asked, limit=limit)) for limit in (FEW, MANY))
            if rows < MANY or many > few + SLACK:
                found[view.name] = f'{few} queries for {FEW} rows, {many} for {rows}'
        self.assertEqual(found, {})

    def test_forms_do_not_ask_for_each_row_of_their_lists(self):
        """Art. 20.2: a document sent to two hundred agencies, or given to as many people, opens like any other."""
        seen, found = set(), {}
        for documents, part in ((self.arrivals, 'assignment_ids'), (self.drafts, 'delivery_ids')):
            view = self.env.ref(f'hanam_document.{documents._table}_view_form')
            model = documents.with_user(self.person).browse()
            arch = etree.fromstring(model.get_view(view.id, 'form')['arch'])
            asked = self.specification(model, arch)
            lists = arch.findall('.//field/list')
            seen |= {model._fields[inner.getparent().get('name')].comodel_name for inner in lists}
            long, short = (model.browse(document.id) for document in documents[:2])
            self.assertGreaterEqual(len(long[part]), MANY)
            few, many = (self.queries(lambda document=document, asked=asked: document.web_read(asked))
                         for document in (short, long))
            if many > few + SLACK:
                found[view.name] = f'{few} queries for {len(short[part])} rows, {many} for {len(long[part])}'
        self.assertEqual(found, {})
        self.assertLessEqual(INSIDE, seen)

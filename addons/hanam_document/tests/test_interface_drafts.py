import base64
import json
from http.client import HTTPConnection

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import plain_pdf
from .interface_world import EXTERNAL, InterfaceCase


@tagged('post_install', '-at_install')
class TestInterfaceDrafts(InterfaceCase):
    """Another system hands in drafts (Decision 44/2024, Art. 17.4)."""

    def test_a_draft_is_handed_in_and_belongs_to_its_drafter(self):
        """Art. 17.4: it has what was handed in, is the drafter's to go on with, and says where it is from."""
        answer = self.hand_in(DueDate='2027-01-15', ToPlaces="- Như trên;\n- Lưu: VT.", Language="Tiếng Việt")
        self.assertEqual(answer.status_code, 201, answer.text)
        self.assertEqual(answer.json()['external_id'], EXTERNAL)
        self.assertRegex(answer.json()['received_at'], r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00$')
        draft = self.drafts().with_user(self.officer)
        self.assertEqual(
            (draft.state, draft.drafter_id, draft.company_id, draft.department_id, draft.subject, draft.urgency,
             draft.type_id, draft.recipient_agency_ids.code, str(draft.due_date), draft.wants_reply, draft.to_places),
            ('draft', self.officer, self.home, self.unit, "V/v trả kết quả hồ sơ 0007", '1', self.letter, 'H25.16',
             '2027-01-15', True, "- Như trên;\n- Lưu: VT."))
        self.assertEqual(draft.file_ids.mapped('name'), ['du-thao.pdf'])
        self.assertEqual(draft.handed_in_by, f"Hệ thống mot-cua.snv · {EXTERNAL}")
        event = self.last_event(draft)
        self.assertEqual((event.step, event.user_id), ('hand_in', self.procedures.user_id))
        self.assertIn(self.officer, draft.sudo().activity_ids.user_id)
        draft.delegation_id = self.authority
        draft.action_submit()
        self.assertEqual(draft.state, 'unit_check')

    def test_a_draft_comes_as_a_form_too(self):
        """Art. 17.4: as multipart/form-data, and the same content is the same content in either form."""
        said = self.submission(files=[('du-thao.pdf', plain_pdf('main')), ('phu-luc.pdf', plain_pdf('annex'))])
        parts = [('files', (file['name'], base64.b64decode(file['content']))) for file in said.pop('files')]
        answer = self.call('/drafts', self.key, data={'metadata': json.dumps(said)}, files=parts)
        self.assertEqual(answer.status_code, 201, answer.text)
        self.assertEqual(self.drafts().file_ids.mapped('name'), ['du-thao.pdf', 'phu-luc.pdf'])
        again = self.hand_in(files=[('du-thao.pdf', plain_pdf('main')), ('phu-luc.pdf', plain_pdf('annex'))])
        self.assertEqual((again.status_code, again.json()), (201, answer.json()))

    def test_the_same_draft_again_gets_the_same_answer(self):
        """Art. 17.4: a lost answer costs nothing; the draft is there once, also after its drafter went on with it."""
        first = self.hand_in()
        self.drafts().with_user(self.officer).write({'subject': "V/v trả kết quả", 'delegation_id': self.authority.id})
        self.drafts().with_user(self.officer).action_submit()
        second = self.hand_in()
        self.assertEqual((first.status_code, first.json()), (second.status_code, second.json()))
        self.assertEqual(len(self.drafts()), 1)

    def test_other_content_under_the_same_identifier_is_refused(self):
        """Art. 17.4: in a field or in a file; the draft that came first stays as it is."""
        self.hand_in()
        self.assertRefused(self.hand_in(Subject="V/v việc khác"), 409, 'other_content')
        self.assertRefused(self.hand_in(files=[('du-thao.pdf', plain_pdf('other'))]), 409, 'other_content')
        self.assertEqual(self.drafts().subject, "V/v trả kết quả hồ sơ 0007")

    def test_two_systems_may_use_the_same_identifier(self):
        """Art. 17.4: an identifier is the system's own."""
        other = self.key_of(self.system('mot-cua.khac', may_drafts=True, drafter_id=self.colleague.id))
        self.hand_in()
        self.assertEqual(self.hand_in(key=other, Subject="V/v việc khác").status_code, 201)
        self.assertEqual(self.drafts().drafter_id, self.officer | self.colleague)

    def test_everything_wrong_is_said_at_once(self):
        """Art. 17.4: each wrong field has its sentence; nothing is kept."""
        answer = self.hand_in(
            external_id='có dấu', TypeName="Giấy gì đó", Subject='', Priority=7, DueDate='15/01/2027', IssuedAmount=0,
            To=[{'OrganId': 'H25.16'}, {'OrganId': 'X99'}, 'H25'], CodeNumber='12', Description='x' * 501)
        self.assertRefused(answer, 422, 'invalid', 'external_id', 'TypeName', 'Subject', 'Priority', 'DueDate',
                           'IssuedAmount', 'To[1].OrganId', 'To[2].OrganId', 'CodeNumber', 'Description')
        self.assertFalse(self.drafts())

    def test_what_is_no_draft_is_refused(self):
        """Art. 17.4: no JSON, no object, no file, a file that is no base64, a file of no kind that can be sent."""
        for body, status, code, fields in (
                (b'{', 400, 'malformed', ()), (b'[]', 400, 'malformed', ()), (b'\xff\xfe', 400, 'malformed', ()),
                (b'[' * 100_000, 400, 'malformed', ()),
                (json.dumps(self.submission() | {'files': 'x'}).encode(), 422, 'invalid', ('files',)),
                (json.dumps(self.submission() | {'files': []}).encode(), 422, 'invalid', ('files',)),
                (json.dumps(self.submission() | {'document': 1}).encode(), 422, 'invalid',
                 ('document', 'Subject', 'TypeName')),
                (json.dumps(self.submission() | {'more': 1}).encode(), 422, 'invalid', ('more',)),
                *((json.dumps(self.submission() | {'files': [file]}).encode(), 422, 'invalid', ('files[0]',))
                  for file in ({'name': 'a.pdf', 'content': '!'}, {'name': 1, 'content': ''}, {'name': 'a'},
                               {'name': 'a', 'content': 'ệ'})),
        ):
            answer = self.call('/drafts', self.key, data=body, headers={'Content-Type': 'application/json'})
            self.assertRefused(answer, status, code, *fields)
        self.assertRefused(self.hand_in(files=[('anh.pdf', b'%PDF-1.7 broken')]), 422, 'invalid', 'files[0]')
        self.assertRefused(self.hand_in(files=[('bang.txt', b'no document')]), 422, 'invalid', 'files[0]')
        self.assertFalse(self.drafts())

    def test_a_refused_draft_may_be_handed_in_again(self):
        """Art. 17.4: a refusal does not use the identifier up."""
        self.hand_in(files=[('bang.txt', b'no document')])
        self.assertEqual(self.hand_in().status_code, 201)

    def test_a_secrecy_mark_is_refused(self):
        """Art. 1.2, 15.1: in a text, in the name or on a page of a file; nothing of what it said is kept."""
        for values in ({'Subject': "V/v phương án (MẬT)"}, {'Extra': "TỐI MẬT"},
                       {'files': [('MẬT.pdf', plain_pdf())]},
                       {'files': [('a.pdf', plain_pdf()), ('b.pdf', plain_pdf("TUYET MAT"))]}):
            with self.subTest(values=list(values)):
                self.assertRefused(self.hand_in(**values), 422, 'secret_content')
        self.assertFalse(self.drafts())
        self.assertNotIn("phương án", str(self.env['document.interface.call'].search([]).read()))

    def test_what_is_too_large_is_refused(self):
        """Art. 17.4: a call of more than 128 MB before its body is read, a file of more than 50 MB."""
        connection = HTTPConnection('127.0.0.1', self.http_port(), timeout=60)
        self.addCleanup(connection.close)
        with self.allow_requests(all_requests=True):
            connection.request('POST', '/hanam/api/v1/drafts', headers={
                'Authorization': f'Bearer {self.key}', 'Content-Type': 'application/json',
                'Content-Length': str(129 * 1024 * 1024)})
            answer = connection.getresponse()
            body = json.loads(answer.read())
        self.assertEqual((answer.status, body['error']['code']), (413, 'too_large'))
        large = self.hand_in(files=[('lon.pdf', plain_pdf() + b'\n' * (50 * 1024 * 1024))])
        self.assertRefused(large, 422, 'invalid', 'files[0]')
        self.assertFalse(self.drafts())

    def test_it_is_the_drafter_who_may_no_longer_draft(self):
        """Art. 21.1: a draft is made with the rights of its drafter; who lost them drafts nothing more."""
        self.officer.group_ids -= self.env.ref('hanam_document.group_officer')
        self.assertRefused(self.hand_in(), 403, 'no_right')
        self.assertFalse(self.drafts())

    def test_nobody_writes_submissions_or_their_source_by_hand(self):
        """Decree 30/2020, App. VI, III.5a: that a system handed it in is not to be made up."""
        self.hand_in()
        submission = self.env['document.interface.submission'].search([]).with_user(self.administrator)
        with self.refused(AccessError, ''):
            submission.write({'external_id': 'x'})
        with self.refused(AccessError, ''):
            submission.unlink()

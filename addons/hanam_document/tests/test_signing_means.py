"""A document signed and issued with keys the server cannot reach (Decision 44/2024, Art. 13.3-13.4)."""

import base64
import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import pkcs12

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .signed_world import PIN, SignedProvinceCase

TOOLS = Path(__file__).resolve().parents[3] / 'tests' / 'e2e'
if str(TOOLS) not in sys.path:
    sys.path.append(str(TOOLS))

from vgca_stand_in import sign_file  # noqa: E402


class MeansCase(SignedProvinceCase):
    """The director's and the agency's keys are at their own computers."""

    provider = 'agent'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        directory = Path(cls.env['ir.config_parameter'].get_param('hanam_signing.pkcs12_directory'))
        certificates = cls.director._signing_certificate() | cls.home.sudo().seal_certificate_id
        cls.keys = {
            certificate: pkcs12.load_key_and_certificates(
                (directory / certificate.sudo().key_reference).read_bytes(), PIN.encode())
            for certificate in certificates}
        certificates.sudo().provider = cls.provider

    def begin(self, document, person, method, **options):
        """Prepare a step as the browser does; return batch and items."""
        return self.env['signing.request'].with_user(person).start(document._name, document.id, method, **options)

    def end(self, begun, person, answers=()):
        return self.env['signing.request'].with_user(person).finish(begun['batch'], answers)

    def answers(self, begun, certificate):
        """Return what an agent with this certificate's key answers."""
        key = self.keys[certificate][0]
        return [base64.b64encode(key.sign(
            base64.b64decode(item['data']), padding.PKCS1v15(), hashes.SHA256())).decode() for item in begun['items']]

    def verdict(self, document, kind='main'):
        file = document.file_ids[:1].sudo().attachment_id
        expected = self.home.sudo()._expected_signatures(kind, self.director)
        return file._verify_signatures(expected)


@tagged('post_install', '-at_install')
class TestAgent(MeansCase):

    def sign(self, document):
        begun = self.begin(document, self.director, 'action_sign', args={'sha256': document.file_ids[:1].sha256})
        return self.end(begun, self.director, self.answers(begun, self.director._signing_certificate()))

    def test_a_document_is_signed_and_issued_with_tokens_at_desks(self):
        """Nothing moves while the token is asked; then person and agency stand on one file."""
        document = self.to_sign()
        self.assertEqual(self.sign(document)['state'], 'done')
        self.assertEqual(document.state, 'signed')
        document.with_user(self.clerk).action_assign_number()
        before = self.traces(document)
        begun = self.begin(document, self.clerk, 'action_issue')
        self.assertEqual(self.traces(document), before)
        answers = self.answers(begun, self.home.sudo().seal_certificate_id)
        result = self.end(begun, self.clerk, answers)
        self.assertEqual((result['state'], result['error'], document.state), ('done', '', 'issued'))
        self.assertEqual(self.end(begun, self.clerk, answers), result)
        self.assertEqual(document.file_ids.version_ids.mapped('origin').count('seal'), 1)
        self.assertEqual(len(document.sudo().delivery_ids), 1)
        verification = self.verdict(document)
        self.assertEqual(verification.verdict, 'valid', verification.reason)

    def traces(self, document):
        """Return what a step would leave."""
        document = document.sudo()
        return (document.state, document.file_ids.version_ids.ids, document.delivery_ids.ids,
                self.env['document.event'].sudo().search_count([]),
                self.env['document.transmission'].sudo().search_count([]))

    def test_obstacles_and_rights_are_those_of_the_step(self):
        document = self.to_sign()
        with self.refused(AccessError, "not yours to do"):
            self.begin(document, self.officer, 'action_sign')
        with self.refused(AccessError, "not an act that can be signed"):
            self.begin(document, self.director, 'action_decline', args={'reason': "x"})

    def test_a_document_that_moved_meanwhile_is_not_signed(self):
        """Art. 13.2: what was prepared is not stored on another draft."""
        document = self.to_sign()
        begun = self.begin(document, self.director, 'action_sign')
        answers = self.answers(begun, self.director._signing_certificate())
        document.with_user(self.director).action_decline(reason="Sửa lại")
        result = self.end(begun, self.director, answers)
        self.assertEqual(result['state'], 'failed')
        self.assertRegex(result['error'], "is not possible")
        document.with_user(self.unit_head).action_pass_content()
        document.with_user(self.form_checker).action_pass_form()
        again = self.begin(document, self.director, 'action_sign')
        self.assertEqual(self.end(again, self.director, answers)['state'], 'failed')
        self.assertEqual(document.state, 'signing')

    def test_the_dialog_knows_where_the_key_is(self):
        dialog = self.to_sign().with_user(self.director).action_sign()
        self.assertEqual(dialog['params']['provider_mode'], 'agent')
        self.assertEqual(dialog['params']['certificate'], self.director._signing_certificate().sha256)


@tagged('post_install', '-at_install')
class TestWholeFiles(MeansCase):
    provider = 'vgca'

    def by_tool(self, document, person, method, certificate):
        """Let the tool fetch, sign and send back, as the controller does it for it."""
        begun = self.begin(document, person, method)
        requests = self.env['signing.request'].sudo()
        messages = []
        for number, item in enumerate(begun['items']):
            messages.append((item['function'], json.loads(item['message'])))
            token = messages[-1][1]['FileName'].rpartition('/')[2]
            signed = sign_file(requests._hand_out(token), *self.keys[certificate],
                               field=f'Signature_{method}_{number}', box=(40, 60, 120, 110))
            self.assertEqual(requests._take_in(token, signed), '')
        result = self.end(begun, person)
        self.assertEqual((result['state'], result['error']), ('done', ''))
        return messages

    def test_a_document_is_signed_and_issued_by_the_tool(self):
        """The tool's own fields are all it may add; number and date are in the file that it is given."""
        document = self.to_sign()
        messages = self.by_tool(document, self.director, 'action_sign', self.director._signing_certificate())
        self.assertEqual([function for function, _message in messages], ['SignApproved'])
        document.with_user(self.clerk).action_assign_number()
        seal = self.home.sudo().seal_certificate_id
        (function, message), = self.by_tool(document, self.clerk, 'action_issue', seal)
        self.assertEqual((function, message['DocNumber']), ('SignIssued', document.full_code))
        self.assertEqual(message['IssuedDate'], f'{document.issued_date.isoformat()}T00:00:00+07:00')
        self.assertEqual(document.state, 'issued')
        verification = self.verdict(document)
        self.assertEqual(verification.signature_ids.mapped('role'), ['person', 'agency'])
        self.assertEqual(verification.signature_ids.mapped('is_intact'), [True, True])

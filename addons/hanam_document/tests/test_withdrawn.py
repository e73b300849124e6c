from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.hanam_document.models.document_incoming_withdrawn import RECALLED

from .common import PASSWORD
from .recall_world import ORDER, REASON, RecallCase


class WithdrawnCase(RecallCase):
    """An arrival that was cancelled, and what was known of it before."""

    @classmethod
    def setUpClass(cls):
        """Let the receiving agency export lists, as clerks do."""
        super().setUpClass()
        people = cls.health_clerk | cls.health_director | cls.health_chief | cls.health_deputy | cls.health_officer
        people.group_ids = [Command.link(cls.env.ref('base.group_allow_export').id)]

    def withdrawn(self):
        """Return an arrival that was read, corrected, talked about and worked on, and then recalled."""
        document, arrival = self.at_work()
        arrival.action_correct(correction={'values': {'subject': "V/v bí danh Hồng Hà"}, 'reason': "Gõ nhầm"})
        arrival.with_user(self.health_officer).message_post(
            body="Văn bản Hồng Hà này cần trả lời", attachments=[('hong-ha.txt', b'Hong Ha')])
        self.said = {'attachments': arrival.sudo().file_ids.version_ids.attachment_id, 'document': document,
                     'talk': self.env['ir.attachment'].sudo().search([
                         ('res_model', '=', arrival._name), ('res_id', '=', arrival.id)])}
        self.recall(document)
        self.request_to(self.health).with_user(self.health_clerk).action_agree()
        self.exchange()
        self.env.flush_all()
        self.env.invalidate_all()
        return arrival

    def shown(self, mine):
        """Return all that a person reads and exports of an arrival; the words of the recall itself left out."""
        names = [name for name, field in mine._fields.items() if not field.groups]
        columns = ['subject', 'full_code', 'organ_name', 'event_ids/comment', 'message_ids/body']
        said = str(mine.read(names)) + str(mine.export_data(columns)['datas'])
        said += str(mine.event_ids.read()) + str(mine.message_ids.read())
        for words in (*mine.request_ids.mapped('reason'), *mine.request_ids.mapped('answer'), mine.certificate):
            said = said.replace(words, '')
        return said


@tagged('post_install', '-at_install')
class TestWithdrawn(WithdrawnCase):
    """What is left of a recalled arrival, for each person (Decree 30/2020, App. VI, III.8b)."""

    def test_neither_content_nor_data_can_be_read_by_anybody(self):
        """Decree 30/2020, App. VI, III.8b: row by row, by reading, searching, exporting and downloading.

        Proves: VI.III.8b
        """
        arrival = self.withdrawn()
        document, people = self.said['document'], (
            self.health_clerk, self.health_director, self.health_chief, self.health_deputy, self.health_officer)
        secrets = ("Hồng Hà", document.subject, document.full_code, self.director.name)
        for person in people:
            mine = arrival.with_user(person)
            may = person in (self.health_clerk, self.health_director, self.health_chief)
            self.assertEqual((mine.has_access('read'), bool(mine.search([('id', '=', arrival.id)]))), (may, may))
            shown = self.shown(mine) if may else ''
            self.assertEqual([word for word in secrets if word in shown], [], person.name)
            for model in ('file', 'file.version', 'presentation', 'assignment'):
                rows = self.env[f'document.{model}'].with_user(person)
                self.assertFalse(rows.search([('incoming_id', '=', arrival.id)]), f'{model} {person.name}')
            self.assertFalse(mine.search([('search_text', 'like', 'hong ha')]))
            for attachment in self.said['attachments'] | self.said['talk']:
                with self.refused(AccessError, ""):
                    attachment.with_user(person).read(['raw'])
        self.assertEqual((arrival.subject, arrival.full_code, arrival.organ_name, arrival.signer_full_name),
                         (RECALLED, '', False, False))
        for field in ('sealed', 'sealed_code'):
            with self.refused(AccessError, ""):
                arrival.with_user(self.health_clerk).read([field])
        self.assertEqual(arrival.sudo().sealed['subject'], "V/v bí danh Hồng Hà")

    def test_the_record_of_the_recall_stays(self):
        """Decree 30/2020, App. VI, III.8c: who, when, by which order, under which arrival number.

        Proves: VI.III.8c
        """
        arrival = self.withdrawn()
        number, register = arrival.arrival_number, arrival.register_id
        mine = arrival.with_user(self.health_clerk)
        self.assertTrue(number)
        self.assertEqual((mine.withdrawn_by_id, bool(mine.withdrawn_at)), (self.health_clerk, True))
        request = mine.request_ids
        self.assertEqual((request.answered_by_id, bool(request.answered_at), bool(request.asked_at)),
                         (self.health_clerk, True, True))
        self.assertIn(ORDER, request.reason)
        acts = {event.step: event for event in mine.event_ids}
        self.assertEqual(acts['withdraw'].user_id, self.health_clerk)
        self.assertIn(REASON, acts['withdraw'].comment)
        self.assertFalse(acts['correct'].details or acts['correct'].comment)
        self.assertEqual(acts['correct'].user_id, self.health_clerk)
        following = self.env['document.incoming'].with_user(self.health_clerk).create({
            'type_id': self.letter.id, 'subject': "V/v khác", 'organ_name': "Sở Tài chính", 'issued_date': '2026-01-15',
            'scan_waiver': "Bản giấy", 'file_ids': [Command.create({
                'name': 'scan.pdf', 'upload': self.draft().file_ids.upload})]})
        following.action_receive()
        following.action_register()
        self.assertEqual((following.arrival_number, following.register_id), (number + 1, register))

    def test_work_and_notices_end_and_who_had_it_is_told_without_a_word_of_it(self):
        """Art. 13.4.d: nobody goes on working on what was cancelled."""
        arrival = self.withdrawn()
        rows = arrival.sudo().assignment_ids
        self.assertEqual(set(rows.mapped('state')), {'ended'})
        self.assertFalse(arrival.sudo().activity_ids)
        for person in (self.health_officer, self.health_director):
            told = self.messages_to(person)
            self.assertIn(f"Incoming document no. {arrival.arrival_number}", told)
            self.assertNotIn("Hồng Hà", told)
        with self.refused(UserError, "is not possible"):
            arrival.with_user(self.health_clerk).action_correct(
                correction={'values': {'subject': "x"}, 'reason': "x"})
        with self.refused(AccessError, "was recalled"):
            arrival.with_user(self.health_clerk).write({'description': "x"})
        with self.refused(AccessError, "was recalled"):
            arrival.sudo().write({'subject': "x"})


@tagged('post_install', '-at_install')
class TestWithdrawnAddresses(WithdrawnCase, HttpCase):
    """Doors that were known before the recall (Decree 30/2020, App. VI, III.8b)."""

    def test_addresses_that_were_known_open_nothing(self):
        """Decree 30/2020, App. VI, III.8b: the file, its preview and the check of its signatures, over HTTP."""
        arrival = self.withdrawn()
        files = arrival.sudo().file_ids
        for person in (self.health_clerk, self.health_director, self.health_officer):
            self.authenticate(person.login, PASSWORD)
            for attachment in self.said['attachments'] | self.said['talk']:
                reply = self.url_open(f'/web/content/{attachment.id}')
                self.assertIn(reply.status_code, (403, 404))
                self.assertNotIn(b'Hong Ha', reply.content)
            self.assertIn(self.url_open(f'/hanam/document/file/{files[0].id}/page/0.png').status_code, (403, 404))
            for call in (files.with_user(person).proof, files.with_user(person).layout_preview):
                with self.refused(AccessError, ""):
                    call()
            checks = self.env['signing.verification'].with_user(person)
            self.assertFalse(checks.search([('attachment_id', 'in', self.said['attachments'].ids)]))
            packets = self.env['document.transmission'].with_user(person)
            if person == self.health_clerk:
                self.assertFalse(packets.search([('incoming_id', '=', arrival.id), ('kind', '=', 'document')]))

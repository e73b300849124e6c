from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import PASSWORD
from .signed_world import SignedProvinceCase

ROLES = ('officer', 'clerk', 'form_checker', 'signatory', 'leader', 'archivist', 'directory_manager',
         'province_office', 'administrator')
OPERATIONS = {'r': 'read', 'w': 'write', 'c': 'create', 'd': 'unlink'}
# what every officer may do, and what single roles may do beyond; an administrator is a directory manager too
RIGHTS = {
    'document.alarm': ('', {'clerk': 'r', 'administrator': 'r'}),
    'document.agency': ('r', {'directory_manager': 'rwc'}),
    'document.agency.alias': ('r', {'directory_manager': 'rwcd'}),
    'document.agency.kind': ('r', {'directory_manager': 'rwc'}),
    'document.assignment': ('r', {}),
    'document.contact': ('r', {}),
    'document.copy': ('rwc', {}),
    'document.delegation': ('r', {'administrator': 'rwc'}),
    'document.delivery': ('r', {}),
    'document.event': ('r', {}),
    'document.file': ('rwcd', {}),
    'document.file.version': ('r', {}),
    'document.grant': ('r', {}),
    'document.incoming': ('r', {'clerk': 'rwc'}),
    'document.interface': ('', {'administrator': 'rwc'}),
    'document.interface.call': ('', {'administrator': 'r'}),
    'document.interface.submission': ('', {'administrator': 'r'}),
    'document.opinion': ('rc', {}),
    'document.outgoing': ('rwc', {}),
    'document.peer': ('r', {'administrator': 'rwc'}),
    'document.presentation': ('rwcd', {}),
    'document.refusal': ('', {'administrator': 'r'}),
    'document.register': ('r', {'administrator': 'rwc'}),
    'document.request': ('r', {}),
    'document.route': ('r', {'directory_manager': 'rwcd'}),
    'document.transmission.act': ('', {'clerk': 'r', 'administrator': 'r'}),
    'document.transmission': ('', {'clerk': 'r', 'administrator': 'r'}),
    'document.signer': ('rwcd', {}),
    'document.type': ('r', {'administrator': 'rwc'}),
}
PARTS = ('assignment', 'contact', 'delivery', 'event', 'file', 'file.version', 'grant', 'opinion', 'presentation',
         'request')
HISTORY = ('event', 'grant', 'file.version', 'transmission', 'refusal', 'delivery', 'assignment', 'contact',
           'request')


@tagged('post_install', '-at_install')
class TestAccess(SignedProvinceCase, HttpCase):
    """Who may see and change what, whatever the screen shows (Decree 30/2020, App. VI, III.3)."""

    @classmethod
    def setUpClass(cls):
        """Carry one document each way, so that every model has rows."""
        super().setUpClass()
        cls.bystander = cls._person('bystander', "Cao Văn Ích")
        cls.everything = [role for role in ROLES if role != 'officer']
        cls.foreigner = cls._person('foreigner', "Đinh Văn Lâm", *cls.everything, company=cls.health)
        cls.holder = cls._person('holder', "Lý Thị Oanh", *cls.everything)
        cls.one_role = {role: cls._person(f'only_{role}', role, role) for role in ROLES}
        cls.arrival = cls.directed()
        cls.letter_out = cls.issued(
            opinion_ids=[Command.create({'user_id': cls.colleague.id, 'question': "Đồng ý?"})],
            presentation_ids=[Command.create({'reader_id': cls.chief.id})])
        cls.env['document.request']._ask_recipients(
            cls.letter_out, cls.letter_out.delivery_ids[:1], 'update', '', "Bổ sung")
        cls.letter_out.delivery_ids.with_user(cls.clerk).action_call(call={'outcome': 'no_answer'})

    @classmethod
    def to_sign(cls, **values):
        """Return a draft before the director, whose readers have agreed."""
        document = super().to_sign(**values)
        for row in document.presentation_ids:
            row.with_user(row.reader_id).action_agree(opinion="Đồng ý")
        return document

    def rows(self, model):
        """Return the rows of a model that belong to `home`."""
        name = f'document.{model}'
        link = 'company_id' if 'company_id' in self.env[name]._fields else None
        return self.env[name].sudo().search([(link, '=', self.home.id)])

    def test_each_role_has_the_rights_written_here_and_no_more(self):
        """Decree 30/2020, App. VI, III.3b: rights of each role on each kind of record.

        Proves: VI.I.3, VI.IV.1b
        """
        models = {name for name, model in self.env.registry.items()
                  if name.startswith('document.') and model._original_module == 'hanam_document'
                  and not model._abstract and not model._transient}
        self.assertEqual(models, set(RIGHTS))
        wrong = []
        for name, (everybody, more) in RIGHTS.items():
            for role, user in self.one_role.items():
                implied = more.get('directory_manager') if role == 'administrator' else None
                held = more.get(role) or implied or everybody
                for letter, operation in OPERATIONS.items():
                    if self.env[name].with_user(user).has_access(operation) != (letter in held):
                        wrong.append(f'{role} {operation} {name}')
        self.assertEqual(wrong, [])

    def test_another_agency_sees_nothing(self):
        """Art. 21.1: whatever roles a person holds elsewhere, nothing of this agency is listed, opened or changed."""
        for model in (*PARTS, 'incoming', 'outgoing', 'register', 'delegation', 'transmission'):
            rows = self.rows(model).with_user(self.foreigner)
            self.assertTrue(rows, model)
            self.assertFalse(rows.search([('id', 'in', rows.ids)]), model)
            self.assertEqual(rows.search_count([('id', 'in', rows.ids)]), 0, model)
            for row in rows:
                with self.refused(AccessError, ""):
                    row.read(['display_name'])
                for operation in OPERATIONS.values():
                    self.assertFalse(row.has_access(operation), f'{model} {operation}')

    def test_parts_follow_their_document(self):
        """Decree 30/2020, App. VI, III.3b: who may not open a document sees none of its files, history or opinions."""
        for model in PARTS:
            rows = self.rows(model).with_user(self.bystander)
            self.assertFalse(rows.search([('id', 'in', rows.ids)]), model)
            for row in rows:
                with self.refused(AccessError, ""):
                    row.read(['display_name'])
        self.arrival.with_user(self.director).action_redirect(direction=[
            {'kind': 'lead', 'user_id': self.officer.id}, {'kind': 'info', 'user_id': self.bystander.id}])
        for model in PARTS:
            own = self.rows(model).filtered('incoming_id').with_user(self.bystander)
            self.assertEqual(own.search([('id', 'in', own.ids)]), own.sorted(), model)

    def test_a_restricted_document_is_opened_by_grant(self):
        """Decree 30/2020, App. VI, IV.1a: staff matters are not for every leader."""
        document = self.presented(restricted=True)
        for person, sees in ((self.clerk, True), (self.director, True), (self.deputy, False), (self.chief, False)):
            found = self.env['document.incoming'].with_user(person).search([('id', '=', document.id)])
            self.assertEqual(bool(found), sees, person.name)
            self.assertEqual(document.file_ids.with_user(person).has_access('read'), sees, person.name)

    def test_a_file_is_downloaded_by_who_may_open_its_document(self):
        """Art. 21.1: an address that is known opens nothing by itself."""
        scan, sealed = self.arrival.file_ids.attachment_id, self.letter_out.file_ids.attachment_id
        for attachment, may, may_not in (
                (scan, (self.clerk, self.officer, self.deputy), (self.bystander, self.form_checker, self.foreigner)),
                (sealed, (self.clerk, self.officer, self.colleague), (self.bystander, self.foreigner))):
            for person in (*may, *may_not, None):
                self.authenticate(person and person.login, person and PASSWORD)
                reply = self.url_open(f'/web/content/{attachment.id}')
                if person in may:
                    self.assertEqual((reply.status_code, reply.content), (200, attachment.raw), person.name)
                else:
                    self.assertNotIn(b'%PDF', reply.content)
                    self.assertIn(reply.status_code, (403, 404))

    def test_a_version_and_a_packet_are_never_changed(self):
        """Decree 30/2020, App. VI, III.5a: not by its maker, not by an administrator; nor shared by a link."""
        draft = self.draft()
        packet = self.rows('transmission').filtered(lambda row: row.direction == 'out').body_id
        for attachment, owner in ((draft.file_ids.attachment_id, self.officer), (packet, self.clerk),
                                  (self.letter_out.file_ids.attachment_id, self.clerk),
                                  (self.arrival.file_ids.attachment_id, self.clerk)):
            for person in (owner, self.holder, self.env.ref('base.user_admin')):
                mine = attachment.with_user(person)
                for values in ({'raw': b'%PDF-other'}, {'public': True}, {'res_id': 1}, {'name': "x"}):
                    with self.refused(AccessError, ""):
                        mine.write(values)
                with self.refused(AccessError, ""):
                    mine.generate_access_token()
                with self.refused(AccessError, ""):
                    mine.unlink()

    def test_files_change_with_the_desk_that_holds_the_document(self):
        """Art. 10.1, 13.2: a leader who may read a scan does not replace it; a signed file stays when handed back."""
        arrival = self.arrive()
        for person in (self.director, self.chief):
            with self.refused(AccessError, ""):
                arrival.file_ids.with_user(person).write({'name': "khác.pdf"})
            with self.refused(AccessError, ""):
                arrival.file_ids.with_user(person).unlink()
        document = self.signed()
        document.with_user(self.clerk).action_hand_back(reason="Sai thể thức")
        with self.refused(AccessError, "stays with its document"):
            document.file_ids.with_user(self.unit_head).unlink()
        self.assertIn('sign', document.file_ids.version_ids.mapped('origin'))

    def test_what_a_step_earns_is_written_by_nobody(self):
        """Decree 30/2020, App. VI, III.5d: not by a person, not by the superuser, not at birth."""
        draft = self.draft()
        self.env['document.signer'].create({'outgoing_id': draft.id, 'delegation_id': self.authority.copy({
            'user_id': self.deputy.id}).id})
        self.env['document.copy'].create({
            'outgoing_id': self.letter_out.id, 'delegation_id': self.authority.id, 'to_places': "- Lưu: VT."})
        own = {name: model for name, model in self.env.registry.items()
               if model._original_module == 'hanam_document' and not model._abstract}
        kinds = [name for name, model in own.items() if getattr(model, '_earned', None)]
        self.assertEqual(set(kinds), {f'document.{name}' for name in (
            'incoming', 'outgoing', 'presentation', 'assignment', 'opinion', 'delivery', 'register', 'file', 'signer',
            'copy', 'contact', 'request')})
        for name in kinds:
            row = self.rows(name.removeprefix('document.'))[-1:]
            self.assertTrue(row, name)
            for column in sorted(row._earned_names()):
                value = row._fields[column].convert_to_write(row[column], row)
                for writer in (row, row.with_user(self.holder)):
                    with self.refused(AccessError, ""):
                        writer.write({column: value})
                if column != 'reply_to_id':  # a draft may be begun as an answer, and stays one
                    with self.refused(AccessError, "change only by the steps"):
                        row.create({column: False})
                with self.refused(AccessError, "change only by the steps"):
                    row.with_context(**{f'default_{column}': False}).create({})

    def test_history_is_only_read(self):
        """Decree 30/2020, App. VI, III.5d: no role, however many, adds to it, changes it or removes from it."""
        self.env['document.refusal'].create({
            'sender': 'x', 'entrance': 'form', 'digest': 'x', 'at': '2026-01-01', 'company_id': self.home.id})
        for model in HISTORY:
            row = self.rows(model)[:1].with_user(self.holder)
            self.assertTrue(row, model)
            with self.refused(AccessError, ""):
                row.create({})
            with self.refused(AccessError, ""):
                row.write({'create_date': '2020-01-01'})
            with self.refused(AccessError, ""):
                row.unlink()

    def test_a_document_is_never_deleted_nor_moved(self):
        """Decree 30/2020, Art. 22: also not by a clerk who serves two agencies."""
        both = self._person('both', "Mai Thị Phúc", *self.everything)
        both.company_ids = self.home | self.health
        for document in (self.arrival, self.letter_out, self.arrive(), self.draft(), self.rows('register')[:1]):
            with self.refused(AccessError, ""):
                document.with_user(both).unlink()
        with self.refused(AccessError, "stays with the agency"):
            self.arrive().with_user(both).write({'company_id': self.health.id})

    def test_what_stands_in_the_book_is_not_typed_over(self):
        """Art. 10.3.a, 11.2: neither the deadline a leader set nor the reason a file was accepted."""
        for values in ({'due_date': '2030-01-01'}, {'acceptance_reason': "khác"}, {'description': "khác"}):
            with self.refused(AccessError, "stands in the register"):
                self.arrival.with_user(self.clerk).write(values)

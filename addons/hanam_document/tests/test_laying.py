import base64
from io import BytesIO

from PIL import Image

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import PASSWORD, plain_pdf, signable_pdf
from .signed_world import PIN, SignedProvinceCase

FOUND = ['HanamSo', 'HanamNgay', 'HanamThang', 'HanamNam', 'HanamNguoiKy', 'HanamCoQuan']


@tagged('post_install', '-at_install')
class TestLaying(SignedProvinceCase, HttpCase):
    """The places of number, date and signatures, before anyone signs (Decree 30/2020, App. I)."""

    def boxes(self, file):
        """Return the places of the preview by field."""
        return {box['field']: box for box in file.layout_preview()['boxes']}

    def checked(self, **values):
        """Return a draft before the form checker."""
        document = self.draft(**values)
        document.action_submit()
        document.with_user(self.unit_head).action_pass_content()
        return document

    def plain_draft(self):
        """Return a draft whose text says nothing of where things go, before the form checker."""
        return self.checked(file_ids=[Command.create({
            'name': 'plain.pdf', 'upload': base64.b64encode(plain_pdf())})])

    def test_places_are_found_in_the_text(self):
        """App. I, II.3, 4, 7, 8: the preview shows each place on its page, between title and name.

        Proves: 44.13.3
        """
        preview = self.draft().file_ids.layout_preview()
        self.assertEqual([box['field'] for box in preview['boxes']], FOUND)
        self.assertFalse([box for box in preview['boxes'] if box['missing']])
        page = preview['pages'][0]
        self.assertEqual((round(page['width']), round(page['height'])), (595, 842))
        person = next(box for box in preview['boxes'] if box['field'] == 'HanamNguoiKy')
        self.assertLess(abs((person['x0'] + person['x1']) / 2 - 150 * 72 / 25.4), 1)
        self.assertIn(self.director.name, person['label'])
        self.assertTrue(preview['editable'])

    def test_the_seal_covers_a_third_of_the_picture_of_this_signer(self):
        """App. I, II.8a: the place is as wide as the signer's own picture, so its third is a third of the picture."""
        image = Image.new('RGBA', (300, 300), (0, 0, 0, 0))
        image.paste((16, 52, 166, 255), (0, 0, 300, 30))
        png = BytesIO()
        image.save(png, 'PNG')
        self.director.signing_image_ids.active = False
        self.env['signing.image'].create({'user_id': self.director.id, 'png': base64.b64encode(png.getvalue())})
        boxes = self.boxes(self.to_sign().file_ids)
        person, seal = boxes['HanamNguoiKy'], boxes['HanamCoQuan']
        width = person['x1'] - person['x0']
        self.assertAlmostEqual(width, person['y1'] - person['y0'], delta=0.1)
        self.assertAlmostEqual((seal['x1'] - person['x0']) / width, 1 / 3, delta=0.01)

    def test_the_file_is_laid_when_the_form_check_passes(self):
        """Art. 13.3: what goes to the signer is what is signed; the checks stand for the draft it was made from."""
        document = self.to_sign()
        main = document.file_ids
        prepared, draft = main.version_ids.sorted('id', reverse=True)
        self.assertEqual((prepared.origin, prepared.parent_id, main.sha256), ('prepare', draft, prepared.sha256))
        self.assertFalse(list(document._changed_since('form')))
        read = main.sha256
        document.with_user(self.director).action_sign(pin=PIN, sha256=read)
        self.assertEqual(main._current_version().parent_id.sha256, read)

    def test_a_missing_place_is_put_on_the_preview(self):
        """App. I: a place nobody wrote into the text is set by hand before the form check passes.

        Proves: 44.13.3
        """
        document = self.plain_draft()
        checker = document.with_user(self.form_checker)
        with self.refused(UserError, "shows no place for: Number, Day, Month, Year, Signature of .*Open the preview"):
            checker.action_pass_form()
        main = checker.file_ids
        missing = [box for box in main.layout_preview()['boxes'] if box['missing']]
        self.assertEqual([box['field'] for box in missing], FOUND)
        preview = main.set_layout([box for box in missing if box['field'] != 'HanamCoQuan'])
        seal = next(box for box in preview['boxes'] if box['field'] == 'HanamCoQuan')
        self.assertFalse(seal['missing'])
        checker.action_pass_form()
        document.with_user(self.director).action_sign(pin=PIN)
        document.with_user(self.clerk).action_assign_number()
        document.with_user(self.clerk).action_issue(pin=PIN)
        self.assertEqual(document.state, 'issued')

    def test_the_signer_moves_a_place_and_the_file_is_laid_again(self):
        """Art. 13.3: from the same draft, with the checks unharmed; who read the bytes before must read again."""
        document = self.to_sign().with_user(self.director)
        main = document.file_ids
        read, draft = main.sha256, main._draft_version()
        box = self.boxes(main)['HanamNguoiKy']
        moved = {**box, 'y0': box['y0'] + 10, 'y1': box['y1'] + 10}
        seal = self.boxes(main)['HanamCoQuan']
        main.set_layout([moved])
        self.assertEqual(self.boxes(main)['HanamNguoiKy'], moved)
        self.assertAlmostEqual(self.boxes(main)['HanamCoQuan']['y0'], seal['y0'] + 10, 1)
        self.assertEqual(main._current_version().parent_id, draft)
        with self.refused(UserError, "has changed since it was read"):
            document.action_sign(pin=PIN, sha256=read)
        document.action_sign(pin=PIN, sha256=main.sha256)
        with self.refused(AccessError, "can no longer be changed"):
            main.set_layout([moved])
        self.assertFalse(main.layout_preview()['editable'])

    def test_only_whose_turn_it_is_moves_a_place(self):
        """Art. 13.1: the drafter while it is a draft, the checkers in their turn, before the signature the signer."""
        draft = self.draft()
        box = self.boxes(draft.file_ids)['HanamSo']
        draft.file_ids.set_layout([box])
        draft.action_submit()
        with self.refused(AccessError, "is not with you now"):
            draft.file_ids.set_layout([box])
        draft.file_ids.with_user(self.unit_head).set_layout([box])
        with self.refused(AccessError, "is not with you now"):
            self.to_sign().file_ids.with_user(self.form_checker).set_layout([box])

    def test_a_place_lies_on_a_page_and_a_seal_has_its_size(self):
        """App. I, II.8a: the seal is as large as the seal itself, wherever it is put."""
        main = self.draft().file_ids
        seal = self.boxes(main)['HanamCoQuan']
        main.set_layout([{**seal, 'x1': seal['x1'] + 50, 'y1': seal['y1'] + 90}])
        again = self.boxes(main)['HanamCoQuan']
        self.assertAlmostEqual(again['x1'] - again['x0'], 36 * 72 / 25.4, 1)
        for wrong, words in (({**seal, 'page': 7}, "is no place"), ({**seal, 'x0': 'a'}, "is no place"),
                             ({**seal, 'field': 'Other'}, "is no place"), ({}, "is no place"),
                             ({**self.boxes(main)['HanamSo'], 'x1': 10_000}, "must lie inside the page"),
                             ({**self.boxes(main)['HanamSo'], 'x1': float('nan')}, "must lie inside the page")):
            with self.refused(UserError, words):
                main.set_layout([wrong])

    def test_another_draft_has_other_places(self):
        """Art. 13.2: places a person moved go with the text they were moved on."""
        main = self.draft().file_ids
        box = self.boxes(main)['HanamSo']
        main.set_layout([{**box, 'x0': box['x0'] + 20, 'x1': box['x1'] + 20}])
        content = signable_pdf(self.director.name, self.authority.position)
        main.write({'upload': base64.b64encode(content)})
        self.assertEqual(self.boxes(main)['HanamSo'], box)

    def test_declining_makes_the_draft_current_again(self):
        """Art. 13.1.c: what was laid stays as a version; the next form check lays it anew."""
        document = self.to_sign()
        main = document.file_ids
        draft = main._draft_version()
        document.with_user(self.director).action_decline(reason="Sai căn cứ")
        self.assertEqual((main._current_version(), main.attachment_id), (draft, draft.attachment_id))
        document.with_user(self.unit_head).action_pass_content()
        document.with_user(self.form_checker).action_pass_form()
        self.assertEqual(main.version_ids.mapped('origin').count('prepare'), 2)

    def test_a_file_uploaded_before_the_signature_is_not_signed(self):
        """Decree 30/2020, Art. 11.2: it was neither checked nor laid."""
        document = self.to_sign().with_user(self.director)
        content = signable_pdf(self.director.name, self.authority.position, notation='SNV-VP')
        document.file_ids.write({'upload': base64.b64encode(content)})
        with self.refused(UserError, "places of signature are not laid"):
            document.action_sign(pin=PIN)

    def test_pages_are_shown_to_who_may_read_the_file(self):
        """Decree 30/2020, App. VI, III.3b: a picture of a page is a look into the file."""
        document = self.to_sign()
        address = document.file_ids.layout_preview()['pages'][0]['url']
        self.env.flush_all()
        for login, status in (('director', 200), ('colleague', 403), ('health_director', 403)):
            self.authenticate(f'{login}@test', PASSWORD)
            self.assertEqual(self.url_open(address).status_code, status, login)
        self.authenticate('director@test', PASSWORD)
        with Image.open(BytesIO(self.url_open(f'{address}&width=300').content)) as picture:
            self.assertEqual((picture.format, picture.width), ('PNG', 300))
        self.assertEqual(self.url_open(address.replace('/page/0', '/page/9')).status_code, 422)
        self.assertEqual(self.url_open('/hanam/document/file/999999999/page/0.png').status_code, 404)
        arrival = self.arrive().file_ids
        self.authenticate('clerk@test', PASSWORD)
        self.assertEqual(self.url_open(f'/hanam/document/file/{arrival.id}/page/0.png').status_code, 404)

"""Pictures of signatures and seals (Decree 30/2020, App. I, II.7d, II.8a)."""

import base64
from io import BytesIO

from pictures import seal_png, signature_png
from PIL import Image, ImageDraw

from odoo.exceptions import AccessError, ValidationError
from odoo.tools import mute_logger

from .common import SigningCase


def ring(colour, background=(0, 0, 0, 0), mode='RGBA', kind='PNG'):
    """Return a picture with a thick ring of one colour."""
    image = Image.new('RGBA', (200, 200), background)
    ImageDraw.Draw(image).ellipse((20, 20, 180, 180), outline=colour, width=12)
    output = BytesIO()
    image.convert(mode).save(output, kind)
    return base64.b64encode(output.getvalue())


class TestImages(SigningCase):

    def test_a_person_uploads_the_own_signature(self):
        image = self.env['signing.image'].with_user(self.clerk).create({'png': ring((10, 30, 200, 255))})
        self.assertEqual((image.kind, image.user_id, image.name), ('signature', self.clerk, self.clerk.name))
        self.assertTrue(self.clerk._signature_image())

    def test_a_signature_is_blue_on_nothing(self):
        """App. I, II.7d: «màu xanh, định dạng .png nền trong suốt».

        Proves: PL1.7
        """
        images = self.env['signing.image'].with_user(self.clerk)
        for png, sentence in (
            (ring((0, 0, 0, 255)), "must be blue"),
            (ring((200, 10, 10, 255)), "must be blue"),
            (ring((0, 0, 0, 0)), "must be blue"),
            (ring((10, 30, 200, 255), background=(255, 255, 255, 255)), "transparent background"),
            (ring((10, 30, 200, 255), mode='RGB'), "transparent background"),
            (ring((10, 30, 200, 255), mode='RGB', kind='JPEG'), "transparent background"),
            (base64.b64encode(b'no picture'), "transparent background"),
        ):
            with self.subTest(sentence=sentence), self.assertRaisesRegex(ValidationError, sentence):
                images.create({'png': png})

    def test_a_seal_is_red_on_nothing(self):
        """App. I, II.8a: «màu đỏ … nền trong suốt».

        Proves: PL1.8
        """
        images = self.env['signing.image'].with_user(self.manager)
        seal = images.create({'kind': 'seal', 'png': ring((200, 10, 10, 255)), 'width_mm': 36})
        self.assertEqual((seal.company_id, seal.user_id), (self.home, self.env['res.users']))
        with self.assertRaisesRegex(ValidationError, "must be red"):
            images.create({'kind': 'seal', 'png': ring((10, 30, 200, 255))})

    def test_pictures_of_others_are_hidden(self):
        """Only the owner sees a signature, only who administers the agency's signatures its seal."""
        signature, seal = self.director.signing_image_ids, self.home.seal_image_id
        self.assertTrue(signature.with_user(self.director).has_access('read'))
        for person in (self.deputy, self.clerk, self.manager, self.health_clerk):
            self.assertFalse(signature.with_user(person).has_access('read'), person.login)
        self.assertTrue(seal.with_user(self.manager).has_access('read'))
        for person in (self.director, self.clerk, self.health_clerk):
            self.assertFalse(seal.with_user(person).has_access('read'), person.login)
        self.assertFalse(self.health.seal_image_id.with_user(self.manager).has_access('read'))

    def test_nobody_gives_another_person_a_signature(self):
        for person in (self.clerk, self.manager):
            with self.subTest(person=person.login), mute_logger('odoo.addons.base.models.ir_rule'), \
                    self.assertRaises(AccessError):
                self.env['signing.image'].with_user(person).create({
                    'png': ring((10, 30, 200, 255)), 'user_id': self.director.id})

    def test_a_seal_belongs_to_its_agency(self):
        with self.assertRaisesRegex(ValidationError, "must belong to .* itself"):
            self.home.seal_image_id = self.health.seal_image_id
        with self.assertRaisesRegex(ValidationError, "must belong to .* itself"):
            self.home.seal_certificate_id = self.health.seal_certificate_id

    def test_demonstration_pictures_are_of_real_size_and_always_the_same(self):
        seal = Image.open(BytesIO(seal_png("Sở Nội vụ tỉnh Hà Nam", 36)))
        self.assertEqual(seal.size, (425, 425))
        self.assertEqual(signature_png("Nguyễn Văn An"), signature_png("Nguyễn Văn An"))
        self.assertNotEqual(signature_png("Nguyễn Văn An"), signature_png("Lê Thị Bình"))

"""The screen on which places are moved (Decision 44/2024, Art. 13.3; Decree 30/2020, App. I)."""

import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import plain_pdf, signable_pdf
from .in_browser import script
from .signed_world import PIN, SignedProvinceCase

PERSON, SEAL, NUMBER = 'HanamNguoiKy', 'HanamCoQuan', 'HanamSo'
MOVE = script("""
    (await see("button[name='action_places']")).click();
    const box = await see("[data-field='HanamNguoiKy']");
    box.focus();
    for (const shiftKey of [true, false]) {
        box.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp", shiftKey, bubbles: true }));
    }
    (await see(".o_hanam_places_save:not([disabled])")).click();
    await gone(".o_hanam_places");
""")


@tagged('post_install', '-at_install')
class TestPlaces(SignedProvinceCase, HttpCase):
    """What the screen shows, who may move, and that two people do not overwrite each other."""

    def boxes(self, places):
        return {box['field']: box for box in places['boxes']}

    def up(self, box, points):
        return {**box, 'y0': box['y0'] + points, 'y1': box['y1'] + points}

    def test_a_seal_follows_its_signature_until_it_is_moved(self):
        """App. I, II.8a: over the left third of the signature, at its real size.

        Proves: 44.13.3
        """
        main = self.draft().file_ids
        places = main.places()
        boxes = self.boxes(places)
        self.assertEqual([boxes[field]['kind'] for field in (NUMBER, PERSON, SEAL)], ['text', 'person', 'seal'])
        self.assertEqual((boxes[SEAL]['follows'], boxes[PERSON]['follows']), (PERSON, False))
        self.assertTrue(places['editable'])
        places = main.save_places([self.up(boxes[PERSON], 30)], places['stamp'])
        moved = self.boxes(places)
        self.assertEqual((moved[PERSON]['moved'], moved[SEAL]['moved']), (True, False))
        self.assertAlmostEqual(moved[SEAL]['y0'], boxes[SEAL]['y0'] + 30, 1)
        places = main.save_places([self.up(moved[SEAL], 12)], places['stamp'])
        places = main.save_places([self.up(moved[PERSON], 50)], places['stamp'])
        self.assertAlmostEqual(self.boxes(places)[SEAL]['y0'], moved[SEAL]['y0'] + 12, 1)

    def test_a_seal_is_not_cut_off_by_the_edge(self):
        """App. I, II.8a: a signature at the left edge leaves no room for its seal further left."""
        main = self.draft().file_ids
        places = main.places()
        person = self.boxes(places)[PERSON]
        places = main.save_places([{**person, 'x0': 0, 'x1': person['x1'] - person['x0'], 'y0': 0,
                                    'y1': person['y1'] - person['y0']}], places['stamp'])
        seal = self.boxes(places)[SEAL]
        self.assertEqual((seal['x0'], seal['y0']), (0, 0))
        self.assertAlmostEqual(seal['x1'], 36 * 72 / 25.4, 1)

    def test_proposing_again_forgets_what_was_moved(self):
        main = self.draft().file_ids
        places = main.places()
        moved = main.save_places([self.up(self.boxes(places)[NUMBER], 40)], places['stamp'])
        again = main.propose_places(moved['stamp'])
        self.assertEqual(again, places)
        self.assertNotEqual(moved['boxes'], places['boxes'])

    def test_proposing_again_before_the_signer_lays_the_file_anew(self):
        """Art. 13.3: what is signed is what is shown."""
        main = self.to_sign().file_ids.with_user(self.director)
        places = main.places()
        moved = main.save_places([self.up(self.boxes(places)[NUMBER], 3)], places['stamp'])
        again = main.propose_places(moved['stamp'])
        self.assertEqual(again['boxes'], places['boxes'])
        self.assertEqual(main.sudo().version_ids.mapped('origin').count('prepare'), 3)

    def test_two_people_do_not_overwrite_each_other(self):
        main = self.draft().file_ids
        seen = main.places()
        box = self.boxes(seen)[NUMBER]
        main.save_places([self.up(box, 5)], seen['stamp'])
        for act in (lambda: main.save_places([self.up(box, 9)], seen['stamp']),
                    lambda: main.propose_places(seen['stamp'])):
            with self.refused(UserError, "changed by somebody else meanwhile"):
                act()
        seen = main.places()
        main.write({'upload': base64.b64encode(signable_pdf(self.director.name, self.authority.position, 'SNV-VP'))})
        with self.refused(UserError, "changed by somebody else meanwhile"):
            main.save_places([self.up(box, 9)], seen['stamp'])

    def test_who_may_not_change_the_draft_only_looks(self):
        """Decree 30/2020, App. VI, III.3b."""
        document = self.to_sign()
        main = document.file_ids
        drafter, stamp = main.with_user(self.officer), main.places()['stamp']
        self.assertFalse(drafter.places()['editable'])
        for act in (lambda: drafter.save_places([], stamp), lambda: drafter.propose_places(stamp)):
            with self.refused(AccessError, "not with you now"):
                act()
        with self.assertRaises(AccessError):
            main.with_user(self.colleague).places()
        document.with_user(self.director).action_sign(pin=PIN)
        self.assertFalse(main.with_user(self.director).places()['editable'])
        with self.refused(AccessError, "can no longer be changed"):
            main.with_user(self.director).propose_places(stamp)

    def test_places_need_pages_and_signers(self):
        document = self.draft(file_ids=[Command.create({'name': 'a.pdf', 'upload': base64.b64encode(plain_pdf())})])
        self.assertEqual(document.action_places()['params'], {'id': document.file_ids.id})
        self.assertEqual(len([box for box in document.file_ids.places()['boxes'] if box['missing']]), 6)
        empty = self.draft(file_ids=[])
        with self.refused(UserError, "There are no pages yet"):
            empty.action_places()
        document.delegation_id = False
        with self.refused(UserError, "Choose first who signs"):
            document.action_places()

    def test_a_place_is_moved_with_the_keys(self):
        """In a browser: Shift moves ten points, an arrow alone one.

        Proves: 44.13.3
        """
        document = self.draft()
        main = document.file_ids
        before = self.boxes(main.places())
        self.env.flush_all()
        self.browser_js(f'/odoo/document.outgoing/{document.id}', MOVE, login='officer@test', timeout=90)
        self.env.invalidate_all()
        after = self.boxes(main.places())
        for field in (PERSON, SEAL):
            self.assertAlmostEqual(after[field]['y0'] - before[field]['y0'], 11, 1)

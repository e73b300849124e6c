from odoo.exceptions import UserError
from odoo.tests import BaseCase, TransactionCase, tagged

from odoo.addons.hanam_signing.lib.pades import FIELD_NAMES, errors
from odoo.addons.hanam_signing.tools import wording


def every_error():
    """Return every class of errors the library names."""
    return [getattr(errors, name) for name in errors.__all__]


class TestSentences(BaseCase):
    """No error of the library reaches a person in words of another one."""

    def test_every_error_has_a_sentence_of_its_own(self):
        """A class that is added brings its sentence with it."""
        self.assertEqual([kind.__name__ for kind in every_error() if kind not in wording.FAILURES], [])
        sentences = [sentence._source for sentence in wording.FAILURES.values()]
        self.assertEqual(len(sentences), len(set(sentences)))


@tagged('post_install', '-at_install')
class TestPlaces(TransactionCase):
    """Sentences about places name them as people do."""

    def words(self, error):
        """Return what a person reads of an error."""
        with self.assertRaises(UserError) as caught, wording.speaking(self.env(context={'lang': 'en_US'}), 'a.pdf'):
            raise error
        return str(caught.exception)

    def test_a_place_is_named_by_role_or_by_row(self):
        """The lead agency's places by what they are for, further ones by their row."""
        for named, words in (('seal', "no room for the seal"), ('number', "no gap for the number"),
                             (FIELD_NAMES.person_at(3), "the signature of signer 3"),
                             (FIELD_NAMES.agency_at(12), "the seal of agency 12")):
            with self.subTest(named):
                self.assertIn(words, self.words(errors.PlaceNotFound(named)))

    def test_a_refused_box_and_a_printed_date_say_what_is_wrong(self):
        """Decree 30/2020, App. I, II.4: a month that is printed is the month of issue."""
        self.assertIn("the place of the year", self.words(errors.LayoutRefused(FIELD_NAMES.year, 'is no box')))
        self.assertIn("the place of the seal of agency 2",
                      self.words(errors.LayoutRefused(FIELD_NAMES.agency_at(2), 'is on page 4 of 1')))
        self.assertIn("month 10 printed, but 11", self.words(errors.PrintedDateDiffers('month', '10', '11')))

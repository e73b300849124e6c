"""«Why it still holds» in words (Decision 44/2024, Art. 10.1)."""

import json
from datetime import UTC, datetime

from ..lib.pades import Reason, Verdict
from ..lib.pades.facts import to_json, unreadable
from ..lib.pades.stored import read_stored
from ..lib.pades.summary import Changes
from ..tools.proving import AFTER, WHAT_TO_DO, what_to_do
from .trust_world import TrustCase


class TestProofWords(TrustCase):

    def values(self, signature):
        return {row['label']: row['value'] for row in signature['rows']}

    def test_every_verdict_says_what_to_do(self):
        self.assertEqual(set(WHAT_TO_DO), set(Verdict))
        self.assertEqual(set(AFTER), set(Changes))
        own, theirs = (self.env._(what_to_do('invalid', [one])) for one in ('no_trust_anchor', 'hash_failure'))
        self.assertRegex(own, "administrator")
        self.assertRegex(theirs, "Return it")
        for reason in Reason:
            self.assertTrue(self.env._(what_to_do('suspicious', [reason.value])))

    def test_a_sealed_file_tells_its_history(self):
        """The person signed all there was; number and date came after and were allowed; the seal covers everything."""
        proof = self.sealed()._verify_signatures(self.home._expected_signatures('main', self.director)).proof()
        self.assertEqual(proof['story'], [
            f"{self.director.name} signed everything up to the end of revision 3.",
            "After it only these were filled in (revision 4): number «07», date 05/01/2026; that signature allows it.",
            f"The signature of {self.home.name} covers the whole file, to the last byte."])
        self.assertEqual([one['title'] for one in proof['revisions']], [
            "The document as it was made", "Prepared before anybody signed", f"Signature of {self.director.name}",
            f"Signature of {self.home.name}"])
        self.assertIn("Filled in: number «07», date 05/01/2026", proof['revisions'][-1]['points'])
        self.assertEqual([one['tone'] for one in proof['revisions']], ['secondary', 'secondary', 'success', 'success'])
        person, agency = proof['signatures']
        self.assertEqual((person['role'], agency['role']), ("Person", "Agency"))
        self.assertEqual(len(person['chain']), 3)
        self.assertEqual(self.values(person)["Afterwards"], "Only what it allows came after it.")
        self.assertEqual(self.values(agency)["Afterwards"], "Nothing came after it.")
        self.assertRegex(self.values(agency)["Signing time"], "by the signer's own clock$")
        self.assertRegex(self.values(agency)["Revocation"], "^Not revoked, by the list of .* of ")
        self.assertTrue(proof['is_trial'])

    def test_revisions_follow_each_other_without_a_gap(self):
        report = read_stored(self.sealed()._verify_signatures().facts)
        ends = [one.end for one in report.history]
        self.assertEqual([one.start for one in report.history], [0, *ends[:-1]])
        self.assertEqual(ends[-1], report.size)

    def test_a_tampered_file_tells_that_it_is_broken(self):
        content = bytearray(self.sealed().raw)
        content[content.index(b'stream\n', content.index(b'/Image')) + 60] ^= 1
        proof = self.upload(bytes(content))._verify_signatures().proof()
        self.assertEqual(proof['tone'], 'danger')
        self.assertRegex(proof['story'][0], f"in the name of {self.director.name} is broken")
        self.assertNotRegex(' '.join(proof['story']), "covers the whole file|signed everything")
        self.assertRegex(proof['advice'], "Do not accept")

    def test_an_unknown_signer_is_not_called_by_name_as_if_proven(self):
        sealed = self.sealed()
        self.env['signing.authority'].search([]).active = False
        proof = sealed._verify_signatures().proof()
        self.assertEqual(proof['tone'], 'danger')
        self.assertRegex(proof['story'][0], "a name nobody trusted confirms")
        self.assertEqual(proof['signatures'][0]['chain'][-1], "not under a trusted authority")
        self.assertRegex(proof['advice'], "register the authorities")

    def test_a_time_stamp_is_named_as_the_source_of_the_time(self):
        self.stamper()
        self.home.signing_level = 't'
        proof = self.signed()._verify_signatures().proof()
        person = self.values(proof['signatures'][0])
        self.assertRegex(person["Signing time"], "by the time stamp of ")
        self.assertRegex(person["Level"], "^B-T")

    def test_without_a_signature_there_is_nothing_to_tell(self):
        for content, tone in ((b'\x00 no PDF', 'danger'), (self.prepared().raw, 'secondary')):
            proof = self.upload(content)._verify_signatures().proof()
            self.assertEqual((proof['tone'], proof['signatures'], proof['story']), (tone, [], []))
            self.assertTrue(proof['reason'])

    def test_facts_of_an_earlier_edition_are_still_read(self):
        verification = self.sealed()._verify_signatures()
        older = json.loads(json.dumps(verification.facts))
        for one in older['signatures']:
            del one['field_after_certifying'], one['material_stamped']
        del older['history'], older['objects_unread']
        older['no_longer_known'] = True
        report = read_stored(older)
        self.assertEqual([one.signer_cn for one in report.signatures], [self.director.name, self.home.name])
        self.assertEqual(report.history, ())

    def test_what_was_stored_comes_back_unchanged(self):
        report = unreadable('ab' * 32, 7, datetime(2026, 11, 22, tzinfo=UTC), 'no PDF')
        self.assertEqual(read_stored(json.loads(to_json(report))), report)
        whole = self.sealed()._verify_signatures().facts
        self.assertEqual(json.loads(to_json(read_stored(whole))), whole)

    def test_a_check_again_stands_beside_the_first(self):
        first = self.sealed()._verify_signatures()
        second = first.with_user(self.clerk).check_again()
        self.assertNotEqual(second['id'], first.id)
        self.assertEqual(second['verdict'], first.proof()['verdict'])

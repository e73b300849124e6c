"""A file is prepared here, signed elsewhere, finished here: the hash mode of tokens and remote services."""

import json
import shutil
import subprocess
from dataclasses import replace
from functools import cache

import drafts
import pades
import pades_world as world
import pki
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pades import errors


def plan(**settings) -> pades.Plan:
    return pades.plan_person(world.prepared(), image_png=drafts.blue_signature(), signed_at=pki.NOW, **settings)


def chain(identity) -> tuple[bytes, ...]:
    return tuple(one.public_bytes(Encoding.DER) for one in identity.chain)


def prepared(identity=None, **settings) -> pades.Prepared:
    identity = identity or world.chairman()
    return pades.defer(plan(**settings), identity.der, chain(identity))


def answer(of: pades.Prepared, identity=None) -> bytes:
    """What a token does: sign the attributes."""
    key = (identity or world.chairman()).key
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(of.attributes, ec.ECDSA(hashes.SHA256()))
    return key.sign(of.attributes, padding.PKCS1v15(), hashes.SHA256())


@cache
def on_a_curve() -> pki.Identity:
    return world.authority().issue('Phạm Thị Dung', 'Sở Nội vụ', own_key=pki.curve_key('Phạm Thị Dung'))


class TestGoodAnswers:
    """What holds is put in, and the file is as good as one signed at once."""

    def test_a_bare_signature(self):
        waiting = prepared()
        signed = pades.finish(waiting, answer(waiting))
        assert signed.startswith(world.prepared())
        assert world.facts(signed).signatures[0].intact
        assert world.verdict(world.agency_seals(signed)).verdict is pades.Verdict.VALID

    def test_what_is_signed_is_a_set_of_attributes(self):
        """A token that takes data gets it whole, one that takes a hash gets its SHA-256."""
        waiting = prepared()
        assert (waiting.attributes[0], waiting.mechanism) == (0x31, 'sha256_rsa')
        assert waiting.digest in waiting.attributes

    @pytest.mark.parametrize('form', ['der', 'two numbers'])
    def test_an_elliptic_curve(self, form):
        waiting = prepared(on_a_curve())
        signature = answer(waiting, on_a_curve())
        if form == 'two numbers':
            signature = b''.join(number.to_bytes(32, 'big') for number in decode_dss_signature(signature))
        (facts,) = world.facts(pades.finish(waiting, signature)).signatures
        assert (waiting.mechanism, facts.intact, facts.valid) == ('sha256_ecdsa', True, True)

    def test_the_seal_with_number_and_date_in_one_revision(self):
        signed = world.signed()
        waiting = pades.defer(world.seal_plan(signed), world.agency().der, chain(world.agency()))
        sealed = pades.finish(waiting, answer(waiting, world.agency()))
        assert world.facts(sealed).revisions == world.facts(signed).revisions + 1
        assert world.verdict(sealed, **world.expectation_of_ours(number='44', day='2')).passed

    def test_an_attachment(self):
        planned = pades.plan_attachment(drafts.scan(), text='SAO Y; 02/03/2026', signed_at=pki.NOW,
                                        font_path=drafts.termes())
        waiting = pades.defer(planned, world.agency().der)
        assert world.facts(pades.finish(waiting, answer(waiting, world.agency()))).signatures[0].certifies

    def test_it_waits_as_json_beside_its_file(self):
        waiting = prepared(validation=world.trust())
        kept = json.loads(json.dumps(pades.prepared_to_json(waiting)))
        assert 'pdf' not in kept
        assert pades.prepared_from_json(kept, waiting.pdf) == waiting

    def test_the_long_term_level_is_one_revision(self):
        """Level B-LT: chain and lists go in when it is prepared, the time stamp when it is finished."""
        authority = world.time_stamper(world.authority().time_stamper(), pki.NOW)
        waiting = prepared(validation=world.trust(), timestamper=authority)
        signed = pades.finish(waiting, answer(waiting), timestamper=authority)
        report = world.facts(signed, pades.TrustMaterial(roots=(world.authority().root_der,)))
        (facts,) = report.signatures
        assert (facts.coverage, facts.revocation) == (pades.Coverage.FILE, pades.Revocation.GOOD)
        assert (facts.timestamp_ok, facts.timestamp) == (True, pki.NOW)
        assert report.revisions == world.facts(world.signed()).revisions


@pytest.fixture
def key_files(tmp_path):
    """The chairman's key and certificate as a foreign program wants them."""
    assert shutil.which('openssl'), 'openssl is needed'
    key, certificate = tmp_path / 'key.pem', tmp_path / 'certificate.pem'
    key.write_bytes(world.chairman().key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    certificate.write_bytes(world.chairman().certificate.public_bytes(Encoding.PEM))
    return key, certificate


def openssl(*arguments, given: bytes = b'') -> bytes:
    return subprocess.run(['openssl', *map(str, arguments)], input=given, capture_output=True, check=True).stdout


class TestForeignPrograms:
    """OpenSSL is not our code."""

    def test_a_bare_signature(self, key_files):
        waiting = prepared()
        signed = pades.finish(waiting, openssl('dgst', '-sha256', '-sign', key_files[0], given=waiting.attributes))
        assert world.facts(signed).signatures[0].valid

    def container(self, waiting, key_files) -> bytes:
        covered = waiting.pdf[:waiting.start] + waiting.pdf[waiting.end:]
        return openssl('cms', '-sign', '-cades', '-binary', '-md', 'sha256', '-outform', 'DER', '-inkey', key_files[0],
                       '-signer', key_files[1], given=covered)

    def test_poppler_agrees(self, tmp_path):
        """Both made elsewhere, at level B-LT: valid, and the seal covers the whole file."""
        assert shutil.which('pdfsig'), 'poppler-utils is needed'
        waiting = prepared(validation=world.trust())
        signed = pades.finish(waiting, answer(waiting))
        waiting = pades.defer(world.seal_plan(signed, validation=world.trust()), world.agency().der,
                              chain(world.agency()))
        path = tmp_path / 'sealed.pdf'
        path.write_bytes(pades.finish(waiting, answer(waiting, world.agency())))
        said = subprocess.run(['pdfsig', '-nocert', path], capture_output=True, check=False).stdout.decode()
        assert said.count('Signature is Valid') == 2
        assert said.count('- Total document signed') == 1

    def test_a_whole_container(self, key_files):
        waiting = prepared()
        (facts,) = world.facts(pades.finish(waiting, self.container(waiting, key_files))).signatures
        assert (facts.intact, facts.valid, facts.coverage) == (True, True, pades.Coverage.FILE)

    def test_a_whole_container_is_stamped(self, key_files):
        authority = world.time_stamper(world.authority().time_stamper(), pki.NOW)
        waiting = prepared(timestamper=authority)
        signed = pades.finish(waiting, self.container(waiting, key_files), timestamper=authority)
        assert world.facts(signed).signatures[0].timestamp_ok

    def test_a_container_for_another_file_is_refused(self, key_files):
        with pytest.raises(errors.ResultInvalid):
            pades.finish(prepared(), self.container(prepared(reason='khác'), key_files))

    def test_a_container_of_another_certificate_is_refused(self, key_files):
        waiting = prepared()
        with pytest.raises(errors.ResultWrongSigner):
            pades.finish(replace(waiting, certificate_der=world.agency().der), self.container(waiting, key_files))

    def test_a_weak_digest_is_refused(self, key_files):
        waiting = prepared()
        covered = waiting.pdf[:waiting.start] + waiting.pdf[waiting.end:]
        weak = openssl('cms', '-sign', '-binary', '-md', 'sha1', '-outform', 'DER', '-inkey', key_files[0],
                       '-signer', key_files[1], given=covered)
        with pytest.raises(errors.ResultInvalid):
            pades.finish(waiting, weak)


class TestRefusals:
    """Nothing is given out unless it holds for the very bytes that were prepared."""

    def test_the_wrong_key(self):
        waiting = prepared()
        with pytest.raises(errors.ResultInvalid):
            pades.finish(waiting, answer(waiting, world.agency()))

    def test_a_corrupted_signature(self):
        waiting = prepared()
        signature = bytearray(answer(waiting))
        signature[10] ^= 1
        with pytest.raises(errors.ResultInvalid):
            pades.finish(waiting, bytes(signature))

    @pytest.mark.parametrize('said', [b'', b'\x30', b'no', b'\x30\x80' + bytes(400)])
    def test_what_is_no_signature(self, said):
        for identity in (world.chairman(), on_a_curve()):
            with pytest.raises(errors.ResultInvalid):
                pades.finish(prepared(identity), said)

    def test_an_answer_to_another_file(self):
        with pytest.raises(errors.ResultInvalid):
            pades.finish(prepared(), answer(prepared(reason='khác')))

    def test_a_place_that_is_too_small(self):
        waiting = prepared()
        with pytest.raises(errors.ResultTooLarge):
            pades.finish(replace(waiting, end=waiting.start + 1000), answer(waiting))

    def test_another_base(self):
        waiting = prepared()
        with pytest.raises(errors.ResultNotPrefix):
            pades.finish(replace(waiting, pdf=world.tampered(waiting.pdf)), answer(waiting))

    def test_a_file_that_was_changed_behind_its_base(self):
        waiting = prepared()
        with pytest.raises(errors.ResultInvalid):
            pades.finish(replace(waiting, pdf=world.tampered(waiting.pdf, b'0302163000', b'0302163001')),
                         answer(waiting))

    def test_a_level_never_sinks_silently(self):
        waiting = prepared(timestamper=world.time_stamper(world.authority().time_stamper(), pki.NOW))
        with pytest.raises(errors.TimestampUnavailable):
            pades.finish(waiting, answer(waiting))

    def test_a_certificate_that_is_over(self):
        with pytest.raises(errors.CertificateNotValidNow):
            prepared(world.authority().person('Lê Văn Cũ', not_after=pki.NOW - pki.DAY))

    def test_a_revoked_certificate(self):
        with pytest.raises(errors.SignerRefused):
            prepared(validation=world.trust(revoked=[(world.chairman(), pki.NOW - pki.DAY)]))

"""The infrastructure of the tests answers like a real one: lists, stamps and OCSP, at the moment it is told."""

import urllib.request
from datetime import UTC, datetime

import drafts
import pades
from asn1crypto import ocsp, x509
from certomancer_world import PIN, certomancer_world
from pades import fetching
from pyhanko.sign.timestamps import HTTPTimeStamper

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def signed(world, timestamper=None) -> bytes:
    """Sign a scan as the agency, with the chain and lists of the moment."""
    signer = pades.load_pkcs12(world.pkcs12('agency'), PIN)
    return pades.sign_attachment(
        drafts.scan(), signer, text='Số: 44/QĐ-SNV; 02/03/2026; 16:30:00', signed_at=AT, font_path=drafts.termes(),
        validation=trust(world), timestamper=timestamper)


def trust(world) -> pades.TrustMaterial:
    return pades.TrustMaterial(
        roots=(world.der('root'),), intermediates=(world.der('issuing'),), tsa_roots=(world.der('root'),),
        crls=(world.crl('root', AT), world.crl('issuing', AT)))


def test_a_file_is_signed_and_stamped_by_it():
    """Level B-LT: chain, lists and a stamp that was fetched over HTTP."""
    with certomancer_world(at=AT) as world:
        pdf = signed(world, HTTPTimeStamper(world.tsa_url()))
        report = pades.verify(pdf, trust=trust(world), at=AT)
        assert '/hanam/tsa/tsa' in world.asked
    signature, = report.signatures
    assert (signature.trusted, signature.revocation) == (True, pades.Revocation.GOOD)
    assert (signature.timestamp_ok, signature.timestamp) == (True, AT)


def test_its_ocsp_responder_knows_who_was_withdrawn():
    with certomancer_world(at=AT) as world:
        issuer = x509.Certificate.load(world.der('issuing'))
        states = {}
        for name in ('person', 'deputy'):
            certificate = x509.Certificate.load(world.der(name))
            request = ocsp.OCSPRequest({'tbs_request': {'request_list': [{'req_cert': {
                'hash_algorithm': {'algorithm': 'sha1'}, 'issuer_name_hash': issuer.subject.sha1,
                'issuer_key_hash': issuer.public_key.sha1, 'serial_number': certificate.serial_number}}]}})
            with urllib.request.urlopen(world.ocsp_url(), request.dump(), timeout=20) as answer:
                states[name] = ocsp.OCSPResponse.load(answer.read()).response_data['responses'][0]['cert_status'].name
    assert states == {'person': 'good', 'deputy': 'revoked'}


def test_it_is_gone_after_the_block():
    with certomancer_world(at=AT) as world:
        fetching.fetch(world.crl_url('root'), hosts=[world.host])
    try:
        fetching.fetch(world.crl_url('root'), hosts=[world.host])
    except fetching.Unreachable:
        return
    raise AssertionError('still answering')

"""Remote signing by the CSC API, against certomancer's service on loopback."""

import hashlib
from dataclasses import replace

import csc_world
import drafts
import keys_world
import pades
import pades_world as world
import pki
import pytest
from aiohttp import web
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from pades import errors
from pades.providers import (
    CscAccess,
    CscSigner,
    csc_batch,
    csc_credential,
    csc_credentials,
)

AUTHORIZE, SIGN, INFO = 'credentials/authorize', 'signatures/signHash', 'credentials/info'


@pytest.fixture(scope='module')
def started(tmp_path_factory):
    people = {'an': world.chairman(), 'binh': keys_world.elliptic(world.authority())}
    with csc_world.RemoteSigning(tmp_path_factory.mktemp('csc'), people) as service:
        yield service


@pytest.fixture
def service(started):
    """Give the service as every test wants to find it."""
    started.calls.clear()
    started.answers.clear()
    started.hang_at = ''
    return started


def signer(service, credential: str = 'world/an', **changes) -> CscSigner:
    access = CscAccess(service.url, timeout=20)
    found = csc_credential(access, credential)
    service.calls.clear()
    return replace(CscSigner(access, credential, found.certificate_der, found.chain, csc_world.PIN, csc_world.OTP),
                   **changes)


def sign_pdf(means) -> bytes:
    return pades.sign_person(world.prepared(), means, image_png=drafts.blue_signature(), signed_at=pki.NOW)


@pytest.mark.parametrize('name', ['an', 'binh'])
def test_a_remote_key_signs_a_pdf(service, name):
    """RSA and P-256, with one authorisation: the signature is whole and made with the credential's certificate."""
    means = signer(service, f'world/{name}')
    facts = world.facts(sign_pdf(means)).signatures[0]
    assert facts.intact and facts.fingerprint == hashlib.sha256(means.certificate_der).hexdigest()
    assert (service.calls[AUTHORIZE], service.calls[SIGN]) == (1, 1)


def test_the_credentials_are_listed_with_their_chain(service):
    """What a person registers: certificate and chain, and how many hashes one authorisation covers."""
    access = CscAccess(service.url)
    assert {'world/an', 'world/binh'} <= set(csc_credentials(access))
    found = csc_credential(access, 'world/an')
    assert found.certificate_der == world.chairman().der
    assert set(found.chain) == {world.authority().intermediate.der, world.authority().root_der}
    assert found.batch_limit == csc_world.BATCH


def test_a_batch_is_authorised_once(service):
    """Twelve documents, one PIN, one one-time password; each signature belongs to its document."""
    items = tuple(keys_world.attributes(number) for number in range(12))
    signatures = csc_batch(signer(service), items)
    assert (service.calls[AUTHORIZE], service.calls[SIGN]) == (1, 1)
    public = world.chairman().key.public_key()
    for data, signature in zip(items, signatures, strict=True):
        public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())


def test_a_tray_is_authorised_once(service):
    """Three PDFs prepared, their attributes signed in one batch, each finished with its own signature."""
    means = signer(service)
    plans = [pades.plan_person(world.prepared(), image_png=drafts.blue_signature(), signed_at=pki.NOW, reason=reason)
             for reason in ('một', 'hai', 'ba')]
    prepared = [pades.defer(plan, means.certificate_der, means.chain) for plan in plans]
    signatures = csc_batch(means, tuple(one.attributes for one in prepared))
    for one, signature in zip(prepared, signatures, strict=True):
        assert world.facts(pades.finish(one, signature)).signatures[0].intact
    assert (service.calls[AUTHORIZE], service.calls[SIGN]) == (1, 1)


def test_a_batch_of_an_elliptic_key_is_der(service):
    """As CMS wants it."""
    data = keys_world.attributes()
    signature = csc_batch(signer(service, 'world/binh'), (data,))[0]
    keys_world.elliptic(world.authority()).key.public_key().verify(signature, data, ec.ECDSA(hashes.SHA256()))


def test_more_than_the_credential_allows_is_not_split_behind_the_holders_back(service):
    """Each part wants an authorisation of its own."""
    means = signer(service)
    with pytest.raises(errors.AuthorisationRefused):
        csc_batch(means, tuple(keys_world.attributes(number) for number in range(csc_world.BATCH + 1)))
    assert not service.calls[AUTHORIZE]


@pytest.mark.parametrize(('change', 'error'), [
    ({'pin': '1111'}, errors.PinWrong),
    ({'otp': '000000'}, errors.AuthorisationRefused),
    ({'otp': ''}, errors.AuthorisationRefused),
])
def test_a_refused_authorisation_has_its_name_and_is_not_repeated(service, change, error):
    """Nothing is signed."""
    means = signer(service, **change)
    with pytest.raises(error):
        sign_pdf(means)
    assert (service.calls[AUTHORIZE], service.calls[SIGN]) == (1, 0)


@pytest.mark.parametrize(('body', 'status', 'error'), [
    ({'error': 'access_denied', 'error_description': 'The PIN is locked'}, 403, errors.PinLocked),
    ({'error': 'access_denied', 'error_description': 'The user refused'}, 403, errors.AuthorisationRefused),
    ({'error': 'server_error'}, 503, errors.ServiceDown),
    ({'no': 'SAD'}, 200, errors.AuthorisationRefused),
    ([], 400, errors.AuthorisationRefused),
])
def test_what_a_service_refuses_with_is_named(service, body, status, error):
    """By its error code, and by the words beside it where the code is not enough."""
    means = signer(service)
    service.answers[AUTHORIZE] = web.json_response(body, status=status)
    with pytest.raises(error):
        sign_pdf(means)
    assert not service.calls[SIGN]


@pytest.mark.parametrize(('answer', 'error'), [
    (lambda: web.json_response({'error': 'invalid_request'}, status=400), errors.AuthorisationRefused),
    (lambda: web.Response(status=500), errors.ServiceDown),
    (lambda: web.json_response({'signatures': []}), errors.ServiceDown),
    (lambda: web.json_response({'signatures': ['AAAA']}), errors.ResultRefused),
    (lambda: web.Response(text='<html>'), errors.ServiceDown),
])
def test_a_wrong_answer_is_no_signature(service, answer, error):
    """A refused one, none, one too few, one that is not of the key."""
    means = signer(service)
    service.answers[SIGN] = answer()
    with pytest.raises(error):
        sign_pdf(means)


def test_an_unknown_credential_has_its_name(service):
    """At registration and at signing."""
    with pytest.raises(errors.KeyAbsent):
        csc_credential(CscAccess(service.url), 'world/nobody')
    with pytest.raises(errors.KeyAbsent):
        sign_pdf(signer(service, credential='world/an', access=CscAccess(service.url),
                        certificate_der=world.agency().der))


@pytest.mark.parametrize('endpoint', [INFO, AUTHORIZE, SIGN])
def test_a_service_that_hangs_is_left(service, endpoint):
    """Wherever it hangs: after the time allowed the error has a name."""
    means = signer(service)
    service.hang_at = endpoint
    with pytest.raises(errors.ServiceDown):
        sign_pdf(replace(means, access=CscAccess(service.url, timeout=0.3)))


def test_a_service_that_is_not_there_has_its_name():
    """A port nobody listens on."""
    with pytest.raises(errors.ServiceDown):
        csc_credentials(CscAccess('http://127.0.0.1:1'))


@pytest.mark.parametrize('url', ['http://csc.example.vn', 'ftp://127.0.0.1', 'http://127.0.0.1.example.vn', 'csc'])
def test_a_pin_does_not_travel_in_the_clear(url):
    """Only https, or loopback."""
    with pytest.raises(errors.ServiceDown, match='https'):
        csc_credentials(CscAccess(url))


def test_a_pin_is_not_sent_to_another_place(service, tmp_path):
    """A redirection is followed only to the address that was configured."""
    with csc_world.RemoteSigning(tmp_path, {'an': world.chairman()}) as elsewhere:
        means = signer(service)
        service.answers[AUTHORIZE] = web.Response(
            status=307, headers={'Location': f'{elsewhere.url}/csc/v1/{AUTHORIZE}'})
        with pytest.raises(errors.ServiceDown):
            sign_pdf(means)
        assert not elsewhere.calls


def test_secrets_are_in_no_text(service):
    """A log that prints the signer shows neither PIN nor one-time password nor token."""
    text = repr(signer(service, access=CscAccess(service.url, token='oauth-secret')))
    assert not {csc_world.PIN, csc_world.OTP, 'oauth-secret'} & set(text.replace("'", ' ').split())

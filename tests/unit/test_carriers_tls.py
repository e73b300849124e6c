"""The connection itself: who stands at the other end is proved, or nothing is sent."""

import ssl
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address

import pytest
from answering import Answering, Said
from carriers import PeerCarrier, Unreachable
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

NAMES = {'sender': 'H25.02', 'receiver': 'H25.35', 'message_id': 'no 1', 'kind': 'document'}
RECEIPT = {'outcome': 'accepted', 'digest': sha256(b'packet').hexdigest()}


@pytest.fixture
def certified(tmp_path):
    """Make a server's context and the file of its own certificate, for an address."""
    def certify(address):
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, 'peer')])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(1).not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(hours=1))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, SHA256()))
        public, whole = tmp_path / 'peer.pem', tmp_path / 'whole.pem'
        public.write_bytes(certificate.public_bytes(Encoding.PEM))
        whole.write_bytes(public.read_bytes() + key.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(whole)
        return context, str(public)
    return certify


def test_a_system_with_a_certificate_of_ours_is_trusted(certified):
    """A province may have an authority of its own, named by an administrator."""
    context, public = certified('127.0.0.1')
    with Answering(Said(200, RECEIPT), tls=context) as peer:
        taken = PeerCarrier(peer.url, 'key', authorities=public).send(b'packet', **NAMES)
    assert taken.receipt == RECEIPT


def test_a_stranger_gets_nothing(certified):
    """Neither one that nobody knows, nor one with the certificate of another machine; the packet waits."""
    context, _public = certified('127.0.0.1')
    with Answering(Said(200, RECEIPT), tls=context) as stranger:
        with pytest.raises(Unreachable, match='SSLError'):
            PeerCarrier(stranger.url, 'key').send(b'packet', **NAMES)
        assert stranger.asked == []
    context, public = certified('127.0.0.2')
    with Answering(Said(200, RECEIPT), tls=context) as other:
        with pytest.raises(Unreachable, match='SSLError'):
            PeerCarrier(other.url, 'key', authorities=public).send(b'packet', **NAMES)
        assert other.asked == []


def test_a_file_of_authorities_that_is_not_there_stops_nothing_else(certified, tmp_path):
    """It is a fault of configuration: the packet waits."""
    context, _public = certified('127.0.0.1')
    with Answering(Said(200, RECEIPT), tls=context) as peer, pytest.raises(Unreachable):
        PeerCarrier(peer.url, 'key', authorities=str(tmp_path / 'none.pem')).send(b'packet', **NAMES)

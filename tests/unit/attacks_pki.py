"""Certificates nobody should trust, and good ones of kinds the house does not issue; all in the memory of a test."""

from functools import cache

import pades_world as world
import pki
from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

STRANGER = 'Trần Văn Lạ'


@cache
def key(kind: str):
    """Keys other than the usual RSA ones: p256, p384, ed25519."""
    if kind == 'ed25519':
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key({'p256': ec.SECP256R1(), 'p384': ec.SECP384R1(), 'p192': ec.SECP192R1()}[kind])


def leaf(name: str = STRANGER, *, own_key=None, usages=('digital_signature', 'content_commitment'), purpose=None,
         is_ca: bool = False, issuer: pki.Authority | None = None, **validity) -> pki.Identity:
    """Give a certificate of the test authority with any key, usages (None: no such extension) and purpose."""
    authority = issuer or world.authority()
    own_key = own_key or pki.key(name)
    above = authority.intermediate
    builder = pki._builder(
        pki.subject(name, world.AGENCY), own_key, above, validity.get('not_before', pki.NOW - 300 * pki.DAY),
        validity.get('not_after', pki.NOW + 900 * pki.DAY), above.certificate.subject)
    builder = builder.add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
    if usages is not None:
        builder = builder.add_extension(_usage(usages), critical=True)
    if purpose is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
    certificate = builder.sign(above.key, hashes.SHA256())
    return pki.Identity(certificate, own_key, (above.certificate, authority.root.certificate))


def self_signed(name: str = STRANGER) -> pki.Identity:
    own_key = pki.key(name)
    own = pki.Identity(None, own_key)
    builder = pki._builder(pki.subject(name, world.AGENCY), own_key, own, pki.NOW - pki.DAY, pki.NOW + 900 * pki.DAY,
                           pki.subject(name, world.AGENCY))
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(('digital_signature', 'content_commitment')), critical=True)
    return pki.Identity(builder.sign(own_key, hashes.SHA256()), own_key)


def issued_with_sha1() -> pki.Identity:
    """A certificate whose issuer signed it with a broken digest; libraries do not make these any more."""
    good = leaf()
    above = world.authority().intermediate
    parsed = asn1_x509.Certificate.load(good.der)
    for part in (parsed['signature_algorithm'], parsed['tbs_certificate']['signature']):
        part['algorithm'] = 'sha1_rsa'
    parsed['signature_value'] = above.key.sign(
        parsed['tbs_certificate'].dump(force=True), padding.PKCS1v15(), hashes.SHA1())
    return pki.Identity(x509.load_der_x509_certificate(parsed.dump(force=True)), good.key, good.chain)


def _usage(usages) -> x509.KeyUsage:
    every = ('digital_signature', 'content_commitment', 'key_encipherment', 'data_encipherment', 'key_agreement',
             'key_cert_sign', 'crl_sign', 'encipher_only', 'decipher_only')
    return x509.KeyUsage(**{usage: usage in usages for usage in every})


@cache
def rogue() -> pki.Authority:
    """An authority with the names of the real one and other keys."""
    return pki.Authority(secret='rogue')


@cache
def time_stamper() -> pki.Identity:
    return world.authority().time_stamper()


def stamper(moment=pki.NOW, identity: pki.Identity | None = None):
    return world.time_stamper(identity or time_stamper(), moment)


@cache
def foreign_time_stamper() -> pki.Identity:
    return pki.Authority('Nowhere CA').time_stamper()


def intermediate_as_signer() -> pki.Identity:
    """The issuing authority's own certificate, which may sign certificates and nothing else."""
    authority = world.authority()
    return pki.Identity(authority.intermediate.certificate, authority.intermediate.key, (authority.root.certificate,))


@cache
def signer(identity: pki.Identity, *, pss: bool = False) -> SimpleSigner:
    """pyHanko's own signer, which takes every kind of key."""
    store = SimpleCertificateStore()
    store.register_multiple([asn1_x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in identity.chain])
    encoded = identity.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(asn1_x509.Certificate.load(identity.der), keys.PrivateKeyInfo.load(encoded), store,
                        prefer_pss=pss)


PURPOSES = ExtendedKeyUsageOID

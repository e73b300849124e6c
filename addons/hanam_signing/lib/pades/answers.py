"""What a key elsewhere answers with: a bare signature over the signed attributes, or a whole detached CMS."""

from asn1crypto import algos, cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

from .errors import ResultInvalid, SignerRefused

__all__ = ['bare_signature', 'container_of', 'mechanism_of', 'stamped']

RSA, ECDSA = 'sha256_rsa', 'sha256_ecdsa'
STAMP = 'signature_time_stamp_token'


def mechanism_of(certificate_der: bytes) -> str:
    """Name how the certificate's key signs: sha256_rsa (PKCS #1 v1.5) or sha256_ecdsa; SignerRefused for others."""
    key = _public_key(certificate_der)
    if isinstance(key, rsa.RSAPublicKey):
        return RSA
    if isinstance(key, ec.EllipticCurvePublicKey):
        return ECDSA
    raise SignerRefused(f'a key of kind {type(key).__name__} is not supported')


def _public_key(certificate_der: bytes):
    try:
        return x509.load_der_x509_certificate(certificate_der).public_key()
    except ValueError as error:
        raise SignerRefused(f'the certificate is not readable: {error}') from error


def container_of(answer: bytes) -> cms.ContentInfo | None:
    """Give the answer as a CMS with signed data, None if it is something else."""
    try:
        container = cms.ContentInfo.load(answer, strict=True)
        if container['content_type'].native == 'signed_data' and len(container['content']['signer_infos']) == 1:
            return container
    except (ValueError, TypeError):
        pass
    return None


def bare_signature(answer: bytes, attributes: bytes, certificate_der: bytes) -> bytes:
    """Give the signature as CMS wants it; ResultInvalid unless the certificate's key made it over these attributes.

    A signature of an elliptic curve may come as DER or, as tokens give it, as two numbers of the curve's size.
    """
    key = _public_key(certificate_der)
    if isinstance(key, ec.EllipticCurvePublicKey):
        answer = _as_der(answer, (key.key_size + 7) // 8)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(answer, attributes, padding.PKCS1v15(), hashes.SHA256())
        else:
            key.verify(answer, attributes, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise ResultInvalid('the answer is no signature of the expected key over this file') from error
    return answer


def _as_der(answer: bytes, size: int) -> bytes:
    try:
        utils.decode_dss_signature(answer)
    except ValueError:
        if len(answer) == 2 * size:
            return algos.DSASignature.from_p1363(answer).dump()
    return answer


async def stamped(container: cms.ContentInfo, timestamper, digest: str) -> cms.ContentInfo:
    """Give a container whose signature has a time stamp: its own, or one asked for now."""
    signer = container['content']['signer_infos'][0]
    present = signer['unsigned_attrs'] or ()
    if timestamper is None or any(attribute['type'].native == STAMP for attribute in present):
        return container
    hashed = hashes.Hash(hashes.SHA256())
    hashed.update(signer['signature'].native)
    token = await timestamper.async_timestamp(hashed.finalize(), digest)
    attribute = cms.CMSAttribute({'type': STAMP, 'values': [token]})
    signer['unsigned_attrs'] = cms.CMSAttributes([*present, attribute])
    return cms.ContentInfo.load(container.dump(force=True))

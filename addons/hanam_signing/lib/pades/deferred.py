"""Sign in two steps: the file is prepared here, its signature is made elsewhere and put in later (CMS, RFC 5652).

What: `defer` gives a `Prepared` of plain values to be kept; its `attributes` are what is signed, by a token in the
browser or by a remote service; `finish` puts the answer in. Nothing that came back is given out unless it holds for the
very bytes that were prepared. The certificate must be known beforehand: its hash is among the signed attributes.
"""

import asyncio
from base64 import b64decode, b64encode
from dataclasses import dataclass, fields
from hashlib import sha256
from io import BytesIO

from asn1crypto import algos, cms, x509
from pyhanko.sign.signers import ExternalSigner
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .acceptance import accept_signature
from .answers import bare_signature, container_of, mechanism_of, stamped
from .carrying import DIGEST, pdf_signer, require_in_force, room, speaking_of_signing
from .errors import ResultNotPrefix, ResultTooLarge, TimestampUnavailable
from .plan import Plan
from .reading import open_writer

__all__ = ['Prepared', 'defer', 'finish', 'prepared_from_json', 'prepared_to_json']

# A container made elsewhere brings more along than ours: its chain up to the root, further attributes.
ROOM_ELSEWHERE = 8192


@dataclass(frozen=True, slots=True, repr=False)
class Prepared:
    """A file with an empty place for one signature, and what belongs there.

    pdf: the file, of which the first base_size bytes (SHA-256 base_sha256) are what was planned on. start, end: where
    the container goes. digest: of everything else. attributes: DER SET OF, what is signed with `mechanism` (sha256_rsa
    or sha256_ecdsa). chain: DER of further certificates. earlier: fields signed before. stamped: a time stamp is due.
    """

    pdf: bytes
    base_sha256: str
    base_size: int
    field: str
    earlier: tuple[str, ...]
    digest: bytes
    start: int
    end: int
    attributes: bytes
    mechanism: str
    certificate_der: bytes
    chain: tuple[bytes, ...]
    stamped: bool


def defer(plan: Plan, certificate_der: bytes, chain: tuple[bytes, ...] = ()) -> Prepared:
    """Prepare everything but the signature; chain and revocation lists of level B-LT go in now.

    certificate_der, chain: DER, the chain without order. CertificateNotValidNow, FieldAbsent, SignerRefused for a key
    that is neither RSA nor of an elliptic curve, TimestampUnavailable where B-LT asks who will stamp.
    """
    require_in_force(certificate_der, plan.act.signed_at)
    mechanism = mechanism_of(certificate_der)
    key = _key(certificate_der, chain, mechanism)
    with speaking_of_signing():
        place, pdf, attributes = asyncio.run(_prepare(plan, key))
    return Prepared(
        pdf, sha256(plan.pdf).hexdigest(), len(plan.pdf), plan.field, tuple(sorted(plan.earlier)),
        place.document_digest, place.reserved_region_start, place.reserved_region_end, attributes, mechanism,
        certificate_der, tuple(chain), plan.act.timestamper is not None)


def _key(certificate_der: bytes, chain, mechanism: str, signature: bytes | None = None) -> ExternalSigner:
    store = SimpleCertificateStore()
    store.register_multiple([x509.Certificate.load(der) for der in chain])
    return ExternalSigner(
        x509.Certificate.load(certificate_der), store, signature_value=signature, embed_roots=False,
        signature_mechanism=algos.SignedDigestAlgorithm({'algorithm': mechanism}))


async def _prepare(plan: Plan, key: ExternalSigner):
    writer = open_writer(plan.pdf)
    signer = pdf_signer(plan, writer, key)
    place, _, stream = await signer.async_digest_doc_for_signing(
        writer, existing_fields_only=signer.new_field_spec is None, in_place=True,
        bytes_reserved=room(key, plan.act.timestamper) + 2 * ROOM_ELSEWHERE)
    attributes = await key.signed_attrs(place.document_digest, DIGEST, attr_settings=PdfCMSSignedAttributes(),
                                        use_pades=True)
    return place, stream.getvalue(), attributes.dump()


def finish(prepared: Prepared, answer: bytes, *, timestamper=None) -> bytes:
    """Put in what the key answered and give the signed file, checked.

    answer: the bare signature over `attributes`, or a whole detached CMS over the file (DER). timestamper: needed when
    the plan had one. ResultInvalid for the wrong key or another file, ResultWrongSigner, ResultTooLarge,
    ResultNotPrefix if the prepared file is not the one kept, TimestampUnavailable.
    """
    if sha256(memoryview(prepared.pdf)[:prepared.base_size]).hexdigest() != prepared.base_sha256:
        raise ResultNotPrefix('the prepared file does not begin with the file that was planned on')
    if prepared.stamped and timestamper is None:
        raise TimestampUnavailable('a time stamp is due and no authority was given')
    with speaking_of_signing():
        container = asyncio.run(_container(prepared, answer, timestamper))
    if 2 * len(container) > prepared.end - prepared.start - 2:
        raise ResultTooLarge(f'{len(container)} bytes came back')
    stream = BytesIO(prepared.pdf)
    PreparedByteRangeDigest(prepared.digest, prepared.start, prepared.end).fill_with_cms(stream, container)
    result = stream.getvalue()
    accept_signature(result, earlier=frozenset(prepared.earlier), certificates=(prepared.certificate_der,),
                     field=prepared.field)
    return result


async def _container(prepared: Prepared, answer: bytes, timestamper) -> bytes:
    made_elsewhere = container_of(answer)
    if made_elsewhere is not None:
        return (await stamped(made_elsewhere, timestamper, DIGEST)).dump()
    signature = bare_signature(answer, prepared.attributes, prepared.certificate_der)
    key = _key(prepared.certificate_der, prepared.chain, prepared.mechanism, signature)
    container = await key.async_sign_prescribed_attributes(
        DIGEST, signed_attrs=cms.CMSAttributes.load(prepared.attributes), timestamper=timestamper)
    return container.dump()


def prepared_to_json(prepared: Prepared) -> dict:
    """Give everything but the file as values JSON knows; the file is kept beside it."""
    return {one.name: _plain(getattr(prepared, one.name)) for one in fields(Prepared) if one.name != 'pdf'}


def prepared_from_json(values: dict, pdf: bytes) -> Prepared:
    """Give back what `prepared_to_json` took apart; KeyError, TypeError or ValueError for anything else."""
    values = dict(values, earlier=tuple(values['earlier']), chain=tuple(map(b64decode, values['chain'])))
    for name in ('digest', 'attributes', 'certificate_der'):
        values[name] = b64decode(values[name], validate=True)
    return Prepared(pdf=pdf, **values)


def _plain(value):
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value

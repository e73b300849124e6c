"""Carry out a plan with a key the server can call now: what comes out begins with exactly the bytes that went in."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial

from asn1crypto import x509
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator.errors import PathError, ValidationError

from .acceptance import accept_signature
from .appearance import Font, PictureStyle, TextStyle
from .errors import CertificateNotValidNow, FieldAbsent, SignerRefused, TimestampNotTrusted, TimestampUnavailable
from .fields import fill, page_of, rotation_at
from .geometry import page_view
from .plan import Plan
from .reading import FOREIGN_ERRORS, open_writer
from .signers import Signer
from .textblock import text_block
from .trust import lists_for, signing_context

__all__ = ['DIGEST', 'carry_out', 'fill_in', 'pdf_signer', 'require_in_force', 'room', 'speaking_of_signing']

DIGEST = 'sha256'
TOGETHER = DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE)
# Bytes kept for a signature beside its certificates; without them pyHanko would sign twice to find out.
ROOM_ALONE, ROOM_FOR_STAMP = 2560, 12288


def carry_out(plan: Plan, signer: Signer) -> bytes:
    """Sign now and give the signed file, checked.

    CertificateNotValidNow, FieldAbsent, SignerRefused and its children (PIN, token, service, time stamp), ResultRefused
    if what the key gave back does not hold.
    """
    require_in_force(signer.certificate_der, plan.act.signed_at)
    writer = open_writer(plan.pdf)
    key = signer.open()
    with speaking_of_signing():
        session = pdf_signer(plan, writer, key)
        session.sign_pdf(writer, existing_fields_only=session.new_field_spec is None, in_place=True,
                         bytes_reserved=room(key, plan.act.timestamper))
    result = writer.prev.stream.getvalue()
    accept_signature(result, earlier=plan.earlier, certificates=(signer.certificate_der,), field=plan.field)
    return result


@contextmanager
def speaking_of_signing():
    """Turn what pyHanko and the key's side fail with into SignerRefused or TimestampUnavailable."""
    try:
        yield
    except TimestampRequestError as error:
        raise TimestampUnavailable(str(error)) from error
    except (PathError, ValidationError) as error:
        # The signer's own chain comes as a SigningError; what comes bare is about who stamps.
        raise TimestampNotTrusted(f'the time-stamping authority is not trusted: {error}') from error
    except FOREIGN_ERRORS as error:
        raise SignerRefused(f'{type(error).__name__}: {error}') from error


def room(key, timestamper) -> int:
    """Hex digits to keep for the signature container."""
    chain = sum(len(certificate.dump()) for certificate in (key.signing_cert, *(key.cert_registry or ())))
    return 2 * (ROOM_ALONE + chain + (ROOM_FOR_STAMP if timestamper else 0))


class _AtMoment(PdfSigner):
    """Write the given moment into the signature, and no list of strangers; pyHanko would ask the machine's clock."""

    moment: datetime

    def init_signing_session(self, *args, **kwargs):
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.moment
        session.perform_presign_validation = partial(_with_own_lists, session.perform_presign_validation)
        return session


async def _with_own_lists(collect, writer=None):
    """Embed the lists of these chains alone: an agency knows the lists of all authorities."""
    found = await collect(writer)
    return found and replace(found, crls_to_embed=lists_for(found.validation_paths, found.crls_to_embed))


def pdf_signer(plan: Plan, writer, key) -> PdfSigner:
    """Draw and fill what the plan says into the writer and give the pyHanko signer for the rest."""
    fill_in(plan, writer)
    style, new_field = _text_look(plan, writer) if plan.text else (_picture_look(plan, writer), None)
    signer = _AtMoment(_metadata(plan), key, timestamper=plan.act.timestamper, stamp_style=style,
                       new_field_spec=new_field)
    signer.moment = plan.act.signed_at
    return signer


def fill_in(plan: Plan, writer) -> None:
    """Write number and date; each font file is embedded once."""
    fonts = {path: Font(path, writer) for path in {path for _, _, path in plan.values}}
    fill(writer, {name: text for name, text, _ in plan.values}, {name: fonts[path] for name, _, path in plan.values})


def _picture_look(plan: Plan, writer) -> PictureStyle:
    for field, _, reference in enumerate_sig_fields(writer, filled_status=False):
        if field == plan.field:
            return PictureStyle(border_width=0, image=plan.image, rotation=rotation_at(reference.get_object()))
    raise FieldAbsent(plan.field)


def _text_look(plan: Plan, writer) -> tuple[TextStyle, SigFieldSpec]:
    view = page_view(page_of(writer, 0).get_object())
    font = Font(plan.font_path, writer)
    block = text_block(view, font, plan.text)
    style = TextStyle(border_width=0, font=font, lines=block.lines, size=block.size, rotation=view.rotation)
    return style, SigFieldSpec(plan.field, on_page=0, box=block.box.corners)


def _metadata(plan: Plan) -> PdfSignatureMetadata:
    act, settings = plan.act, {}
    if act.validation is not None:
        settings = {'embed_validation_info': True, 'dss_settings': TOGETHER, 'signer_key_usage': set(),
                    'validation_context': signing_context(act.validation, act.signed_at)}
    return PdfSignatureMetadata(
        field_name=plan.field, md_algorithm=DIGEST, subfilter=SigSeedSubFilter.PADES, certify=plan.certify,
        docmdp_permissions=plan.permission, reason=act.reason, location=act.location, name=act.name, **settings)


def require_in_force(certificate_der: bytes, signed_at: datetime) -> None:
    """CertificateNotValidNow when the moment is outside the certificate's validity (Decision 44/2024, Art. 10)."""
    validity = x509.Certificate.load(certificate_der)['tbs_certificate']['validity']
    not_before, not_after = validity['not_before'].native, validity['not_after'].native
    if not not_before <= signed_at <= not_after:
        raise CertificateNotValidNow(not_before, not_after, signed_at)

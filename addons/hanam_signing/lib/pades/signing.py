"""Sign: a person first, then number, date and the agency's seal in one revision; attachments and copies alone.

What goes in is PDF bytes, a `Signer` and the moment; what comes out begins with exactly the bytes that went in and was
checked before it is given back. Order of Decree 30/2020, Art. 13 to 18; looks of App. I, II.7d, II.8 and Part II.
"""

import unicodedata
from datetime import datetime
from io import BytesIO

from asn1crypto import x509
from pyhanko.sign.fields import (
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    enumerate_sig_fields,
)
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    SigDSSPlacementPreference,
)

from .acceptance import accept_result, is_intact, signatures_of
from .appearance import Font, PictureStyle, TextStyle, check_image
from .errors import (
    AlreadySealed,
    AlreadySigned,
    CertificateNotValidNow,
    FieldAbsent,
    NotSignedByPerson,
    SignerRefused,
    WouldBreakSignature,
)
from .fields import FIELD_NAMES, FieldNames, fill, page_of, rotation_at
from .geometry import page_view
from .reading import FOREIGN_ERRORS, open_writer
from .signers import Signer
from .textblock import text_block
from .trust import ValidationMaterial, signing_context

__all__ = ['ATTACHMENT_FIELD', 'seal', 'sign_attachment', 'sign_person']

ATTACHMENT_FIELD = 'HanamVanThu'
DIGEST = 'sha256'
TOGETHER = DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE)


def sign_person(pdf: bytes, signer: Signer, *, image_png: bytes, signed_at: datetime, reason: str = '',
                location: str = '', name: str = '', field: str = FIELD_NAMES.person,
                validation: ValidationMaterial | None = None, timestamper=None) -> bytes:
    """Sign as a person in a prepared field with the blue picture (Decree 30/2020, App. I, II.7d).

    The first signature certifies the content and leaves only form filling open; a co-signer approves. `validation`
    embeds chain and CRLs (B-LT), `timestamper` is a pyHanko one (B-T). FieldAbsent, WouldBreakSignature,
    CertificateNotValidNow, SignerRefused, ImageRefused.
    """
    image = check_image(image_png)
    writer = open_writer(pdf)
    earlier = signatures_of(pdf)
    if any(one.docmdp_level is MDPPerm.NO_CHANGES for one in earlier):
        raise WouldBreakSignature('the file is sealed: no further signature is allowed')
    style = PictureStyle(border_width=0, image=image, rotation=rotation_at(_empty_field(writer, field)))
    metadata = _metadata(field, signed_at, validation, certify=not earlier, docmdp_permissions=MDPPerm.FILL_FORMS,
                         reason=_text(reason), location=_text(location), name=_text(name))
    return _sign(pdf, writer, signer, metadata, style, signed_at, timestamper)


def seal(pdf: bytes, signer: Signer, *, number: str, day: str, month: str, year: str, image_png: bytes,
         signed_at: datetime, font_path, date_font_path=None, reason: str = '', location: str = '', name: str = '',
         names: FieldNames = FIELD_NAMES, validation: ValidationMaterial | None = None, timestamper=None) -> bytes:
    """Write number and date and sign as the agency with the red seal, in one revision (Art. 15 and 18; App. I, II.8a).

    font_path: TeX Gyre Termes; date_font_path: its italic, for the date line (the regular one if None). Refuses with
    NotSignedByPerson while a personal signature is missing or broken, with AlreadySealed the second time.
    """
    image = check_image(image_png)
    _require_ready_to_seal(pdf, names)
    writer = open_writer(pdf)
    style = PictureStyle(border_width=0, image=image, rotation=rotation_at(_empty_field(writer, names.agency)))
    upright = Font(font_path, writer)
    italic = Font(date_font_path, writer) if date_font_path else upright
    fill(writer, {names.number: number, names.day: day, names.month: month, names.year: year},
         {names.number: upright, names.day: italic, names.month: italic, names.year: italic})
    metadata = _metadata(names.agency, signed_at, validation, docmdp_permissions=MDPPerm.NO_CHANGES,
                         reason=_text(reason), location=_text(location), name=_text(name))
    return _sign(pdf, writer, signer, metadata, style, signed_at, timestamper)


def sign_attachment(pdf: bytes, signer: Signer, *, text: str, signed_at: datetime, font_path, reason: str = '',
                    location: str = '', name: str = '', field: str = ATTACHMENT_FIELD,
                    validation: ValidationMaterial | None = None, timestamper=None) -> bytes:
    """Sign a file of its own, or a digitised copy, as the agency: text at the top right of page 1, no picture.

    text: what the decree prints there (App. I, II.8b: «Số: …; ngày/tháng/năm; giờ: phút: giây»; Part II, I: form of
    copy, agency, time). AlreadySigned refuses a file with any signature: this one allows no change.
    """
    if signatures_of(pdf):
        raise AlreadySigned('the file has a signature already')
    writer = open_writer(pdf)
    view = page_view(page_of(writer, 0).get_object())
    font = Font(font_path, writer)
    block = text_block(view, font, _text(text) or '')
    spec = SigFieldSpec(field, on_page=0, box=block.box.corners)
    style = TextStyle(border_width=0, font=font, lines=block.lines, size=block.size, rotation=view.rotation)
    metadata = _metadata(field, signed_at, validation, certify=True, docmdp_permissions=MDPPerm.NO_CHANGES,
                         reason=_text(reason), location=_text(location), name=_text(name))
    return _sign(pdf, writer, signer, metadata, style, signed_at, timestamper, new_field=spec)


def _text(value: str) -> str | None:
    return unicodedata.normalize('NFC', value) or None


def _empty_field(writer, name: str):
    for field, _, reference in enumerate_sig_fields(writer, filled_status=False):
        if field == name:
            return reference.get_object()
    raise FieldAbsent(name)


def _require_ready_to_seal(pdf: bytes, names: FieldNames) -> None:
    signatures = signatures_of(pdf)
    if any(one.fq_name == names.agency for one in signatures):
        raise AlreadySealed('the agency has signed this file')
    empty = [name for name, _, _ in enumerate_sig_fields(open_writer(pdf), filled_status=False)]
    if names.agency not in empty:
        raise FieldAbsent(names.agency)
    if not signatures or len(empty) > 1:
        raise NotSignedByPerson('a personal signature is missing')
    if not all(is_intact(one) for one in signatures) or signatures[-1].coverage.name != 'ENTIRE_FILE':
        raise NotSignedByPerson('the personal signature does not hold for the file as it is')


def _metadata(field: str, signed_at: datetime, validation, **settings) -> PdfSignatureMetadata:
    if validation is not None:
        settings |= {'embed_validation_info': True, 'validation_context': signing_context(validation, signed_at),
                     'dss_settings': TOGETHER, 'signer_key_usage': set()}
    return PdfSignatureMetadata(field_name=field, md_algorithm=DIGEST, subfilter=SigSeedSubFilter.PADES, **settings)


class _AtMoment(PdfSigner):
    """Write the given moment into the signature; pyHanko would ask the machine's clock."""

    moment: datetime

    def init_signing_session(self, *args, **kwargs):
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.moment
        return session


def _sign(pdf, writer, signer, metadata, style, signed_at, timestamper, new_field=None) -> bytes:
    _require_valid_certificate(signer.certificate_der, signed_at)
    pdf_signer = _AtMoment(metadata, signer.open(), timestamper=timestamper, stamp_style=style,
                           new_field_spec=new_field)
    pdf_signer.moment = signed_at
    output = BytesIO()
    try:
        pdf_signer.sign_pdf(writer, existing_fields_only=new_field is None, output=output)
    except FOREIGN_ERRORS as error:
        raise SignerRefused(f'{type(error).__name__}: {error}') from error
    result = output.getvalue()
    accept_result(pdf, result, certificate_der=signer.certificate_der, field=metadata.field_name)
    return result


def _require_valid_certificate(certificate_der: bytes, signed_at: datetime) -> None:
    if signed_at.tzinfo is None:
        raise ValueError('signed_at must be aware of its zone')
    validity = x509.Certificate.load(certificate_der)['tbs_certificate']['validity']
    not_before, not_after = validity['not_before'].native, validity['not_after'].native
    if not not_before <= signed_at <= not_after:
        raise CertificateNotValidNow(not_before, not_after, signed_at)

"""Good signed files as other tools make them: own field names, visible or not, every level, one or several signers."""

from functools import cache
from io import BytesIO

import attacks_pki as people
import drafts
import pades_world as world
import pikepdf
import pki
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

SUBFILTERS = {'cades': fields.SigSeedSubFilter.PADES, 'pkcs7': fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED}
PERMISSIONS = {1: fields.MDPPerm.NO_CHANGES, 2: fields.MDPPerm.FILL_FORMS, 3: fields.MDPPerm.ANNOTATE}


@cache
def letter(*, form: bool = False) -> bytes:
    """Two pages with text and a picture; with `form` also two text fields."""
    output = BytesIO()
    canvas = Canvas(output, pageCompression=0)
    for page in (1, 2):
        canvas.setFont(drafts.tinos(), 13)
        canvas.drawString(100, 700, f'Kính gửi: trang {page}. Tổng số tiền 1.000.000 đồng.')
        canvas.drawString(100, 680, 'ASCII amount 1000000 on this page')
        canvas.drawImage(ImageReader(Image.new('RGB', (40, 40), '#1f3fbf')), 300, 300)
        if form and page == 1:
            for number, name in enumerate(('ten', 'tien')):
                canvas.acroForm.textfield(name=name, x=100, y=500 - 40 * number, width=200, height=20)
        canvas.showPage()
    canvas.save()
    return output.getvalue()


class _AtMoment(PdfSigner):
    """pyHanko would write the machine's clock into the signature."""

    moment = pki.NOW

    def init_signing_session(self, *args, **kwargs):
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.moment
        return session


def sign(pdf: bytes, identity: pki.Identity | None = None, *, field: str = 'Signature1', subfilter: str = 'cades',
         certify: int | None = None, box=None, at=pki.NOW, stamped=None, material=None, lta: bool = False,
         together: bool = False, pss: bool = False, digest: str = 'sha256', lock=None, strict: bool = True) -> bytes:
    """Sign as another maker would; material: ValidationContext for a DSS; stamped: a time stamper."""
    settings = {}
    if material is not None:
        placement = (SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE if together
                     else SigDSSPlacementPreference.SEPARATE_REVISION)
        settings = {'embed_validation_info': True, 'validation_context': material, 'use_pades_lta': lta,
                    'dss_settings': DSSContentSettings(include_vri=not together, placement=placement)}
    if certify is not None:
        settings |= {'certify': True, 'docmdp_permissions': PERMISSIONS[certify]}
    metadata = PdfSignatureMetadata(field_name=field, md_algorithm=digest, subfilter=SUBFILTERS[subfilter],
                                    signer_key_usage=set(), **settings)
    signer = _AtMoment(metadata, people.signer(identity or world.chairman(), pss=pss), timestamper=stamped,
                       new_field_spec=fields.SigFieldSpec(field, box=box, field_mdp_spec=lock))
    signer.moment = at
    output = BytesIO()
    signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf), strict=strict), output=output)
    return output.getvalue()


def context(at=pki.NOW):
    """The signer's own material at the moment of signing."""
    return world.pades.trust.signing_context(world.trust(), at)


@cache
def approved(**kwargs) -> bytes:
    return sign(letter(), **kwargs)


@cache
def certified(permission: int = 2) -> bytes:
    return sign(letter(form=True), certify=permission)


@cache
def stamped(**kwargs) -> bytes:
    return sign(letter(), stamped=people.stamper(), **kwargs)


@cache
def long_term(*, together: bool = False) -> bytes:
    return sign(letter(), stamped=people.stamper(), material=context(), together=together)


@cache
def archived() -> bytes:
    return document_stamp(long_term())


@cache
def twice() -> bytes:
    return sign(approved(), world.agency(), field='Signature2')


def document_stamp(pdf: bytes, moment=pki.NOW, identity: pki.Identity | None = None) -> bytes:
    """Add a document time stamp (RFC 3161), as an archive does."""
    output = BytesIO()
    PdfTimeStamper(people.stamper(moment, identity)).timestamp_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)), 'sha256', output=output)
    return output.getvalue()


def rewritten(pdf: bytes, **settings) -> bytes:
    """The same pages written by another writer: object streams, linearized."""
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(output, **settings)
    return output.getvalue()


def reader(pdf: bytes) -> PdfFileReader:
    return PdfFileReader(BytesIO(pdf), strict=False)


def holes(pdf: bytes) -> list[tuple[int, int]]:
    """Where the containers are: start of «<» and end after «>», in the order of the file."""
    found, start = [], 0
    while (start := pdf.find(b'/Contents <', start)) >= 0:
        start += len(b'/Contents ')
        end = pdf.index(b'>', start) + 1
        found.append((start, end))
    return found

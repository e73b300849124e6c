"""The small world of the signature tests: one province, its chairman, its seal, and a document they made.

Everything is made once per test run; a test that needs something else builds it from the same pieces.
"""

from functools import cache
from io import BytesIO

import drafts
import pades
import pikepdf
import pki
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

AGENCY = 'Ủy ban nhân dân tỉnh Hà Nam'
LATER = pki.NOW + pki.DAY
NUMBER = {'number': '44', 'day': '02', 'month': '3', 'year': '2026'}


@cache
def authority() -> pki.Authority:
    return pki.Authority()


@cache
def chairman() -> pki.Identity:
    return authority().person()


@cache
def agency() -> pki.Identity:
    return authority().agency()


@cache
def signer(identity: pki.Identity) -> pades.Pkcs12Signer:
    return pades.load_pkcs12(identity.pkcs12(), pki.PIN)


@cache
def prepared() -> bytes:
    pdf = pades.normalise(drafts.draft())
    return pades.prepare(pdf, pades.find_layout(pdf, signer_name=drafts.SIGNER))


def person_signs(pdf: bytes | None = None, identity: pki.Identity | None = None, **kwargs) -> bytes:
    kwargs.setdefault('signed_at', pki.NOW)
    return pades.sign_person(pdf or prepared(), signer(identity or chairman()), image_png=drafts.blue_signature(),
                             **kwargs)


def seal_plan(pdf: bytes, **kwargs) -> pades.Plan:
    settings = {'signed_at': pki.NOW, 'font_path': drafts.termes(), 'date_font_path': drafts.termes_italic(),
                'image_png': drafts.red_seal(), **NUMBER, **kwargs}
    return pades.plan_seal(pdf, **settings)


def agency_seals(pdf: bytes, identity: pki.Identity | None = None, **kwargs) -> bytes:
    return pades.carry_out(seal_plan(pdf, **kwargs), signer(identity or agency()))


@cache
def signed() -> bytes:
    return person_signs()


@cache
def sealed() -> bytes:
    return agency_seals(signed())


def attachment(pdf: bytes | None = None, text: str = 'Số: 44/QĐ-UBND; 02/03/2026; 16:30:00', **kwargs) -> bytes:
    return pades.sign_attachment(pdf or drafts.scan(), signer(agency()), text=text, signed_at=pki.NOW,
                                 font_path=drafts.termes(), **kwargs)


def trust(revoked=(), **crl_settings) -> pades.TrustMaterial:
    return pades.TrustMaterial(roots=(authority().root_der,), crls=authority().crls(revoked, **crl_settings))


def facts(pdf: bytes, material: pades.TrustMaterial | None = None, at=LATER) -> pades.DocumentReport:
    return pades.verify(pdf, trust=material or trust(), at=at)


def verdict(pdf: bytes, material: pades.TrustMaterial | None = None, at=LATER, **expected) -> pades.Judgement:
    expected.setdefault('agency_names', (AGENCY,))
    return pades.judge(facts(pdf, material, at), pades.Expectation(**expected))


def expectation_of_ours(**expected) -> dict:
    return {'person_fingerprints': frozenset({chairman().fingerprint}),
            'agency_fingerprints': frozenset({agency().fingerprint}), 'ours': True, **expected}


@cache
def time_stamper(identity: pki.Identity, moment) -> DummyTimeStamper:
    """A real authority without a network: it signs tokens with its own key at a fixed moment."""
    loaded = signer(identity).open()
    store = SimpleCertificateStore()
    store.register_multiple(list(loaded.cert_registry))
    return DummyTimeStamper(loaded.signing_cert, loaded.signing_key, certs_to_embed=store, fixed_dt=moment)


def updated(pdf: bytes, change) -> bytes:
    """Give the file with one more revision in which `change(writer)` was done, as an attacker would."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    change(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def tampered(pdf: bytes, old: bytes | None = None, new: bytes = b'') -> bytes:
    """Give the file with as many other bytes in the place of the last `old`, or in the comment of its second line."""
    if old is None:
        start = pdf.index(b'\n') + 2
        old, new = pdf[start:start + 2], b'??'
        return pdf.replace(old, new, 1)
    assert old in pdf and len(old) == len(new)
    return new.join(pdf.rsplit(old, 1))


def encrypted(pdf: bytes, user: str, owner: str) -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(output, encryption=pikepdf.Encryption(user=user, owner=owner))
    return output.getvalue()


@cache
def opened(pdf: bytes) -> pikepdf.Pdf:
    """An object of pikepdf lives as long as its document."""
    return pikepdf.open(BytesIO(pdf))


def field(pdf: bytes, name: str):
    return next(one for one in opened(pdf).Root.AcroForm.Fields if str(one.T) == name)

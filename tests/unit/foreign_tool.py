"""A stand-in for tools that sign whole files: a field and a clock of its own, and what it may be up to beside that."""

import asyncio
from hashlib import sha256
from io import BytesIO

import pades_world as world
import pki
from pyhanko.pdf_utils.generic import NumberObject, pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

LOW = (60, 60, 180, 130)


class AtTheMoment(PdfSigner):
    """Its clock shows the tests' day."""

    def init_signing_session(self, *args, **kwargs):
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = pki.NOW
        return session


def tool(pdf: bytes, identity: pki.Identity, *, field: str = 'Signature1', box=LOW, before=None, **settings) -> bytes:
    """Sign the way such tools do: an approval in a visible field of its own; `before(writer)` is its mischief."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    if before:
        before(writer)
    return tools_signer(identity, field, box, **settings).sign_pdf(writer).getvalue()


def tools_signer(identity: pki.Identity, field: str, box, **settings) -> PdfSigner:
    spec = SigFieldSpec(field, on_page=0, box=box) if box else None
    loaded = world.signer(identity).open()
    key = SimpleSigner(loaded.signing_cert, loaded.signing_key, loaded.cert_registry)
    settings.setdefault('md_algorithm', 'sha256')
    return AtTheMoment(PdfSignatureMetadata(field_name=field, **settings), key, new_field_spec=spec)


def draw_over(writer):
    """Replace the page's content by nothing."""
    page = writer.find_page_for_modification(0)[0].get_object()
    page[pdf_name('/Contents')] = writer.add_object(writer.root['/Pages'])
    writer.update_container(page)


def fill_the_number(writer):
    for reference in writer.root['/AcroForm']['/Fields']:
        field = reference.get_object()
        if field['/T'] == 'HanamSo':
            field[pdf_name('/V')] = pdf_string('99')
            writer.mark_update(reference)


def turn_the_page(writer):
    page = writer.find_page_for_modification(0)[0].get_object()
    page[pdf_name('/Rotate')] = NumberObject(180)
    writer.update_container(page)


def leave_an_empty_field(writer):
    append_signature_field(writer, SigFieldSpec('Empty', on_page=0, box=(10, 10, 20, 20)))


def graft(older: bytes, newer: bytes, identity: pki.Identity) -> bytes:
    """Sign a file that reads as `newer` byte for byte, but whose last revision builds on `older`."""
    start = older.rindex(b'startxref')
    tail = older[start:]
    filler = older + b'%' + b' ' * (len(newer) - len(older) - len(tail) - 2) + b'\n' + tail
    signer = tools_signer(identity, 'Signature1', LOW)

    async def sign() -> bytes:
        writer = IncrementalPdfFileWriter(BytesIO(filler))
        place, _, stream = await signer.async_digest_doc_for_signing(writer, bytes_reserved=16384)
        grafted = BytesIO(newer + stream.getvalue()[len(newer):])
        covered = grafted.getvalue()
        digest = sha256(covered[:place.reserved_region_start] + covered[place.reserved_region_end:]).digest()
        place.fill_with_cms(grafted, await signer.signer.async_sign(digest, 'sha256'))
        return grafted.getvalue()

    return asyncio.run(sign())

"""Keep an issued file provable for decades: what checks it and a time stamp over it all, in a later revision.

What: `archive` makes the archive copy of an issued file (level B-LTA, ETSI EN 319 142-1), `renew_archive` adds the next
time stamp before the certificate of the last one ends, `archive_ends` tells when that is. The issued file itself is
never touched: the copy begins with its bytes. Whoever keeps it need not trust us (Decree 30/2020, Art. 29 to 31).
"""

import asyncio
from datetime import datetime

from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from .carrying import DIGEST, ROOM_FOR_STAMP, speaking_of_signing
from .errors import ArchiveRefused, TimestampNotTrusted
from .facts import Coverage, DocumentReport, Modification, Revocation, SignatureFacts
from .reading import FOREIGN_ERRORS, open_reader, open_writer
from .trust import TrustMaterial, lists_for, load_certificates, load_crls, open_crls
from .verifying import verify

__all__ = ['archive', 'archive_ends', 'renew_archive']

STAMP_FIELD = 'HanamLuuTru'
ARCHIVED_SINCE = {Modification.NONE, Modification.LTA_UPDATES}
FILLED_SINCE = ARCHIVED_SINCE | {Modification.FORM_FILLING}


def archive(pdf: bytes, *, trust: TrustMaterial, timestamper, at: datetime) -> bytes:
    """Give the archive copy: the file, the chains and revocation lists of all its signatures, a time stamp over both.

    trust: anchors, intermediates and CRLs of today; at: the moment it is done (aware). ArchiveRefused names the
    signature that cannot be proved with them, or a file that has its time stamp already; TimestampUnavailable,
    TimestampNotTrusted.
    """
    report = verify(pdf, trust=trust, at=at)
    if not report.signatures:
        raise ArchiveRefused('', 'no signature to keep')
    if report.document_timestamps:
        raise ArchiveRefused(report.document_timestamps[-1].field, 'an archive copy already: renew it')
    moments = {facts.field: _proved(facts, at) for facts in report.signatures}
    return _stamped(pdf, moments, report, trust, timestamper, at)


def renew_archive(pdf: bytes, *, trust: TrustMaterial, timestamper, at: datetime) -> bytes:
    """Give the archive copy with one more time stamp, while the newest one can still be proved.

    Arguments and errors as for `archive`.
    """
    report = verify(pdf, trust=trust, at=at)
    if not report.document_timestamps:
        raise ArchiveRefused('', 'no archive copy: it has no time stamp over the document')
    newest = report.document_timestamps[-1]
    if not (newest.intact and newest.valid and newest.trusted) or newest.modification not in ARCHIVED_SINCE:
        raise ArchiveRefused(newest.field, 'the newest time stamp does not hold any more')
    return _stamped(pdf, {newest.field: at}, report, trust, timestamper, at)


def archive_ends(pdf: bytes) -> datetime | None:
    """Tell until when the newest time stamp over the document can be proved; None without one. NotPdf."""
    reader, _ = open_reader(pdf)
    try:
        stamps = reader.embedded_timestamp_signatures
        return stamps[-1].signer_cert['tbs_certificate']['validity']['not_after'].native if stamps else None
    except FOREIGN_ERRORS as error:
        raise ArchiveRefused('', f'a time stamp is not readable: {error}') from error


def _proved(facts: SignatureFacts, at: datetime) -> datetime:
    """Give the moment at which the signature's chain is to be shown."""
    if not (facts.intact and facts.valid) or facts.modification not in FILLED_SINCE:
        raise ArchiveRefused(facts.field, 'the signature does not hold')
    if facts.trusted and facts.revocation is Revocation.GOOD:
        return at
    if facts.trusted_at_signing and facts.timestamp_ok:
        return facts.timestamp
    raise ArchiveRefused(facts.field, f'chain or revocation cannot be shown ({facts.problem or facts.revocation})')


def _stamped(pdf: bytes, moments: dict[str, datetime], report: DocumentReport, trust, timestamper, at) -> bytes:
    with speaking_of_signing():
        result = asyncio.run(_stamp(pdf, moments, _Material(pdf, trust), timestamper, at,
                                    f'{STAMP_FIELD}{len(report.document_timestamps) + 1}'))
    _require_good(verify(result, trust=trust, at=at))
    return result


async def _stamp(pdf: bytes, moments, material, timestamper, at: datetime, field: str) -> bytes:
    writer = open_writer(pdf)
    paths = [path async for path in timestamper.validation_paths(material.context(at, at, stamps=True))]
    for one in writer.prev.embedded_signatures:
        if one.fq_name in moments:
            paths += await _chains(one, material, moments[one.fq_name], at)
    room = 2 * (ROOM_FOR_STAMP + len((await timestamper.async_dummy_response(DIGEST)).dump()))
    DocumentSecurityStore.supply_dss_in_writer(writer, None, paths=paths, crls=lists_for(paths, material.crls))
    await PdfTimeStamper(timestamper, field).async_timestamp_pdf(writer, DIGEST, bytes_reserved=room, in_place=True)
    return writer.prev.stream.getvalue()


async def _chains(signature, material, moment: datetime, at: datetime) -> list:
    """Give the signer's chain and that of the time stamp in the signature, if there is one."""
    is_stamp = signature.sig_object_type == '/DocTimeStamp'
    within = [(signature.signed_data, material.context(moment, at, stamps=is_stamp), is_stamp)]
    within += [(token, material.context(at, at, stamps=True), True)
               for token in extract_tst_data_iter(signature.signer_info, signed=False)]
    return [await _chain(signature.fq_name, *one) for one in within]


async def _chain(field: str, signed_data, context: ValidationContext, is_stamp: bool):
    certificates = extract_certificate_info(signed_data)
    validator = CertificateValidator(
        certificates.signer_cert, intermediate_certs=certificates.other_certs, validation_context=context)
    try:
        return await validator.async_validate_usage(set(), {'time_stamping'} if is_stamp else None)
    except (PathError, ValidationError) as error:
        raise ArchiveRefused(field, f'a chain cannot be shown: {error}') from error


class _Material:
    """What is given and what the file has, to build chains with."""

    def __init__(self, pdf: bytes, trust: TrustMaterial):
        self.roots = load_certificates(trust.roots, 'root')
        self.tsa_roots = load_certificates(trust.tsa_roots, 'tsa root')
        self.others = load_certificates(trust.intermediates, 'intermediate')
        self.crls = open_crls(trust.crls)
        try:
            store = DocumentSecurityStore.read_dss(open_reader(pdf)[0])
            self.others += store.load_certs()
            self.crls += load_crls(one.get_object().data for one in store.crls)
        except (NoDSSFoundError, *FOREIGN_ERRORS):
            return

    def context(self, moment: datetime, at: datetime, *, stamps: bool = False) -> ValidationContext:
        """Give the context for one chain; a list made after a proven moment tells of it too."""
        return ValidationContext(
            trust_roots=self.roots + (self.tsa_roots if stamps else []), other_certs=self.others,
            crls=self.crls, moment=moment, retroactive_revinfo=moment != at, revocation_mode='require',
            allow_fetching=False)


def _require_good(report: DocumentReport) -> None:
    """The copy proves what it is for, or it is not given out."""
    stamp = report.document_timestamps[-1]
    if not (stamp.intact and stamp.valid and stamp.trusted) or stamp.coverage is not Coverage.FILE:
        raise TimestampNotTrusted(f'the new time stamp does not hold: {stamp.problem or stamp.error or "not trusted"}')
    for facts in report.signatures:
        if not (facts.intact and facts.valid) or facts.modification not in FILLED_SINCE:
            raise ArchiveRefused(facts.field, 'the signature would not hold in the copy')

"""Rules about the file as a whole (accept rule, points 1 to 5)."""

from collections.abc import Iterator

from .facts import (
    Condition,
    Coverage,
    DocumentReport,
    Modification,
    SignatureFacts,
)
from .findings import Finding, Reason, Verdict

__all__ = ['document_findings', 'first_obstacle']


def first_obstacle(report: DocumentReport) -> Finding | None:
    """Give what ends the judging at once: unreadable, encrypted, or no signature at all."""
    if report.condition is Condition.UNREADABLE:
        return Finding(Verdict.UNREADABLE, _why_unreadable(report))
    if report.condition is Condition.ENCRYPTED:
        return Finding(Verdict.ENCRYPTED, Reason.PASSWORD)
    if not report.signatures and report.signature_fields_filled <= len(report.document_timestamps):
        if report.signatures_removed:
            return Finding(Verdict.INVALID, Reason.SIGNATURES_REMOVED)
        return Finding(Verdict.NO_SIGNATURE, Reason.NOT_SIGNED)
    return None


def _why_unreadable(report: DocumentReport) -> Reason:
    if report.over_limit == 'process':
        return Reason.CHECK_FAILED
    return Reason.OVER_LIMIT if report.over_limit else Reason.BROKEN_FILE


def document_findings(report: DocumentReport, *, ours: bool, signers_known: bool) -> Iterator[Finding]:
    """Yield what is wrong with the file: signatures not understood, changes or bytes after the last one.

    signers_known: it is known of every signer who that is, so a field one of them added may be there.
    """
    understood = len(report.signatures) + len(report.document_timestamps)
    if report.signature_fields_filled > understood:
        yield Finding(Verdict.UNSUPPORTED, Reason.UNKNOWN_FORMAT)
    yield from _after_the_last(report, ours=ours)
    if not signers_known:
        yield from _new_fields(report)
    for stamp in report.document_timestamps:
        yield from _archive_stamp(stamp)


def _after_the_last(report: DocumentReport, *, ours: bool) -> Iterator[Finding]:
    readable = [one for one in report.signatures if one.supported and one.readable]
    if not readable:
        return
    last = max(readable, key=lambda one: one.revision)
    if last.coverage is Coverage.FILE:
        return
    if report.objects_unread:
        yield Finding(Verdict.INVALID, Reason.CHANGED_AFTER_SIGNING, last.field)
    elif report.bytes_after_end or (last.coverage is Coverage.REVISION and last.modification is Modification.NONE):
        yield Finding(Verdict.SUSPICIOUS, Reason.TRAILING_DATA, last.field)
    if last.coverage is Coverage.REVISION and last.modification is Modification.FORM_FILLING:
        verdict = Verdict.INVALID if ours else Verdict.SUSPICIOUS
        yield Finding(verdict, Reason.FILLED_AFTER_LAST_SIGNATURE, last.field)


def _new_fields(report: DocumentReport) -> Iterator[Finding]:
    """A stranger's signature may cover the page of a certified file with a picture of its own."""
    trusted = all(one.trusted or one.trusted_at_signing for one in report.signatures)
    for facts in report.signatures:
        if facts.field_after_certifying and trusted:
            yield Finding(Verdict.SUSPICIOUS, Reason.FIELD_AFTER_CERTIFYING, facts.field)
        elif facts.field_after_certifying:
            yield Finding(Verdict.INVALID, Reason.CHANGED_AFTER_SIGNING, facts.field)


def _archive_stamp(stamp: SignatureFacts) -> Iterator[Finding]:
    """A document time stamp says when, not who: one that is not trusted proves nothing, a broken one was attacked."""
    if stamp.error or not (stamp.intact and stamp.valid) or stamp.coverage not in (Coverage.REVISION, Coverage.FILE):
        yield Finding(Verdict.INVALID, Reason.ARCHIVE_TIMESTAMP_BROKEN, stamp.field)
    elif not stamp.timestamp_ok:
        yield Finding(Verdict.SUSPICIOUS, Reason.TIMESTAMP_NOT_TRUSTED, stamp.field)

"""Say in one word each whether a file is intact, what changed after signing, and at which level it was signed.

What: for `./hanam verify` and whoever keeps a table of files. Pure functions over facts; the verdict is `judge`'s.
"""

from enum import StrEnum

from .facts import Condition, Coverage, DocumentReport, Modification, SignatureFacts

__all__ = ['Changes', 'changes_in', 'changes_of', 'intact_in', 'intact_of', 'level_of']


class Changes(StrEnum):
    """What was done after a signature, from best to worst."""

    NONE = 'none'
    PERMITTED = 'permitted'
    SUSPECT = 'suspect'
    FORBIDDEN = 'forbidden'


_ALLOWED = (Modification.NONE, Modification.LTA_UPDATES, Modification.FORM_FILLING)


def intact_of(facts: SignatureFacts) -> bool | None:
    """Whether the signed bytes and the signature over them are as the signer left them; None when nobody can tell."""
    if not facts.supported or not facts.readable or facts.error:
        return None
    return facts.intact and facts.valid


def intact_in(report: DocumentReport) -> bool | None:
    """False as soon as one signature or document time stamp is broken, None without any or when one is not known."""
    known = [intact_of(one) for one in (*report.signatures, *report.document_timestamps)]
    if False in known:
        return False
    return None if not known or None in known or not report.signatures else True


def changes_of(facts: SignatureFacts, report: DocumentReport) -> Changes:
    """What came after one signature: form filling counts as permitted only under a later signature that holds."""
    if not facts.supported or not facts.readable or facts.error or facts.modification is Modification.UNKNOWN:
        return Changes.SUSPECT
    covered = facts.coverage in (Coverage.REVISION, Coverage.FILE)
    if not covered or not facts.docmdp_ok or facts.modification not in _ALLOWED:
        return Changes.FORBIDDEN
    if facts.coverage is Coverage.FILE:
        return Changes.NONE
    return _after_revision(facts, report)


def _after_revision(facts: SignatureFacts, report: DocumentReport) -> Changes:
    if report.objects_unread:
        return Changes.FORBIDDEN
    if facts.modification is Modification.NONE or report.bytes_after_end or facts.field_after_certifying:
        return Changes.SUSPECT
    if facts.modification is Modification.LTA_UPDATES or _filled_under_signature(facts, report):
        return Changes.PERMITTED
    return Changes.SUSPECT


def _filled_under_signature(facts: SignatureFacts, report: DocumentReport) -> bool:
    """The newest signature covers the filling, holds, and nothing was filled in after it."""
    newest = max(report.signatures, key=lambda one: one.revision)
    holds = newest.intact and newest.valid and (newest.trusted or newest.trusted_at_signing)
    return (newest.revision > facts.revision and holds and newest.docmdp_ok
            and newest.coverage in (Coverage.REVISION, Coverage.FILE)
            and newest.modification in (Modification.NONE, Modification.LTA_UPDATES))


def changes_in(report: DocumentReport) -> Changes | None:
    """The worst of all signatures; None when there is nothing to compare with."""
    if report.condition is not Condition.READ or not report.signatures:
        return None
    found = {changes_of(one, report) for one in report.signatures}
    if report.signature_fields_filled > len(report.signatures) + len(report.document_timestamps):
        found.add(Changes.SUSPECT)
    return max(found, key=list(Changes).index)


def level_of(facts: SignatureFacts, report: DocumentReport) -> str:
    """The PAdES baseline level by what is really there; empty for a signature that is no baseline one.

    B-T asks for a time stamp that holds, in the signature or later in the document; B-LT for revocation material of
    the whole chain in the file; B-LTA for a later document time stamp over that material.
    """
    if facts.subfilter != '/ETSI.CAdES.detached' or facts.error or not facts.readable:
        return ''
    later = any(one.timestamp_ok and one.revision > facts.revision for one in report.document_timestamps)
    if not facts.timestamp_ok and not later:
        return 'B-B'
    if not facts.material:
        return 'B-T'
    return 'B-LTA' if facts.material_stamped else 'B-LT'

"""What the command says about a file: one object of plain values, from facts and judgement.

The words of a verdict are upper case; moments are ISO 8601 with offset; what is not known is null. `changes` is never
null: a file that could not be read is `suspect`, one without any signature has `none`.
"""

from dataclasses import asdict
from datetime import datetime

from .facts import DocumentReport, SignatureFacts
from .revision import Revision
from .sentences import VALID, sentence_of
from .summary import Changes, changes_in, changes_of, intact_in, intact_of, level_of
from .verdict import Judgement, Status

__all__ = ['answer_about', 'answer_without']


def answer_without(error: str, status: Status, checked_at: datetime | None) -> dict:
    """Give the object for what could not be checked at all: wrong usage, or no such file."""
    return {'verdict': status.name, 'reason': error, 'reasons': [], 'error': error, 'intact': None,
            'changes': Changes.SUSPECT, 'signatures': [], 'document_timestamps': [], 'warnings': [],
            'file': {'sha256': None, 'size': None}, 'checked_at': _moment(checked_at), 'history': []}


def answer_about(report: DocumentReport, judgement: Judgement) -> dict:
    """Give the object for a file that was checked."""
    return {
        'verdict': judgement.status.name, 'reason': sentence_of(judgement),
        'reasons': [reason.value for reason in judgement.reasons],
        'intact': intact_in(report), 'changes': _changes(report, judgement.status),
        'signatures': [_signature(facts, report, judgement.of(facts.field)) for facts in report.signatures],
        'document_timestamps': [_timestamp(facts, report) for facts in report.document_timestamps],
        'warnings': list(judgement.warnings),
        'file': {'sha256': report.sha256 or None, 'size': report.size}, 'checked_at': _moment(report.checked_at),
        'problem': report.problem or None, 'trust': {'anchors': report.anchors, 'crls': report.crls},
        'form': dict(report.form_values), 'history': [_revision(one) for one in report.history],
        'engine': report.engine or None,
    }


def _changes(report: DocumentReport, status: Status) -> Changes:
    found = changes_in(report)
    if found is not None:
        return found
    return {Status.NO_SIGNATURE: Changes.NONE, Status.FAILED: Changes.FORBIDDEN}.get(status, Changes.SUSPECT)


def _signature(facts: SignatureFacts, report: DocumentReport, judgement: Judgement) -> dict:
    time, source = _time(facts)
    return {
        'field': facts.field, 'verdict': judgement.status.name, 'reason': sentence_of(judgement, VALID),
        'reasons': [reason.value for reason in judgement.reasons],
        'intact': intact_of(facts), 'changes': changes_of(facts, report),
        'signer': facts.signer_cn or None, 'organisation': facts.signer_o or None, 'certificate': _certificate(facts),
        'time': _moment(time), 'time_source': source, 'claimed_time': _moment(facts.signed_at),
        'level': level_of(facts, report) or None, 'coverage': facts.coverage, 'modification': facts.modification,
        'revocation': facts.revocation, 'revoked_at': _moment(facts.revoked_at), 'format': facts.subfilter or None,
        'problem': facts.error or facts.problem or None,
    }


def _time(facts: SignatureFacts) -> tuple[datetime | None, str | None]:
    """A moment is proven by a time stamp that holds, else it is what the signer's clock said."""
    if facts.timestamp_ok and facts.timestamp is not None:
        return facts.timestamp, 'timestamp'
    return facts.signed_at, 'claimed' if facts.signed_at else None


def _certificate(facts: SignatureFacts) -> dict | None:
    if not facts.fingerprint:
        return None
    return {'subject': facts.signer_subject, 'sha256': facts.fingerprint, 'serial': facts.serial,
            'issuer': facts.issuer, 'valid_from': _moment(facts.not_before), 'valid_to': _moment(facts.not_after),
            'trust_anchor': facts.trust_anchor or None}


def _timestamp(facts: SignatureFacts, report: DocumentReport) -> dict:
    return {'field': facts.field, 'authority': facts.signer_cn or None, 'time': _moment(facts.timestamp),
            'valid': facts.timestamp_ok, 'intact': intact_of(facts), 'changes': changes_of(facts, report),
            'coverage': facts.coverage, 'certificate': _certificate(facts)}


def _revision(revision: Revision) -> dict:
    return asdict(revision) | {'size': revision.size, 'signed_at': _moment(revision.signed_at),
                               'filled': dict(revision.filled)}


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()

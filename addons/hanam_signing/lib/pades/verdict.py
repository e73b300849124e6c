"""The accept rule of the house: from facts and an expectation to one verdict with its reasons.

What: `judge(report, expectation)` answers «may the clerk receive this?» (Decree 30/2020, Art. 4.2; Decision 44/2024,
Art. 10.1). How to use: the two verdicts VALID and VALID_AT_SIGNING open «Tiếp nhận»; the others need a person's reason
or a return. How it works: every rule yields findings, a finding is a reason with its verdict, the worst one decides.
Nothing here opens a PDF: words of ETSI EN 319 102-1, facts as dataclasses.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from .facts import DocumentReport
from .findings import Finding, Reason, Verdict
from .judging_document import document_findings, first_obstacle
from .judging_roles import (
    Expectation,
    Role,
    number_findings,
    role_findings,
    roles_of,
)
from .judging_signature import signature_findings

__all__ = ['Expectation', 'Finding', 'Judgement', 'Reason', 'Role', 'Status', 'Verdict', 'judge']


class Status(StrEnum):
    """The verdict for machines (EN 319 102-1, with NO_SIGNATURE and UNREADABLE beside it)."""

    PASSED = 'passed'
    INDETERMINATE = 'indeterminate'
    FAILED = 'failed'
    NO_SIGNATURE = 'no_signature'
    UNREADABLE = 'unreadable'


# Reasons for which EN 319 102-1 says INDETERMINATE although the clerk reads «không hợp lệ»: time or a chain is missing.
_WITHOUT_PROOF = frozenset({
    Reason.NO_CERTIFICATE_CHAIN_FOUND, Reason.CHAIN_CONSTRAINTS_FAILURE, Reason.CRYPTO_CONSTRAINTS_FAILURE,
    Reason.EXPIRED, Reason.REVOKED, Reason.TIMESTAMP_NOT_TRUSTED, Reason.CERTIFICATE_NOT_TRUSTED,
    Reason.SIGNING_TIME_OUTSIDE_CERTIFICATE, Reason.NO_TRUST_ANCHOR,
})

_STATUS = {
    Verdict.VALID: Status.PASSED,
    Verdict.VALID_AT_SIGNING: Status.PASSED,
    Verdict.REVOCATION_UNKNOWN: Status.INDETERMINATE,
    Verdict.SUSPICIOUS: Status.INDETERMINATE,
    Verdict.UNSUPPORTED: Status.INDETERMINATE,
    Verdict.INVALID: Status.FAILED,
    Verdict.NO_SIGNATURE: Status.NO_SIGNATURE,
    Verdict.ENCRYPTED: Status.UNREADABLE,
    Verdict.UNREADABLE: Status.UNREADABLE,
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a file, why, who signed in which role, and warnings that change nothing."""

    verdict: Verdict
    status: Status
    findings: tuple[Finding, ...] = ()
    roles: dict[str, Role] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons of the findings that decided, each once."""
        deciding = [finding.reason for finding in self.findings if finding.verdict is self.verdict]
        return tuple(dict.fromkeys(deciding))

    @property
    def passed(self) -> bool:
        """Whether the file may be received without a person's reason (Decision 44/2024, Art. 10.1)."""
        return self.status is Status.PASSED

    def verdict_of(self, field_name: str) -> Verdict:
        """Give the verdict on the signature in one field: its own worst finding, VALID without any."""
        own = [finding.verdict for finding in self.findings if finding.field == field_name]
        return max(own, key=_severity, default=Verdict.VALID)

    def of(self, field_name: str) -> 'Judgement':
        """Give the judgement on the signature in one field alone, by what was found about it."""
        return _judgement(tuple(finding for finding in self.findings if finding.field == field_name))


def judge(report: DocumentReport, expectation: Expectation | None = None) -> Judgement:
    """Judge a report in the order of the accept rule; without expectation nobody's role is asked."""
    obstacle = first_obstacle(report)
    if obstacle is not None:
        return _judgement((obstacle,), {}, report.active_content)
    roles = roles_of(report, expectation)
    return _judgement(tuple(_findings(report, expectation, roles)), roles, report.active_content)


def _findings(report, expectation, roles) -> Iterator[Finding]:
    ours = expectation is not None and expectation.ours
    signers_known = expectation is not None and Role.UNKNOWN not in roles.values()
    yield from document_findings(report, ours=ours, signers_known=signers_known)
    for facts in report.signatures:
        yield from signature_findings(facts, report)
    yield from number_findings(report, roles, ours=ours)
    if expectation is not None:
        yield from role_findings(report, expectation, roles)


def _judgement(findings, roles=None, warnings=()) -> Judgement:
    verdict = max((finding.verdict for finding in findings), key=_severity, default=Verdict.VALID)
    status = _STATUS[verdict]
    if verdict is Verdict.INVALID:
        deciding = {finding.reason for finding in findings if finding.verdict is verdict}
        status = Status.INDETERMINATE if deciding <= _WITHOUT_PROOF else Status.FAILED
    return Judgement(verdict, status, findings, roles or {}, warnings)


def _severity(verdict: Verdict) -> int:
    return list(Verdict).index(verdict)

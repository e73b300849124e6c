"""Who signed as what, and whether that is who was expected (accept rule, points 7 and 8)."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .boxes import FIELD_NAMES
from .facts import DocumentReport, SignatureFacts
from .findings import Finding, Reason, Verdict

__all__ = ['COPY_FORMS', 'Expectation', 'Role', 'copy_form', 'number_findings', 'role_findings', 'roles_of']

# Forms of a copy, as its only signature names them in its reason (Decree 30/2020, App. I, Part II, I).
COPY_FORMS = ('SAO Y', 'SAO LỤC', 'TRÍCH SAO')


class Role(StrEnum):
    """In which capacity a certificate signs; FURTHER: known, beside those who are expected (joint documents)."""

    PERSON = 'person'
    AGENCY = 'agency'
    FURTHER = 'further'
    UNKNOWN = 'unknown'


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the receiver knows beforehand.

    kind: main (a person and the agency must have signed, Decree 30/2020, Art. 13) or attachment (the agency alone,
    App. I, II.8b; a digitised copy too). Fingerprints are lower-case SHA-256 of DER certificates, names the agency's
    official names; signatory_names are persons who may sign for it though their certificate names another agency (TL.,
    KT.); further_fingerprints are registered signers who may stand beside them. `ours`: we sealed it, so only
    registered fingerprints count and nothing may follow the seal.
    number, day, month, year: what the message says, compared with the file's own fields; None is not compared.
    """

    kind: str = 'main'
    person_fingerprints: frozenset[str] = frozenset()
    agency_fingerprints: frozenset[str] = frozenset()
    agency_names: tuple[str, ...] = ()
    signatory_names: tuple[str, ...] = ()
    further_fingerprints: frozenset[str] = frozenset()
    ours: bool = False
    number: str | None = None
    day: str | None = None
    month: str | None = None
    year: str | None = None


FIELD_OF_METADATA = {name: getattr(FIELD_NAMES, name) for name in ('number', 'day', 'month', 'year')}


def roles_of(report: DocumentReport, expectation: Expectation | None) -> dict[str, Role]:
    """Give the role of each signature by field: registered certificate first, else the names in its subject."""
    if expectation is None:
        return {facts.field: Role.UNKNOWN for facts in report.signatures}
    return {facts.field: _role(facts, expectation) for facts in report.signatures}


def _role(facts: SignatureFacts, expectation: Expectation) -> Role:
    if facts.fingerprint in expectation.agency_fingerprints:
        return Role.AGENCY
    if facts.fingerprint in expectation.person_fingerprints:
        return Role.PERSON
    if expectation.ours:
        return Role.FURTHER if facts.fingerprint in expectation.further_fingerprints else Role.UNKNOWN
    names = {_plain(name) for name in expectation.agency_names} - {''}
    if _plain(facts.signer_cn) in names:
        return Role.AGENCY
    if _plain(facts.signer_cn) in {_plain(name) for name in expectation.signatory_names} - {''}:
        return Role.PERSON
    if _plain(facts.signer_o) in names:
        return Role.PERSON
    return Role.FURTHER if facts.fingerprint in expectation.further_fingerprints else Role.UNKNOWN


def copy_form(report: DocumentReport) -> str:
    """Give the form of copy the file's only signature states, '' for anything that is not such a copy."""
    if len(report.signatures) != 1:
        return ''
    stated = [part.strip() for part in report.signatures[0].reason.split(';')]
    return next((form for form in COPY_FORMS if form in stated), '')


def role_findings(report: DocumentReport, expectation: Expectation, roles: dict[str, Role]) -> Iterator[Finding]:
    """Yield missing and unknown signers, and form fields that contradict the message."""
    held = set(roles.values())
    if Role.AGENCY not in held:
        yield Finding(Verdict.SUSPICIOUS, Reason.AGENCY_MISSING)
    if expectation.kind == 'main' and Role.PERSON not in held and not copy_form(report):
        yield Finding(Verdict.SUSPICIOUS, Reason.PERSON_MISSING)
    for field, role in roles.items():
        if role is Role.UNKNOWN:
            yield Finding(Verdict.SUSPICIOUS, Reason.SIGNER_UNKNOWN, field)
    yield from _contradictions(report, expectation)


def number_findings(report: DocumentReport, roles: dict[str, Role], *, ours: bool) -> Iterator[Finding]:
    """Yield the number and date fields of ours that were filled in after, or without, an agency's signature."""
    sealing = [one.revision for one in report.signatures if _may_seal(one, report, roles, ours=ours)]
    sealed = max(sealing, default=-1)
    revisions = dict(report.form_revisions)
    for field, value in report.form_values:
        if field in FIELD_OF_METADATA.values() and value.strip() and revisions.get(field, 0) > sealed:
            verdict = Verdict.INVALID if ours else Verdict.SUSPICIOUS
            yield Finding(verdict, Reason.NUMBER_WITHOUT_SEAL, field)


def _may_seal(facts: SignatureFacts, report: DocumentReport, roles: dict[str, Role], *, ours: bool) -> bool:
    """The agency by role; where nobody's role is known, whoever did not sign as the person."""
    role = roles.get(facts.field, Role.UNKNOWN)
    if ours or role is not Role.UNKNOWN:
        return role is Role.AGENCY
    persons = {one.fingerprint for one in report.signatures if one.field.startswith(FIELD_NAMES.person)}
    sealing = facts.field.startswith(FIELD_NAMES.agency) or facts.fingerprint not in persons
    return sealing and facts.readable and facts.supported


def _contradictions(report: DocumentReport, expectation: Expectation) -> Iterator[Finding]:
    values = dict(report.form_values)
    for name, field in FIELD_OF_METADATA.items():
        expected = getattr(expectation, name)
        if expected is not None and field in values and _digits(values[field]) != _digits(expected):
            yield Finding(Verdict.SUSPICIOUS, Reason.METADATA_MISMATCH, field)


def _digits(value: str) -> str:
    """«05» and «5» are the same day, «44» and «0044» the same number."""
    return value.strip().lstrip('0')


def _plain(name: str) -> str:
    return ' '.join(unicodedata.normalize('NFC', name).split()).casefold()

"""Sign and check PDFs the way Decree 30/2020 and Decision 44/2024 want it; bytes in, bytes or facts out.

Outgoing: `normalise` an upload, `find_layout`, `prepare` (fields before the first signature), `sign_person`, `seal`
(number, date and the agency's signature in one revision); `sign_attachment` for files of their own and for copies.
Incoming: `verify_in_pool` (or `verify_in_child`, `verify`) gives facts, `judge` gives the verdict.
"""

from .acceptance import accept_result
from .appearance import default_font
from .archive import archive, archive_ends, renew_archive
from .boxes import (
    AGENCY,
    FIELD_NAMES,
    PERSON,
    Box,
    FieldNames,
    Layout,
    Place,
    Proposal,
    Signatory,
    layout_from_json,
    layout_to_json,
)
from .carrying import carry_out
from .deferred import Prepared, defer, finish, prepared_from_json, prepared_to_json
from .errors import PadesError
from .facts import (
    Condition,
    Coverage,
    DocumentReport,
    Modification,
    Revocation,
    SignatureFacts,
)
from .fields import prepare
from .handing import hand_out, take_back
from .intake import Caps, Content, IntakeReport, inspect, normalise
from .layout import find_layout, propose_layout, seal_box
from .levels import Level
from .plan import Plan, plan_attachment, plan_co_seal, plan_person, plan_seal
from .pdfa import Point, Shortfall, check_pdfa, claim_in_words
from .preview import page_png, page_sizes
from .pool import verify_in_pool
from .sandbox import Limits, verify_in_child
from .signers import Pkcs12Signer, Signer, load_pkcs12
from .signing import co_seal, seal, sign_attachment, sign_person
from .timestamps import time_stamper
from .trust import TrustMaterial, ValidationMaterial
from .verdict import (
    Expectation,
    Finding,
    Judgement,
    Reason,
    Role,
    Status,
    Verdict,
    judge,
)
from .verifying import verify

__all__ = [
    'AGENCY', 'FIELD_NAMES', 'PERSON', 'Box', 'Caps', 'Condition', 'Content', 'Coverage', 'DocumentReport',
    'Expectation', 'FieldNames', 'Finding', 'IntakeReport', 'Judgement', 'Layout', 'Level', 'Limits',
    'Modification', 'PadesError', 'Pkcs12Signer', 'Place', 'Plan', 'Point', 'Prepared', 'Proposal', 'Reason',
    'Revocation', 'Role', 'Shortfall', 'Signatory', 'SignatureFacts', 'Signer', 'Status', 'TrustMaterial',
    'ValidationMaterial', 'Verdict', 'accept_result', 'archive', 'archive_ends', 'carry_out', 'check_pdfa',
    'claim_in_words', 'co_seal', 'default_font', 'defer', 'find_layout', 'finish', 'hand_out', 'inspect', 'judge',
    'layout_from_json', 'layout_to_json', 'load_pkcs12', 'normalise', 'page_png', 'page_sizes', 'plan_attachment',
    'plan_co_seal', 'plan_person', 'plan_seal', 'prepare', 'prepared_from_json', 'prepared_to_json',
    'propose_layout', 'renew_archive', 'seal', 'seal_box', 'sign_attachment', 'sign_person', 'take_back',
    'time_stamper', 'verify', 'verify_in_child', 'verify_in_pool',
]

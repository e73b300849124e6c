"""Sign and check PDFs the way Decree 30/2020 and Decision 44/2024 want it; bytes in, bytes or facts out.

Outgoing: `normalise` an upload, `find_layout`, `prepare` (fields before the first signature), `sign_person`, `seal`
(number, date and the agency's signature in one revision); `sign_attachment` for files of their own and for copies.
Incoming: `verify_in_child` (or `verify`) gives facts, `judge` gives the verdict.
"""

from .boxes import Box, Layout
from .errors import PadesError
from .facts import Condition, Coverage, DocumentReport, Modification, Revocation, SignatureFacts
from .trust import TrustMaterial, ValidationMaterial
from .verdict import Expectation, Finding, Judgement, Reason, Role, Status, Verdict, judge

__all__ = [
    'Box', 'Condition', 'Coverage', 'DocumentReport', 'Expectation', 'Finding', 'Judgement', 'Layout', 'Modification',
    'PadesError', 'Reason', 'Revocation', 'Role', 'SignatureFacts', 'Status', 'TrustMaterial', 'ValidationMaterial',
    'Verdict', 'judge',
]

from . import (
    document_copy,
    document_delivery,
    document_evidence,
    document_incoming,
    document_incoming_slip,
    document_metadata,
    document_outgoing,
    document_register,
    document_register_span,
    document_register_volume,
    ir_actions_report,
)

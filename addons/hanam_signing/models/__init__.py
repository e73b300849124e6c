# Others inherit it.
from . import signing_expiring, signing_x509

# isort: split
from . import (
    ir_attachment,
    ir_attachment_archive,
    ir_attachment_immutable,
    ir_attachment_personal,
    ir_attachment_proof,
    ir_attachment_signing,
    ir_attachment_verifying,
    res_company,
    res_users,
    signing_archive,
    signing_authority,
    signing_authority_fetching,
    signing_certificate,
    signing_certificate_ending,
    signing_certificate_keys,
    signing_certificate_trying,
    signing_crl,
    signing_image,
    signing_policy,
    signing_request,
    signing_request_files,
    signing_request_remote,
    signing_signature,
    signing_signature_proof,
    signing_tsa,
    signing_verification,
    signing_verification_history,
    signing_verification_proof,
)

"""Keys the server can call: tokens behind the signing service, and remote signing by the CSC API.

`ServiceSigner` and `CscSigner` meet `pades.Signer`. Whatever they give is checked by `accept_result` like a result from
outside. What fails is a child of `pades.errors.SignerRefused`.
"""

from .csc import (
    CscAccess,
    CscCredential,
    CscSigner,
    csc_batch,
    csc_credential,
    csc_credentials,
)
from .service import ServiceCertificate, ServiceSigner, service_certificates

__all__ = [
    'CscAccess', 'CscCredential', 'CscSigner', 'ServiceCertificate', 'ServiceSigner', 'csc_batch', 'csc_credential',
    'csc_credentials', 'service_certificates',
]

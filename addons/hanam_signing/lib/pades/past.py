"""Judge a signature by the archive's document time stamps (ETSI EN 319 102-1, 5.6.3).

Each certificate and each answer about revocation must be proven to have existed while it could still be trusted. What
pyHanko calls passed is believed only if the best signature time lies inside the signer's certificate.
"""

import asyncio

from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer

from .differences import DIFFERENCE_POLICY
from .reading import FOREIGN_ERRORS

__all__ = ['archive_holds']

LOCAL = RevocationInfoGatheringSpec(online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY,
                                    certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH)


def archive_holds(signature, at, *, anchors, knowledge, usages) -> bool:
    """Tell whether the chain of document time stamps proves the signature as of `at`.

    anchors: pairs of roots and revocation policy, for signers and for time stamps. knowledge: certificates and CRLs
    of ours; the file's own are read from it. usages: KeyUsageConstraints for the signer.
    """
    signers, stampers = (_policy(roots, policy) for roots, policy in anchors)
    spec = SignatureValidationSpec(
        cert_validation_policy=signers, ts_cert_validation_policy=stampers, revinfo_gathering_policy=LOCAL,
        local_knowledge=_known(*knowledge), key_usage_settings=usages)
    timing = ValidationTimingInfo(validation_time=at, best_signature_time=at, point_in_time_validation=True)
    whole = PdfSignatureValidationSpec(spec, DIFFERENCE_POLICY)
    try:
        result = asyncio.run(ades_lta_validation(signature, whole, timing))
    except FOREIGN_ERRORS:
        return False
    validity = signature.signer_cert['tbs_certificate']['validity']
    inside = validity['not_before'].native <= result.best_signature_time <= validity['not_after'].native
    return result.ades_subindic is AdESPassed.OK and inside


def _policy(roots, policy) -> CertValidationPolicySpec:
    return CertValidationPolicySpec(trust_manager=SimpleTrustManager.build(trust_roots=roots),
                                    revinfo_policy=CertRevTrustPolicy(policy))


def _known(certificates, crls) -> LocalKnowledge:
    return LocalKnowledge(known_certs=list(certificates), known_crls=[CRLContainer(one) for one in crls])

"""Sign at once: a person first, then number, date and the agency's seal; attachments and copies alone.

Short forms: a plan, carried out with a key the server can call. Arguments and errors are those of `plan` and
`carrying.carry_out`.
"""

from .carrying import carry_out
from .plan import ATTACHMENT_FIELD, plan_attachment, plan_co_seal, plan_person, plan_seal
from .signers import Signer

__all__ = ['ATTACHMENT_FIELD', 'co_seal', 'seal', 'sign_attachment', 'sign_person']


def sign_person(pdf: bytes, signer: Signer, **plan) -> bytes:
    """Sign as a person in a prepared field with the blue picture (`plan_person`)."""
    return carry_out(plan_person(pdf, **plan), signer)


def seal(pdf: bytes, signer: Signer, **plan) -> bytes:
    """Write number and date and sign as the agency with the red seal, in one revision (`plan_seal`)."""
    return carry_out(plan_seal(pdf, **plan), signer)


def co_seal(pdf: bytes, signer: Signer, **plan) -> bytes:
    """Seal a joint document as a further agency in its own field (`plan_co_seal`)."""
    return carry_out(plan_co_seal(pdf, **plan), signer)


def sign_attachment(pdf: bytes, signer: Signer, **plan) -> bytes:
    """Sign a file of its own, or a digitised copy, as the agency (`plan_attachment`)."""
    return carry_out(plan_attachment(pdf, **plan), signer)

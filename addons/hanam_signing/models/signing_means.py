"""What may stand in the place of the PIN while a signing step runs: a rehearsal, or the answers that came back.

A step takes `pin`. From the browser it is text. Inside the server, `signing.request` runs the same step twice for keys
the server cannot reach: first with a `Rehearsal`, which is rolled back, then with `Answers`. So rights, obstacles and
rules are those of the step itself. Neither object can be made by a call from outside.
"""

from dataclasses import dataclass
from hashlib import sha256

from odoo.exceptions import UserError

from ..lib.pades.deferred import Prepared, defer
from ..lib.pades.handing import hand_out

__all__ = ['Answers', 'Piece', 'Rehearsal', 'entered']


def entered(pin):
    """Return what a person entered as (PIN, whether they decided to sign without a time stamp).

    The browser sends the PIN as text, or {'pin': …, 'without_timestamp': true} after the authority did not answer.
    """
    if isinstance(pin, dict):
        return pin.get('pin'), pin.get('without_timestamp') is True
    return pin, getattr(pin, 'without_timestamp', False)


@dataclass(frozen=True, slots=True)
class Piece:
    """One signature a rehearsed step would make: on which bytes, in which field, what it states, what is to be signed.

    `prepared` in hash mode, `pdf` alone in file mode; `stated` is what the act writes, as plain values.
    """

    certificate: object
    name: str
    base_sha256: str
    field: str
    stated: dict
    pdf: bytes
    prepared: Prepared | None = None


class Rehearsal:
    """Prepares every signature of a step and remembers it; the step goes on with bytes that nobody has signed yet."""

    def __init__(self, certificate_sha256=False, *, without_timestamp=False):
        self.without_timestamp = without_timestamp
        self._expected = certificate_sha256
        self._made = set()
        self.pieces = []

    def carry_out(self, certificate, plan, name, stated):
        """Prepare one signature and return the bytes the step goes on with; UserError when the key cannot wait."""
        self._check_certificate(certificate)
        base = sha256(plan.pdf).hexdigest()
        if base in self._made:
            raise UserError(certificate.env._(
                "%(name)s would be signed twice in one act. Sign it in two acts.", name=name))
        prepared = None
        if certificate._mode() == 'hash':
            prepared = defer(plan, certificate._der_bytes(), certificate._chain())
        pdf = prepared.pdf if prepared else hand_out(plan)
        self._made.add(sha256(pdf).hexdigest())
        self.pieces.append(Piece(certificate, name, base, plan.field, stated, pdf, prepared))
        return pdf

    def _check_certificate(self, certificate):
        if certificate._mode() == 'server':
            raise UserError(certificate.env._(
                "The key of %(name)s is reached by the server. Reload the page and sign again with the PIN.",
                name=certificate.common_name))
        if self._expected and self._expected != certificate.sha256:
            raise UserError(certificate.env._(
                "The token holds another certificate than the one of %(name)s that is registered here. Plug in the "
                "right token, or ask the administrator to register the new certificate.", name=certificate.common_name))
        if any(piece.certificate != certificate for piece in self.pieces):
            raise UserError(certificate.env._("One act asks for two keys. Sign it in two acts."))


class Answers:
    """Gives each signature of a step what came back for it, and takes every answer once."""

    def __init__(self, requests, signatures):
        """requests: those of one batch; signatures: for each the bytes that came back, None in file mode."""
        self.without_timestamp = requests[:1].without_timestamp
        self._waiting = {
            (one.base_sha256, one.field): (one, signature) for one, signature in zip(requests, signatures, strict=True)}

    def carry_out(self, certificate, plan, name, stated):
        """Finish one signature; UserError when the step now wants another one than was prepared."""
        request, signature = self._waiting.pop((sha256(plan.pdf).hexdigest(), plan.field), (None, None))
        if request is None or request.certificate_id != certificate or request.stated != stated:
            raise self._changed(certificate.env, name)
        return request._finished_bytes(plan, signature)

    def check_all_used(self):
        """Refuse when something was signed that the step no longer asks for."""
        for request, _signature in self._waiting.values():
            raise self._changed(request.env, request.name)

    def _changed(self, env, name):
        return UserError(env._(
            "%(name)s was changed after it was prepared for your signature. Nothing was stored; open it again, read it "
            "and sign.", name=name))

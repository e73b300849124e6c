import base64

from odoo import api, models
from odoo.exceptions import UserError

from ..lib.pades.providers import csc_batch
from ..tools import speaking


class SigningRequest(models.Model):
    """Batches that a remote service signs: one authorisation of the holder for all of them (CSC API)."""

    _inherit = 'signing.request'

    @api.model
    def sign_remotely(self, batches, pin, code=''):
        """Have everything in these batches signed by the holder's remote key and return what `finish` takes.

        pin, code: of the credential, and the one-time code where the service asks for one; both are used for this call
        and kept nowhere. Return for each batch a list of base64 signatures. PinRefused is never tried again by itself.
        """
        requests = [self._locked(batch)._let_expire() for batch in batches]
        together = self.sudo().union(*requests)  # sudo: as `_locked` gives them
        certificate = together.certificate_id.sudo(False)
        if len(certificate) != 1 or certificate.provider != 'csc' or set(together.mapped('state')) != {'waiting'}:
            raise UserError(self.env._("This signature is over or is not for the remote service. Start again."))
        signer = certificate._signer(pin, code)
        items = [base64.b64decode(request.prepared_facts['attributes']) for batch in requests for request in batch]
        with speaking(self.env, name=certificate.common_name):
            signatures = iter(csc_batch(signer, tuple(items)))
        return [[base64.b64encode(next(signatures)).decode() for _request in batch] for batch in requests]

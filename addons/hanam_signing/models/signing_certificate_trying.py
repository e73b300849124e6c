from pathlib import Path

from odoo import models
from odoo.exceptions import UserError

from ..lib.pades import plan_person
from ..tools import speaking

SAMPLE = Path(__file__).parents[1] / 'data' / 'trang-thu-chu-ky.pdf'


class SigningCertificate(models.Model):
    """Trying a key before it is needed: the whole way to a signature, on a page that is no document."""

    _inherit = 'signing.certificate'

    _signing_steps = frozenset({'action_try'})

    def action_try(self, pin=None):
        """Sign the trial page with the own key and keep nothing of it; without a PIN, return the dialog that asks.

        Only a person's key: the agency's signs what the clerk seals. UserError says what is not in place.
        """
        self.ensure_one()
        self._check_holder()
        if not self.user_id:
            raise UserError(self.env._("Only the key of a person is tried. The seal is used on documents alone."))
        if pin is None:
            return self._trial_dialog()
        name, person = self.env._("Trial page"), self.user_id
        with speaking(self.env, name=name):
            plan = plan_person(
                SAMPLE.read_bytes(), image_png=person._signature_image(), name=person.name,
                **self.env['ir.attachment']._act(self, pin))
        self._carry_out(plan, pin, name, {'kind': 'person', 'name': person.name})
        return {
            'type': 'ir.actions.client', 'tag': 'display_notification',
            'params': {'type': 'success', 'message': self.env._("The key of %(name)s signs.", name=person.name)},
        }

    def _trial_dialog(self):
        lines = [(self.env._("Certificate"), self.common_name),
                 (self.env._("Valid Until"), self._local_day(self.valid_to))]
        return {
            'type': 'ir.actions.client', 'tag': 'hanam_signing.ask_pin', 'target': 'new',
            'name': self.env._("Try the Key"),
            'params': self._dialog_params() | {
                'model': self._name, 'id': self.id, 'method': 'action_try', 'title': self.env._("Try the Key"),
                'lines': [{'label': label, 'value': value} for label, value in lines],
                'confirm_label': self.env._("Try the Key"),
            },
        }

from odoo import models


class SigningCertificate(models.Model):
    """Who is told that a certificate ends: the person it belongs to, or who looks after the agency's."""

    _inherit = 'signing.certificate'

    def _ending_receivers(self):
        if self.user_id:
            return self.user_id.filtered('active')
        managers = super()._ending_receivers()
        return managers.filtered(lambda person: self.company_id in person.company_ids)

    def _ending_advice(self):
        if self.user_id:
            return self.env._(
                "Ask the certification authority for a new certificate, then have the signature administrator "
                "register it. After the last day you cannot sign.")
        return self.env._(
            "Ask the certification authority for a new certificate of the agency and register it. After the last day "
            "nothing can be sealed.")

    def _is_replaced(self):
        owner = ('user_id', '=', self.user_id.id) if self.user_id else ('company_id', '=', self.company_id.id)
        return bool(self.search_count([owner, ('valid_to', '>', self.valid_to), ('id', '!=', self.id)], limit=1))

import base64
from hashlib import sha256

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..lib.pades.providers import service_certificates
from ..tools import read_certificate, speaking


class SigningKeyFinder(models.TransientModel):
    """The certificates on the tokens of the signing service, to be registered for their owners."""

    _name = 'signing.key.finder'
    _description = 'Certificates in the Signing Service'

    line_ids = fields.One2many('signing.key.finder.line', 'finder_id', "Certificates")

    @api.model
    def action_find(self):
        """Ask the signing service which certificates it has keys for and show those not registered yet. No PIN."""
        finder = self.create({'line_ids': [Command.create(values) for values in self._found()]})
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Certificates in the Signing Service"),
            'res_model': self._name, 'res_id': finder.id, 'view_mode': 'form', 'target': 'new'}

    def _found(self):
        """Return the values of a line for each certificate that is not registered."""
        certificates = self.env['signing.certificate'].with_context(active_test=False)
        socket_path = certificates._setting('service_socket')
        if not socket_path:
            raise UserError(self.env._(
                "No signing service is set up on this server. Start it and set the system parameter "
                "hanam_signing.service_socket to its socket."))
        with speaking(self.env, name=self.env._("the list of certificates")):
            held = service_certificates(socket_path)
        for one in held:
            if not certificates.search_count([('sha256', '=', sha256(one.certificate_der).hexdigest())], limit=1):
                yield self._line(one)

    def _line(self, held):
        """Return what is found, with the owner whose name is on it, if there is exactly one."""
        name = read_certificate(held.certificate_der).common_name
        person = self.env['res.users'].search([('name', '=ilike', name)], limit=2)
        agency = self.env['res.company'].search([('name', '=ilike', name)], limit=2)
        return {
            'der': base64.b64encode(held.certificate_der), 'token_label': held.token, 'key_id': held.key_id,
            'user_id': person.id if len(person) == 1 else False,
            'company_id': agency.id if len(agency) == 1 and not person else False}

    def action_register(self):
        """Register every line that has an owner."""
        for line in self.line_ids.filtered(lambda line: line.user_id or line.company_id):
            self.env['signing.certificate'].create({
                'der': line.der, 'provider': 'pkcs11', 'token_label': line.token_label, 'key_id': line.key_id,
                'user_id': line.user_id.id, 'company_id': line.company_id.id})
        return self.env['ir.actions.act_window']._for_xml_id('hanam_signing.signing_certificate_action')


class SigningKeyFinderLine(models.TransientModel):
    """One certificate found on a token."""

    _name = 'signing.key.finder.line'
    _description = 'Certificate in the Signing Service'
    _inherit = ['signing.x509']

    finder_id = fields.Many2one('signing.key.finder', required=True, ondelete='cascade')
    token_label = fields.Char("Token", readonly=True)
    key_id = fields.Char(readonly=True)
    user_id = fields.Many2one('res.users', "Person")
    company_id = fields.Many2one('res.company', "Agency")

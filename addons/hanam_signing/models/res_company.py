from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..lib.pades import Expectation


class ResCompany(models.Model):
    _inherit = 'res.company'

    seal_certificate_id = fields.Many2one(
        'signing.certificate', "Certificate of the Seal", domain="[('company_id', '=', id)]", copy=False,
        groups='base.group_user')
    seal_image_id = fields.Many2one(
        'signing.image', "Image of the Seal", domain="[('company_id', '=', id)]", copy=False,
        groups='hanam_signing.group_signing_manager')
    seal_diameter_mm = fields.Float(
        "Diameter of the Seal (mm)", digits=(5, 1), default=36.0,
        help="Real size: the image of the seal is as large as the seal itself.")

    _seal_diameter_check = models.Constraint(
        'CHECK (seal_diameter_mm BETWEEN 20 AND 60)', "The diameter of a seal lies between 20 and 60 mm.")

    @api.constrains('seal_certificate_id', 'seal_image_id')
    def _check_seal_owner(self):
        for company in self.sudo():  # sudo: the picture is hidden from people
            owners = company.seal_certificate_id.company_id | company.seal_image_id.company_id
            if owners - company or company.seal_certificate_id.user_id:
                raise ValidationError(self.env._(
                    "Certificate and image of the seal must belong to %(agency)s itself.", agency=company.name))

    def _seal_certificate(self):
        """Return the certificate this agency seals with; UserError without one."""
        self.ensure_one()
        certificate = self.seal_certificate_id
        if not certificate:
            raise UserError(self.env._(
                "%(agency)s has no certificate for its seal. Ask the administrator to register it.", agency=self.name))
        return certificate

    def _seal_image(self):
        """Return the PNG of this agency's seal (Decree 30/2020, App. I, II.8a); UserError without one."""
        self.ensure_one()
        image = self.sudo().seal_image_id  # sudo: pictures are hidden; drawn only with the agency's key
        if not image:
            raise UserError(self.env._(
                "%(agency)s has no image of its seal. Ask the administrator to upload a red PNG with a transparent "
                "background.", agency=self.name))
        return image._png_bytes()

    def _expected_signatures(self, kind, person=None, **metadata):
        """Return what must be on a file that this agency itself signs, for `ir.attachment._verify_signatures`.

        kind: main (a person and the agency) or attachment (the agency alone). person: res.users. metadata: number,
        day, month, year as printed, compared with the fields of the file.
        """
        self.ensure_one()
        certificates = self.env['signing.certificate'].sudo().with_context(active_test=False)  # sudo: fingerprints only
        agency = certificates.search([('company_id', '=', self.id)])
        persons = certificates.search([('user_id', 'in', person.ids if person else [])])
        return Expectation(
            kind=kind, ours=True, person_fingerprints=frozenset(persons.mapped('sha256')),
            agency_fingerprints=frozenset(agency.mapped('sha256')), agency_names=(self.name,), **metadata)

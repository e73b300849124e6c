from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class DocumentAgency(models.Model):
    """An agency of the directory begins to work in this system."""

    _inherit = 'document.agency'

    def action_host(self):
        """Give the agency its company and the registers of the year (Decision 44/2024, Art. 2, 8)."""
        if not self.env.user.has_group('hanam_document.group_administrator'):
            raise AccessError(self.env._("Only an administrator lets an agency work in this system."))
        for agency in self:
            if agency.company_id:
                raise UserError(self.env._("%(agency)s already works in this system.", agency=agency.name))
            # sudo: companies are made here only, for an agency of the directory
            company = self.env['res.company'].sudo().create({
                'name': agency.name, 'notation': agency.abbreviation, 'place': agency.place, 'email': agency.email,
                'phone': agency.phone, 'street': agency.address})
            company.partner_id.write({'lang': 'vi_VN', 'tz': 'Asia/Ho_Chi_Minh'})
            agency.company_id = company
            company._open_registers(fields.Date.context_today(self.with_context(tz='Asia/Ho_Chi_Minh')).year)
        return True

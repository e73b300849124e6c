from odoo import api, fields, models

from ..lib.worktime import OfficeHours


class ResCompany(models.Model):
    """An agency that works in this system."""

    _inherit = 'res.company'

    agency_ids = fields.One2many('document.agency', 'company_id')
    agency_id = fields.Many2one('document.agency', string="In the Directory", compute='_compute_agency_id')
    head_id = fields.Many2one('res.users', string="Head of Agency")
    chief_of_office_id = fields.Many2one('res.users', string="Chief of Office")
    notation = fields.Char(string="Notation of the Agency", help="Stands in number and notation, such as UBND or SNV.")
    forwarding_basis = fields.Char(
        string="Rule That Names Handlers", help="The working rule by which the clerk may hand a document straight to "
        "its handler (Decree 30/2020, Art. 23.1). Empty: every document goes to a leader first.")
    place = fields.Char(string="Place of Issue", help="As it stands before the date of a document.")

    @api.depends('agency_ids')
    def _compute_agency_id(self):
        for company in self:
            company.agency_id = company.agency_ids[:1]

    def _open_registers(self, year):
        """Open what a year needs where it is missing: a register of arrivals, of outgoing documents, of copies."""
        # sudo: registers are opened by the system, for agencies nobody has to switch into
        registers = self.env['document.register'].sudo()
        found = {(company.id, direction) for company, direction in registers._read_group(
            [('company_id', 'in', self.ids), ('year', '=', year)], ['company_id', 'direction'])}
        registers.create([
            {'company_id': company.id, 'year': year, 'direction': direction}
            for company in self for direction in registers._numbered_models() if (company.id, direction) not in found])

    def _office_hours(self):
        """Return the working calendar of the agency as a `lib.worktime` value (Decision 44/2024, Art. 6.2)."""
        return OfficeHours(**self.resource_calendar_id._worktime())

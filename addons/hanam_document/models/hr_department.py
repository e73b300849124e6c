from odoo import fields, models


class HrDepartment(models.Model):
    """A unit of an agency: it has a symbol for notations, and a head."""

    _inherit = 'hr.department'

    symbol = fields.Char(help="Stands in the notation of letters drafted by this unit, such as VX in 12/UBND-VX.")

    def _head_user(self):
        """Return the account of the head of this unit, or of the nearest unit above that has one."""
        # sudo: employees are not everybody's to read, but everybody has a head
        department = self.sudo()
        while department and not department.manager_id.user_id:
            department = department.parent_id
        return department.manager_id.user_id.sudo(False)

"""By which system an agency is reached, from when until when."""

from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class DocumentRoute(models.Model):
    """One agency (and, if said, all below it) is reached by one system for a time; without a system, on paper."""

    _name = 'document.route'
    _description = 'Way to an Agency'
    _order = 'agency_id, valid_from desc'

    agency_id = fields.Many2one('document.agency', required=True, index=True, ondelete='cascade')
    peer_id = fields.Many2one('document.peer', string="Reached By", index='btree_not_null', ondelete='restrict',
                              help="Empty: on paper or by e-mail.")
    covers_below = fields.Boolean(string="Also the Agencies Below")
    valid_from = fields.Date()
    valid_to = fields.Date()

    @api.constrains('valid_from', 'valid_to')
    def _check_validity(self):
        for route in self:
            if route.valid_from and route.valid_to and route.valid_to < route.valid_from:
                raise ValidationError(self.env._("A way to an agency ends before it begins."))

    @api.depends('agency_id', 'peer_id')
    def _compute_display_name(self):
        for route in self:
            route.display_name = f'{route.agency_id.name} ← {route.peer_id.name or self.env._("paper")}'

    @api.model
    def _valid_on(self, agencies, day):
        """Return {agency id: its route of that day}: its own, else the nearest one above that covers it."""
        above = {agency.id: [int(part) for part in (agency.parent_path or '').split('/') if part]
                 for agency in agencies}
        concerned = {place for places in above.values() for place in places} | set(agencies.ids)
        begun, open_ = [('valid_from', '=', False)], [('valid_to', '=', False)]
        routes = self.search([('agency_id', 'in', list(concerned)), '|', *begun, ('valid_from', '<=', day),
                              '|', *open_, ('valid_to', '>=', day)], )
        # the one that began last counts; one without a beginning began first
        routes = routes.sorted(lambda route: (route.valid_from or date.min, route.id))
        own = {route.agency_id.id: route for route in routes}
        wide = {route.agency_id.id: route for route in routes if route.covers_below}
        found = {}
        for agency in agencies:
            nearest = next((wide[place] for place in reversed(above[agency.id]) if place in wide), self.browse())
            found[agency.id] = own.get(agency.id) or nearest
        return found

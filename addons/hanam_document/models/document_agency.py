"""The directory of agencies by identity code (Decision 44/2024, Art. 8 and 18.3)."""

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..lib.edxml import identity


class DocumentAgencyKind(models.Model):
    """What sort of agency it is: data, so that no level or name is written in code."""

    _name = 'document.agency.kind'
    _description = 'Kind of Agency'
    _order = 'sequence, id'

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)


class DocumentAgencyAlias(models.Model):
    """A further identity code under which an agency was or is known."""

    _name = 'document.agency.alias'
    _description = 'Former Identity Code'
    _rec_name = 'code'

    agency_id = fields.Many2one('document.agency', required=True, ondelete='cascade', index=True)
    code = fields.Char(required=True)

    _code_unique = models.UniqueIndex('(code)', "This identity code already belongs to an agency.")

    @api.model_create_multi
    def create(self, vals_list):
        """Forget which codes were unknown."""
        made = super().create(vals_list)
        self.env.registry.clear_cache()
        return made

    def write(self, vals):
        """Forget who was known by which code."""
        done = super().write(vals)
        self.env.registry.clear_cache()
        return done

    def unlink(self):
        """Forget who was known by which code."""
        done = super().unlink()
        self.env.registry.clear_cache()
        return done


class DocumentAgency(models.Model):
    """An agency that sends or receives documents; hosted here when it has a company."""

    _name = 'document.agency'
    _description = 'Agency'
    _order = 'code'
    _parent_store = True
    _rec_names_search = ['name', 'code', 'old_code', 'abbreviation']

    name = fields.Char(required=True)
    code = fields.Char(string="Identity Code", required=True, help="At most 35 characters, for example H25.12.01.")
    old_code = fields.Char(string="Former Identity Code", help="Four groups of QCVN 102:2016, like 000.00.12.H25.")
    alias_ids = fields.One2many('document.agency.alias', 'agency_id', string="Further Codes")
    abbreviation = fields.Char(help="Stands in the notation of its documents.")
    kind_id = fields.Many2one('document.agency.kind', index='btree_not_null')
    level = fields.Integer(help="1 is the province.")
    parent_id = fields.Many2one('document.agency', string="Governing Agency", index=True, ondelete='restrict')
    parent_path = fields.Char(index=True)
    company_id = fields.Many2one('res.company', string="Hosted Here As", readonly=True, index='btree_not_null')
    transport = fields.Selection(
        [('loopback', "Inside This System"), ('peer', "Connected System"), ('axis', "Axis"),
         ('paper', "Not Connected: Paper or E-mail")], compute='_compute_transport', string="Reached By")
    route_ids = fields.One2many('document.route', 'agency_id', string="Ways to It")
    focal_unit = fields.Char(help="The desk that sends and receives (Art. 8).")
    place = fields.Char(string="Place of Issue")
    email = fields.Char()
    phone = fields.Char()
    address = fields.Char()
    valid_from = fields.Date()
    valid_to = fields.Date()
    successor_id = fields.Many2one('document.agency', string="Succeeded By")
    is_placeholder = fields.Boolean(
        string="Placeholder Code", help="The code was made up until the official one comes.")
    is_voluntary = fields.Boolean(string="Joined Voluntarily")
    gso_code = fields.Char(string="Statistics Office Code")
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex('(code)', "This identity code already belongs to an agency.")
    _company_unique = models.UniqueIndex('(company_id) WHERE company_id IS NOT NULL',
                                         "This company is already another agency of the directory.")

    @api.depends('company_id', 'route_ids', 'parent_path')
    def _compute_transport(self):
        ways = self._carriers_on(fields.Date.context_today(self))
        for agency in self:
            agency.transport = ways[agency.id][0] if agency.id in ways else 'paper'

    @api.depends('name', 'code')
    @api.depends_context('show_code')
    def _compute_display_name(self):
        for agency in self:
            agency.display_name = f'{agency.name} ({agency.code})' if self.env.context.get('show_code') else agency.name

    @api.constrains('code')
    def _check_code(self):
        for agency in self:
            if not identity.is_code(agency.code):
                raise ValidationError(self.env._(
                    "“%(code)s” is not an identity code: use 1 to 35 letters, digits and dots.", code=agency.code))

    @api.constrains('valid_from', 'valid_to')
    def _check_validity(self):
        for agency in self:
            if agency.valid_from and agency.valid_to and agency.valid_to < agency.valid_from:
                raise ValidationError(self.env._("%(agency)s ends before it begins.", agency=agency.name))

    @api.model_create_multi
    def create(self, vals_list):
        """Forget which codes were unknown."""
        made = super().create(vals_list)
        self.env.registry.clear_cache()
        return made

    def write(self, vals):
        """Forget who was known by which code."""
        done = super().write(vals)
        if vals.keys() & {'code', 'old_code', 'alias_ids', 'active', 'successor_id', 'valid_to'}:
            self.env.registry.clear_cache()
        return done

    @api.model
    def _find(self, code):
        """Return the agency known by this code in either form, or none."""
        return self.browse(self._find_id(code or ''))

    @api.model
    @tools.ormcache('code')
    def _find_id(self, code):
        forms = list(identity.forms(code))
        # sudo: who is known by a code is the same for everybody
        agencies = self.sudo().with_context(active_test=False)
        domain = Domain('code', 'in', forms) | Domain('old_code', 'in', forms) | Domain('alias_ids.code', 'in', forms)
        return agencies.search(domain, limit=1).id

    @api.model
    @tools.ormcache('code', 'day')
    def _known(self, code, day):
        """Return (identity code, id, id of who answers for it on that day) of an agency; (code, 0, 0) if unknown."""
        agency = self._find(code)
        return (agency.code, agency.id, agency._heir().id) if agency else (code.strip(), 0, 0)

    def _carriers_on(self, day):
        """Return {agency id: (transport, connected system)} of a day: what leads to these agencies."""
        routes = self.env['document.route'].sudo()._valid_on(self, day)  # sudo: how packets go is not a person's right
        ways = {}
        for agency in self:
            peer = routes[agency.id].peer_id.filtered('active') if agency.id in routes else self.env['document.peer']
            if agency.company_id:
                ways[agency.id] = ('loopback', self.env['document.peer'])
            elif peer:
                ways[agency.id] = ('axis' if peer._is_axis else 'peer', peer)
            else:
                ways[agency.id] = ('paper', peer)
        return ways

    def _carrier_on(self, day):
        """Return (transport, connected system) by which this one agency is reached on a day."""
        return self._carriers_on(day)[self.id]

    def _heir(self):
        """Return the agency that answers for this one today: itself, or its last successor."""
        seen = self.browse()
        agency = self
        while agency.successor_id and agency.valid_to and agency.valid_to < self.env['document.outgoing']._today():
            if agency in seen:
                break
            seen |= agency
            agency = agency.successor_id
        return agency

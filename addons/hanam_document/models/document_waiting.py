"""Who is waited for: one notice (activity) and one access grant for each person whose turn it is."""

from odoo import api, fields, models
from odoo.fields import Domain

from .document_workflow import GROUP


class DocumentWaiting(models.AbstractModel):
    """Documents with a life cycle, people who talk about them, and notices for whose turn it is."""

    _name = 'document.waiting'
    _description = 'Document with Notices'
    _inherit = ['document.workflow', 'mail.thread', 'mail.activity.mixin']
    _mail_post_access = 'read'

    is_my_turn = fields.Boolean(compute='_compute_is_my_turn', search='_search_is_my_turn')

    @api.depends('state')
    @api.depends_context('uid')
    def _compute_is_my_turn(self):
        mine = self.search([('id', 'in', self.ids), ('is_my_turn', '=', True)])
        for document in self:
            document.is_my_turn = document in mine

    @api.model
    def _search_is_my_turn(self, operator, value):
        """Find what waits for this person: their reading, or the usual step of a state they are the one to take."""
        if operator != 'in' or True not in value:
            return NotImplemented
        return Domain.OR([*self._further_turns(), *(self._turn_domain(state) for state in self._workflow.states)])

    @api.model
    def _further_turns(self):
        """Return the turns of this person that are rows of the document, such as their reading."""
        reading = Domain('reader_id', '=', self.env.uid) & Domain('state', '=', 'waiting')
        return [Domain('presentation_ids', 'any', reading)]

    @api.model
    def _turn_domain(self, state):
        """Return which documents of a state wait for this person's usual step."""
        row = self._workflow.usual_step(state)
        if not row or not any(self.env.user.has_group(GROUP % role) for role in row.roles):
            return Domain.FALSE
        if row.actor and not self._fields[row.actor].store:
            return Domain.FALSE
        return Domain('state', '=', state) & (Domain(row.actor, '=', self.env.uid) if row.actor else Domain.TRUE)

    def _renew_waiting(self):
        """Keep exactly one notice for each person waited for now, and let that person open the document."""
        notice = self.env.ref('hanam_document.activity_waiting')
        for document in self:
            waited = {}
            for user, summary, deadline in document._waiting():
                waited.setdefault((user.id, summary), deadline)
            # sudo: notices of other people are nobody's to write; they follow from the state alone
            current = document.sudo().activity_ids.filtered(lambda activity: activity.activity_type_id == notice)
            kept = {(activity.user_id.id, activity.summary): activity for activity in current}
            new = {key: waited[key] for key in waited if key not in kept}
            document._let_open(self.env['res.users'].browse({user for user, _summary in new}))
            over = current.browse().union(*(kept[key] for key in kept.keys() - waited.keys()))
            document._give_notice(notice, document._turn_notices(over, new))

    def _let_open(self, users):
        """Let those who are waited for open the document."""
        self.env['document.grant']._give(self, users, self.state)

    def _turn_notices(self, over, waited):
        """Let a notice that is over say what is waited for now, where the same person is; remove the others.

        `waited`: {(user id, summary): deadline}; returns what of it still needs a notice.
        """
        for (user, summary), deadline in list(waited.items()):
            if own := over.filtered(lambda activity, user=user: activity.user_id.id == user)[:1]:
                own.write({'summary': summary, 'date_deadline': deadline or self._today()})
                over -= own
                del waited[user, summary]
        over.unlink()
        return waited

    def _give_notice(self, notice, waited):
        """Write the notices. `waited`: {(user id, summary): deadline}."""
        # sudo: whoever moves a document gives notice to the next person
        activities = self.env['mail.activity'].sudo().with_context(mail_activity_quick_update=True)
        activities.create([{
            'res_model_id': self.env['ir.model']._get_id(self._name), 'res_id': self.id,
            'activity_type_id': notice.id, 'user_id': user, 'summary': summary,
            'date_deadline': deadline or self._today(),
        } for (user, summary), deadline in waited.items()])

    def _waiting(self):
        """Yield (person, what is waited for, day) for everyone whose turn it is now."""
        row = self._usual_step()
        if row is None:
            return
        # sudo: who is waited for does not depend on who asks
        users = self.sudo()[row.actor] if row.actor else self._people_of(row.roles)
        for user in users:
            yield user, self._notice(row.name), self._waiting_until()

    def _usual_step(self):
        """Return the row of the step this record waits for, None when it waits for nobody."""
        return self._workflow.usual_step(self.state)

    def _notice(self, step):
        """Return what a notice says, in the language of the agency (it is stored once, for others)."""
        events = self.env['document.event'].with_context(lang=self.company_id.partner_id.lang or self.env.lang)
        return events._step_label(step)

    def _waiting_until(self):
        return self._today()

    @api.model
    def _people_of(self, roles, company=None):
        """Return the active people of an agency who hold one of the roles."""
        company = company or self.company_id
        groups = self.env['res.groups']
        for role in roles:
            groups |= self.env.ref(GROUP % role)
        # sudo: people need not be allowed to read each other's accounts to be told of work
        return self.env['res.users'].sudo().search([
            ('all_group_ids', 'in', groups.ids), ('company_ids', 'in', company.ids), ('share', '=', False)])

"""Recall, update, further recipients of what was issued (Decision 44/2024, Art. 13.4.c-d; Decree 30, Art. 18.4)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lib import edxml
from .document_outgoing import TALK
from .document_request_updating import shown
from .document_workflow import step

# data the signature does not cover, which the sender may correct after the issue
UPDATABLE = ('due_date', 'wants_reply', 'urgency', 'description')


class DocumentOutgoing(models.Model):
    """Recalled: frozen for everybody, data and all (Decree 30/2020, App. VI, III.8a)."""

    _inherit = 'document.outgoing'
    _earned = frozenset({'recalled_at', 'recalled_by_id', 'recall_order', 'recall_reason'})

    recalled_at = fields.Datetime(readonly=True, copy=False)
    recalled_by_id = fields.Many2one('res.users', readonly=True, copy=False)
    recall_order = fields.Text(string="Recalled by Order", readonly=True, copy=False)
    recall_reason = fields.Text(string="Recalled Because", readonly=True, copy=False)
    request_ids = fields.One2many('document.request', 'outgoing_id', string="Requests to Recipients")
    recall_words = fields.Char(string="Cancelled So Far", compute='_compute_recall_words')

    @api.depends('request_ids.state', 'state')
    @api.depends_context('lang')
    def _compute_recall_words(self):
        """Count the recipients that have cancelled a recalled document."""
        for document in self:
            rows = document.request_ids.filtered(lambda row: row.kind == 'recall')
            done = len(rows.filtered(lambda row: row.state == 'agreed'))
            words = self.env._("%(done)s/%(all)s cancelled", done=done, all=len(rows))
            document.recall_words = words if document.state == 'recalled' else False

    def write(self, vals):
        """Refuse, for everybody and under sudo, to change what was recalled."""
        if vals.keys() & self._fields.keys() - TALK:
            for document in self.filtered(lambda document: document.state == 'recalled'):
                raise AccessError(self.env._("%(document)s was recalled: it is frozen, and so are its data.",
                                             document=document.display_name))
        return super().write(vals)

    @step
    def action_recall(self, recall):
        """Recall the document from every recipient and freeze it (Art. 13.4.d).

        `recall`: {'order': who ordered it and by which paper, 'reason': text}.
        """
        order, reason = ((recall.get(name) or '').strip() for name in ('order', 'reason'))
        if not (order and reason):
            raise UserError(self.env._("Say by which order the document is recalled, and why."))
        self._earn(recalled_at=fields.Datetime.now(), recalled_by_id=self.env.uid, recall_order=order,
                   recall_reason=reason)
        # sudo: deliveries and requests follow from the step
        rows = self.sudo().delivery_ids.filtered(lambda row: row.state not in ('rejected', 'withdrawn'))
        self.sudo().request_ids.filtered(  # sudo: as above
            lambda row: row.kind == 'update' and row.state == 'asked').action_lapse()
        here = rows.filtered(lambda row: row.transport == 'internal' or (
            not row._is_electronic() and row.state == 'pending'))
        self.env['document.request']._ask_recipients(self, rows - here, 'recall', order, reason)
        for row in here:
            row.action_withdraw()
        readers = self.sudo().grant_ids.user_id - self.env.user  # sudo: whoever may read it is told
        self._tell_readers(readers, self.with_context(lang=self._lang()).env._(
            "%(document)s was recalled. Do not use it any more.", document=self.display_name))

    @step
    def action_update(self, update):
        """Correct what the signature does not cover, or take recipients off; each is asked to follow (Art. 13.4.d).

        `update`: {'values': {field: new value}, 'removed': [ids of deliveries], 'reason': text}.
        """
        values, reason = update.get('values') or {}, (update.get('reason') or '').strip()
        removed = self.delivery_ids.filtered(lambda row: row.id in (update.get('removed') or ()))
        changes = self._changed_values(values)
        if not reason or not (changes or removed):
            raise UserError(self.env._("Change something, or take a recipient off; and say why."))
        if (values.get('wants_reply', self.wants_reply)) and not values.get('due_date', self.due_date):
            raise UserError(self.env._("A reply is wanted: say by when."))
        self._refuse_secret(values)
        self._earn(**values)
        requests = self.env['document.request']
        if removed:
            requests._take_off(self, removed, reason)
            self._earn(recipient_agency_ids=[fields.Command.unlink(agency.id) for agency in removed.agency_id])
        if changes:
            requests._ask_recipients(self, self._live_deliveries() - removed, 'update', '', reason)
        update.clear()
        update.update(reason=reason, changes=changes, note=', '.join(removed.mapped('display_name')))

    def _changed_values(self, values):
        """Return the changes as the history keeps them; UserError for a field the signature covers."""
        if refused := values.keys() - set(UPDATABLE):
            raise UserError(self.env._("After the signature this is not changed any more: %(fields)s.",
                                       fields=', '.join(sorted(refused))))
        new = self.new(values, origin=self)
        return [{'field': name, 'label': self._fields[name].get_description(self.env)['string'],
                 'old': shown(self, name), 'new': shown(new, name)}
                for name in values if new[name] != self[name]]

    def _live_deliveries(self):
        """Return the recipients a packet reaches that have not returned or cancelled the document."""
        return self.delivery_ids.filtered(
            lambda row: row._has_by_packet() and row.state not in ('rejected', 'withdrawn'))

    @step
    def action_add_recipients(self, recipients):
        """Send the issued document to recipients that were missed, under its own number (Art. 13.4.c).

        `recipients`: {'agency_ids': [ids], 'department_ids': [ids], 'user_ids': [ids], 'reason': text}.
        """
        columns = {f'recipient_{name}': self.env[model].browse(recipients.get(name) or []) for name, model in (
            ('agency_ids', 'document.agency'), ('department_ids', 'hr.department'), ('user_ids', 'res.users'))}
        missed = {column: chosen - self[column] for column, chosen in columns.items()}
        if not any(missed.values()):
            raise UserError(self.env._("Name a recipient that does not have the document yet."))
        self._earn(**{column: [fields.Command.link(record.id) for record in chosen]
                      for column, chosen in missed.items()})
        deliveries = self.env['document.delivery']
        rows = deliveries._rows_to(missed['recipient_agency_ids'])
        rows += [{'department_id': unit.id, 'transport': 'internal'} for unit in missed['recipient_department_ids']]
        rows += [{'user_id': user.id, 'transport': 'internal'} for user in missed['recipient_user_ids']]
        added = deliveries._begin(self, rows)
        self._send_added(added, (recipients.get('reason') or '').strip())
        recipients['note'] = ', '.join(added.mapped('display_name'))

    def _send_added(self, deliveries, reason):
        """Send the whole document, by a packet of type 2, to recipients that are new to it."""
        electronic = deliveries.filtered(lambda row: row._is_electronic())
        if electronic:
            added = tuple(edxml.Receiver(row.agency_id.code, edxml.ReceiverType.ADDED) for row in electronic)
            self.env['document.transmission']._post(self, electronic, edxml.Business(
                type=edxml.BusinessType.UPDATE, document_id=self.document_code, reason=reason,
                updates=(edxml.Update(document_receiver=True, receivers=added),),
                staff=self.env['document.exchange']._staff(self.env.user, self.company_id)))
        for delivery in deliveries.filtered(lambda row: row.transport == 'internal'):
            delivery._hand_inside()

    def _tell_readers(self, users, words):
        """Leave a message for those who may read the document."""
        if users:
            # sudo: who is told need not be somebody this person may write to
            self.sudo().message_notify(partner_ids=users.sudo().partner_id.ids, body=words)  # sudo: as above

    def _lang(self):
        return self.sudo().company_id.partner_id.lang or self.env.lang  # sudo: a language is no secret

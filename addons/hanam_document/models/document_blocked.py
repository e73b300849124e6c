"""Packets that did not get through: whose duty that is, sending them again, or giving up for paper (Art. 5.2, 6.6)."""

from odoo import fields, models
from odoo.exceptions import UserError

from .document_workflow import step

UNSENT = ('pending', 'blocked')
UNSERVED = ('pending', 'rejected')
# reports by which a recipient says that it has the document
PROGRESS = ('01', '03', '04', '05', '06')


class DocumentTransmission(models.Model):
    """What a clerk does with a packet nobody took."""

    _inherit = 'document.transmission'

    def _try_later(self, failure, peer_time=None):
        """After the last try of a report it is the duty of the clerks."""
        super()._try_later(failure, peer_time)
        if self.state == 'blocked' and self.incoming_id:
            self.incoming_id._renew_waiting()

    def action_send_again(self):
        """Begin anew with a packet that waits or was given up by the dispatcher: the same bytes, at once."""
        for packet in self:
            packet._refuse_others('clerk', 'administrator')
            packet._hold()
            if packet.direction != 'out' or packet.state not in UNSENT or packet.closed_at:
                raise UserError(self.env._("This packet does not wait to be sent any more. Reload the page."))
            own = packet.sudo()  # sudo: nobody writes packets by hand; the right was checked above
            own.write({'state': 'pending', 'attempts': 0, 'next_attempt_at': fields.Datetime.now()})
            own._wake()
            self.env['document.transmission.act']._log(packet, 'send_again')
            own._renew_duties()
        return True

    def action_give_up(self):
        """Record that the document is handed over on paper instead; the packet never leaves then."""
        self._refuse_others('clerk')
        # sudo: the deliveries of a packet are no secret to who may see the packet; each step checks its own rights
        waiting = self.sudo().delivery_ids.filtered(lambda row: row.state == 'pending').sudo(False)
        if not waiting:
            raise UserError(self.env._("No recipient of this packet waits for it any more."))
        if len(waiting) == 1:
            return waiting.action_hand_over()
        return {'type': 'ir.actions.act_window', 'res_model': 'document.delivery', 'view_mode': 'list,form',
                'name': self.env._("Recipients of the Packet"), 'domain': [('id', 'in', waiting.ids)]}

    def _renew_duties(self):
        """Let the notices of the document say what is still to do."""
        for document in (*self.outgoing_id, *self.incoming_id):
            document._renew_waiting()

    def _withdraw(self, words):
        """Let nothing be left to do with packets whose recipients were all served on paper; they never leave then."""
        for packet in self.filtered(lambda row: all(to.state not in UNSERVED for to in row.delivery_ids)):
            packet._hold()
            unsent = {'state': 'blocked'} if packet.state in UNSENT else {}
            packet.write({**unsent, 'closed_at': fields.Datetime.now()})
            self.env['document.transmission.act']._log(packet, 'give_up', words)


class DocumentDelivery(models.Model):
    _inherit = 'document.delivery'

    def _note_status(self, code, moment, description):
        """Believe a recipient that reports on a document its system had refused: it was taken in after all."""
        if self.state == 'rejected' and code in PROGRESS and (packets := self._refused_packets()):
            self.action_take_after_all()
            packets.closed_at = fields.Datetime.now()
        super()._note_status(code, moment, description)

    def _refused_packets(self):
        """Return the packets of this delivery that the recipient's system refused."""
        # sudo: what came of a packet follows from the delivery
        return self.env['document.transmission'].sudo().search([
            ('delivery_ids', 'in', self.ids), ('direction', '=', 'out'), ('kind', '=', 'document'),
            ('state', '=', 'refused')])

    @step
    def action_take_after_all(self):
        """The recipient mended what its system had refused the packet for (Art. 7.2)."""
        self._earn(reason=False)

    def _after_step(self, row, source, answer):
        """Stop the packet of a delivery that was made on paper."""
        if row.name == 'hand_over':
            # sudo: what waits in the outbox follows from the delivery
            packets = self.env['document.transmission'].sudo().search([
                ('delivery_ids', 'in', self.ids), ('direction', '=', 'out'), ('kind', '=', 'document'),
                ('state', 'in', (*UNSENT, 'refused')), ('closed_at', '=', False)])
            packets._withdraw(answer['evidence'])
        super()._after_step(row, source, answer)


class DocumentWaiting(models.AbstractModel):
    _inherit = 'document.waiting'

    def _blocked_duties(self, link):
        """Yield (clerk, what to do, day) while packets of this document need a person. `link`: their column."""
        # sudo: what is blocked does not depend on who asks
        count = self.env['document.transmission'].sudo().search_count([
            (link, '=', self.id), ('direction', '=', 'out'), ('state', '=', 'blocked'), ('closed_at', '=', False)])
        if not count:
            return
        speaker = self.with_context(lang=self.company_id.partner_id.lang or self.env.lang)
        for clerk in self._people_of(('clerk',)):
            yield clerk, speaker._blocked_words(count), self._today()

    def _blocked_words(self, count):
        """Return the duty in words."""
        raise NotImplementedError(self._name)


class DocumentOutgoing(models.Model):
    _inherit = 'document.outgoing'

    def _waiting(self):
        """Add the clerks while a packet of the document did not get through."""
        yield from super()._waiting()
        yield from self._blocked_duties('outgoing_id')

    def _blocked_words(self, count):
        return self.env._(
            "Not delivered to %(count)s recipients: send the packet again, or hand the document over on paper",
            count=count)


class DocumentIncoming(models.Model):
    _inherit = 'document.incoming'

    def _waiting(self):
        """Add the clerks while a report to the sender did not get through."""
        yield from super()._waiting()
        yield from self._blocked_duties('incoming_id')

    def _blocked_words(self, count):
        return self.env._(
            "%(count)s reports did not reach the sender: send them again, or tell the sender by telephone",
            count=count)

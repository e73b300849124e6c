"""Fetching from an axis: what lies there for us is taken in once, and confirmed only after the commit."""

import logging
from contextlib import suppress
from datetime import UTC, timedelta

from odoo import api, fields, models

from ..lib.carriers import CarrierError, Item, KeyRefused, Refused

_logger = logging.getLogger(__name__)

# The window of each list overlaps the last one: entries come late and out of order.
OVERLAP = timedelta(days=1)
FIRST_WINDOW = timedelta(days=30)


class DocumentPeer(models.Model):
    """The axis lists, we fetch what we do not have, and confirm what we have committed."""

    _inherit = 'document.peer'

    def _collect(self):
        """Take in everything the axis holds for agencies of this system, each packet in a transaction of its own."""
        began, carrier = fields.Datetime.now(), self._carrier()
        since = ((self.collected_until or began - FIRST_WINDOW) - OVERLAP).replace(tzinfo=UTC)
        try:
            self._confirm(carrier, self._unconfirmed())
            for kind in ('document', 'status'):
                items = [item for item in carrier.listed(since, kind) if not item.is_done]
                self.env['ir.cron']._commit_progress(remaining=len(items))
                for item in items:
                    self._collect_one(carrier, item)
        except CarrierError as failure:
            self.env.cr.rollback()
            self._note_contact(str(failure), failure.peer_time)
        else:
            self.collected_until = began
            self._note_contact()
        self.env['ir.cron']._commit_progress()

    def _collect_one(self, carrier, item):
        """Fetch, take in, commit, and only then confirm. One that fails waits for the next time, and nothing behind it.

        Raises KeyRefused, with which nothing else can succeed either.
        """
        try:
            taken = self._fetched(carrier, item)
            self.env['ir.cron']._commit_progress(1)
            self._confirm(carrier, taken)
        except KeyRefused:
            raise
        except Exception as failure:  # whatever is wrong with one packet, those behind it are taken in
            self.env.cr.rollback()
            _logger.warning("axis %s, packet %s: not taken in", self.id, item.reference, exc_info=True)
            self._note_contact(f'{item.reference}: {failure}')
            self.env['ir.cron']._commit_progress(1)

    def _fetched(self, carrier, item):
        """Return the new inbox row of an entry; what was taken in before is not fetched again."""
        if self._taken_in(item):
            return self.env['document.transmission']
        try:
            return self._take_from_axis(item, carrier.fetch(item))
        except Refused as refusal:
            return self._keep_unfetched(item, refusal)

    def _confirm(self, carrier, rows):
        """Tell the axis of what is committed here; said again until it has answered."""
        for row in rows:
            with suppress(Refused):  # an axis that knows the packet no more has been told
                carrier.confirm(Item(row.reference, row.kind), done=row.state != 'refused')
            row.confirmed_at = fields.Datetime.now()
            self.env['ir.cron']._commit_progress()

    def _unconfirmed(self):
        return self.env['document.transmission'].search(
            [('peer_id', '=', self.id), ('direction', '=', 'in'), ('confirmed_at', '=', False),
             ('reference', '!=', False)], order='id')

    def _taken_in(self, item):
        return self.env['document.transmission'].search(
            [('peer_id', '=', self.id), ('reference', '=', item.reference), ('direction', '=', 'in')], limit=1)

    def _company_of(self, item):
        """Return the agency of this system a list's entry is for; none is noted, and the entry stays on the axis."""
        company = self.env['document.agency']._find(item.receiver)._heir().company_id
        if not company:
            _logger.warning("axis %s holds a packet for %s, which is no agency of this system", self.id, item.receiver)
        return company

    def _take_from_axis(self, item, body):
        """Return the inbox row of a fetched packet; the same document under another id of the axis is a repeat."""
        company = self._company_of(item)
        inbox = self._inbox_of(company)
        if not company:
            return inbox
        receipt = inbox._receive(company, item.sender, f'axis:{item.reference}', body, self, item.reference)
        return self._taken_in(item) or inbox._note_repeat(company, self, item, body, receipt)

    def _keep_unfetched(self, item, refusal):
        """Keep that a packet lies on the axis that cannot be fetched, too large for example."""
        company = self._company_of(item)
        return company and self._inbox_of(company).create({
            'direction': 'in', 'company_id': company.id, 'peer_code': item.sender, 'peer_id': self.id,
            'reference': item.reference, 'message_id': f'axis:{item.reference}', 'kind': 'unknown',
            'digest': '-', 'state': 'refused', 'error_kind': refusal.code or 'Refused', 'error': str(refusal)[:500]})

    @api.model
    def _inbox_of(self, company):
        return self.env['document.transmission'].with_context(
            allowed_company_ids=company.ids, lang='vi_VN', tz='Asia/Ho_Chi_Minh')

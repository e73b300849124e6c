"""Phiếu giải quyết văn bản đến (Decree 30/2020, App. IV.VII): three levels of opinion on one document."""

from itertools import groupby

from odoo import fields, models

from odoo.addons.hanam_document.lib.numbering import place_and_date, printed_date

from .document_metadata import short_date


class DocumentIncoming(models.Model):
    """What the handling slip says of an incoming document."""

    _inherit = 'document.incoming'

    def _handling_slip(self):
        """Return the words of the slip: organ, place_and_date, document, and the opinions of three levels.

        Each level is a list of (who, day in words, lines); a level nobody has spoken on is empty.
        """
        self.ensure_one()
        self.check_access('read')
        # sudo: who may read the document may read who said what about it
        document = self.sudo()
        company = document.company_id
        work = document.assignment_ids.filtered(lambda row: row.state != 'ended')
        handed_on = work.filtered('parent_id')
        place = company.place or company.agency_id.place or company.city or 'Hà Nam'
        return {
            'organ': company.name.upper(),
            'place_and_date': place_and_date(place, document._today()),
            'document': document._slip_heading(),
            'leaders': document._slip_opinions(work) + document._slip_directions(work - handed_on),
            'units': document._slip_directions(handed_on),
            'handlers': document._slip_proposals(work),
        }

    def _slip_heading(self):
        """Return kind; number and symbol; day; issuing agency and abstract, as the form asks."""
        return '; '.join(filter(None, (
            self.type_name or self.type_id.name, f'số {self.full_code}' if self.full_code else '',
            printed_date(self.issued_date) if self.issued_date else '', self.organ_name, self.subject)))

    def _slip_opinions(self, work):
        """Return what each reader said when the document was presented; not again what stands in a direction."""
        directed = {(row.given_by_id, row.opinion) for row in work}
        return [(row.reader_id.name, self._slip_day(row.read_at), [row.opinion])
                for row in self.presentation_ids if row.opinion and (row.reader_id, row.opinion) not in directed]

    def _slip_directions(self, work):
        """Return one entry per direction given: who leads, who supports, who is told, by when."""
        def act(row):
            return row.create_date, row.given_by_id.id
        entries = []
        for _act, group in groupby(work.sorted(act), act):
            rows = self.env['document.assignment'].union(*group)
            entries.append((rows[0].given_by_id.name, self._slip_day(rows[0].create_date), self._slip_lines(rows)))
        return entries

    def _slip_lines(self, rows):
        """Return the lines of one direction in the words of the form."""
        words = {
            'lead': 'Giao đơn vị, cá nhân chủ trì',
            'support': 'Giao các đơn vị, cá nhân tham gia phối hợp giải quyết văn bản đến',
            'info': 'Gửi để biết',
        }
        if rows.parent_id:
            words['lead'] = 'Giao cho cá nhân'
        lines = [f'{said}: {", ".join(row._receiver() for row in rows if row.kind == kind)}.'
                 for kind, said in words.items() if kind in rows.mapped('kind')]
        deadlines = [f'{row._receiver()}: {short_date(row.due_date)}' for row in rows if row.due_date]
        if deadlines:
            lines.append(f'Thời hạn giải quyết: {"; ".join(deadlines)}.')
        return lines + [opinion for opinion in dict.fromkeys(rows.mapped('opinion')) if opinion]

    def _slip_proposals(self, work):
        """Return what those who work on it proposed, and the result of the one in the lead."""
        entries = [(row.user_id.name, self._slip_day(row.ended_at), [row.result]) for row in work if row.result]
        if self.result_note or self.result_id:
            reply = f'Văn bản trả lời: {self.result_id.full_code}.' if self.result_id else ''
            lines = [line for line in (self.result_note, reply) if line]
            entries.append((self.lead_user_id.name, self._slip_day(self.completed_at), lines))
        return entries

    def _slip_day(self, moment):
        """Return the local day of a moment in words, '' for none."""
        if not moment:
            return ''
        return printed_date(fields.Datetime.context_timestamp(self.with_context(tz='Asia/Ho_Chi_Minh'), moment).date())

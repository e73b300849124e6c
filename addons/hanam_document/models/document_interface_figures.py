"""Figures for the operations centre (Decision 44/2024, Art. 16, 17.4): counts by agency and day, no document."""

from collections import defaultdict
from datetime import UTC, date, datetime, time

from odoo import api, fields, models
from odoo.tools import SQL

from ..interfaces import LONGEST_PERIOD, RefusedCall
from ..lib.edxml.moments import VIETNAM

BY_DAY = ('received_electronic', 'received_paper', 'completed_on_time', 'completed_late', 'completed_without_deadline',
          'issued', 'issued_on_time', 'issued_late', 'sent_electronic', 'sent_paper', 'sent_inside',
          'returned_by_recipients')
NOW = ('waiting_to_be_registered', 'work_open', 'work_late', 'waiting_for_number', 'waiting_to_be_issued',
       'not_received_by_recipients')

# name -> which figures, counted how, in which table, on which day
RECEIVED = """
    SELECT company_id, arrival_date AS day,
           count(*) FILTER (WHERE channel = 'electronic') AS received_electronic,
           count(*) FILTER (WHERE channel = 'paper') AS received_paper
      FROM document_incoming
     WHERE company_id IN %(companies)s AND state <> 'annulled' AND arrival_date BETWEEN %(first)s AND %(last)s
     GROUP BY company_id, day"""
COMPLETED = """
    SELECT company_id, day,
           count(*) FILTER (WHERE day <= due_date) AS completed_on_time,
           count(*) FILTER (WHERE day > due_date) AS completed_late,
           count(*) FILTER (WHERE due_date IS NULL) AS completed_without_deadline
      FROM (SELECT company_id, due_date, %(completed_day)s AS day FROM document_incoming
             WHERE company_id IN %(companies)s AND state = 'completed'
               AND completed_at >= %(start)s AND completed_at < %(end)s) AS done
     GROUP BY company_id, day"""
ISSUED = """
    SELECT doc.company_id, %(issued_day)s AS day, count(*) AS issued,
           count(*) FILTER (WHERE doc.issued_at <= latest.at) AS issued_on_time,
           count(*) FILTER (WHERE doc.issued_at > latest.at) AS issued_late
      FROM document_outgoing AS doc
      LEFT JOIN (VALUES %(deadlines)s) AS latest(company_id, day, at)
        ON latest.company_id = doc.company_id AND latest.day = %(signed_day)s
     WHERE doc.company_id IN %(companies)s AND doc.issued_at >= %(start)s AND doc.issued_at < %(end)s
     GROUP BY doc.company_id, %(issued_day)s"""
SENT = """
    SELECT doc.company_id, %(issued_day)s AS day,
           count(*) FILTER (WHERE row.transport NOT IN ('paper', 'internal')) AS sent_electronic,
           count(*) FILTER (WHERE row.transport = 'paper') AS sent_paper,
           count(*) FILTER (WHERE row.transport = 'internal') AS sent_inside
      FROM document_delivery AS row JOIN document_outgoing AS doc ON doc.id = row.outgoing_id
     WHERE doc.company_id IN %(companies)s AND doc.issued_at >= %(start)s AND doc.issued_at < %(end)s
     GROUP BY doc.company_id, %(issued_day)s"""
RETURNED = """
    SELECT company_id, %(rejected_day)s AS day, count(*) AS returned_by_recipients
      FROM document_delivery
     WHERE company_id IN %(companies)s AND rejected_at >= %(start)s AND rejected_at < %(end)s
     GROUP BY company_id, day"""
SIGNED_DAYS = """
    SELECT DISTINCT doc.company_id, %(signed_day)s
      FROM document_outgoing AS doc
     WHERE doc.company_id IN %(companies)s AND doc.issued_at >= %(start)s AND doc.issued_at < %(end)s
       AND doc.signed_at IS NOT NULL"""
INCOMING_NOW = """
    SELECT company_id,
           count(*) FILTER (WHERE state IN ('arrived', 'received')) AS waiting_to_be_registered,
           count(*) FILTER (WHERE state NOT IN ('arrived', 'received')) AS work_open,
           count(*) FILTER (WHERE state NOT IN ('arrived', 'received') AND due_date < %(today)s) AS work_late
      FROM document_incoming
     WHERE company_id IN %(companies)s AND state IN ('arrived', 'received', 'presented', 'assigned', 'processing')
     GROUP BY company_id"""
OUTGOING_NOW = """
    SELECT company_id, count(*) FILTER (WHERE state = 'signed') AS waiting_for_number,
           count(*) FILTER (WHERE state = 'numbered') AS waiting_to_be_issued
      FROM document_outgoing WHERE company_id IN %(companies)s AND state IN ('signed', 'numbered')
     GROUP BY company_id"""
UNDELIVERED_NOW = """
    SELECT company_id, count(*) AS not_received_by_recipients
      FROM document_delivery
     WHERE company_id IN %(companies)s AND state IN ('pending', 'sent') AND transport NOT IN ('paper', 'internal')
     GROUP BY company_id"""


class DocumentInterfaceFigures(models.AbstractModel):
    """Counts over everything of an agency, restricted documents included; a count tells nothing of one."""

    _name = 'document.interface.figures'
    _description = 'Figures for the Operations Centre'

    @api.model
    def _period(self, first, last):
        """Return both days. Raises RefusedCall unless they are days, in order, of one year at most."""
        wrong, days = {}, {}
        for name, text in (('from', first), ('to', last)):
            try:
                days[name] = date.fromisoformat(text or '')
            except ValueError:
                wrong[name] = self.env._("A day such as 2026-12-31.")
        if not wrong and not 0 <= (days['to'] - days['from']).days < LONGEST_PERIOD:
            wrong['to'] = self.env._("Not before “from”, and at most %(days)s days in all.", days=LONGEST_PERIOD)
        if wrong:
            raise RefusedCall(422, 'invalid', self.env._("Say for which days, by “from” and “to”."), wrong)
        return days['from'], days['to']

    @api.model
    def _figures(self, system, first, last):
        """Return the figures of the days `first` to `last` and those of this moment, of every agency it may see."""
        agencies = self._agencies(system)
        terms = self._terms(agencies.company_id, first, last)
        by_day, now = defaultdict(dict), defaultdict(dict)
        terms['deadlines'] = self._deadlines(terms)
        for query in (RECEIVED, COMPLETED, ISSUED, SENT, RETURNED):
            for row in self._rows(query, terms):
                by_day[row.pop('day'), row.pop('company_id')] |= row
        for query in (INCOMING_NOW, OUTGOING_NOW, UNDELIVERED_NOW):
            for row in self._rows(query, terms):
                now[row.pop('company_id')] |= row
        code = {agency.company_id.id: agency.code for agency in agencies}
        return {
            'from': first.isoformat(), 'to': last.isoformat(),
            'made_at': self.env['document.interface.status']._moment(fields.Datetime.now()),
            'agencies': [{'OrganId': agency.code, 'OrganName': agency.name} for agency in agencies],
            'days': [{'day': day.isoformat(), 'OrganId': code[company],
                      **{name: counts.get(name, 0) for name in BY_DAY}}
                     for (day, company), counts in sorted(by_day.items())],
            'now': [{'OrganId': agency.code, **{name: now[agency.company_id.id].get(name, 0) for name in NOW}}
                    for agency in agencies],
        }

    @api.model
    def _agencies(self, system):
        """Return the agencies working here of which the system may read figures."""
        agencies = self.env['document.agency'].sudo()  # sudo: figures only, of agencies an administrator named
        own = system.company_id.agency_id
        domain = {'own': [('id', 'in', own.ids)], 'below': [('id', 'child_of', own.ids)], 'all': []}
        return agencies.search([('company_id', '!=', False), *domain[system.figures_scope]])

    @api.model
    def _terms(self, companies, first, last):
        """Return what the queries name. Days are days in Vietnam (Decision 44/2024, Art. 7.3); the database has UTC."""
        def local(column):
            return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Ho_Chi_Minh')::date", SQL(column))

        def midnight(day):
            return datetime.combine(day, time.min, tzinfo=VIETNAM).astimezone(UTC).replace(tzinfo=None)

        return {
            'companies': tuple(companies.ids) or (0,), 'first': first, 'last': last,
            'start': midnight(first), 'end': midnight(date.fromordinal(last.toordinal() + 1)),
            'today': self.env['document.metadata']._today(),
            'completed_day': local('completed_at'), 'rejected_day': local('rejected_at'),
            'issued_day': local('doc.issued_at'), 'signed_day': local('doc.signed_at'),
        }

    @api.model
    def _deadlines(self, terms):
        """Return rows (agency, day of signing, when it must be out): the day alone decides (Art. 6.2)."""
        self.env.flush_all()
        self.env.cr.execute(SQL(SIGNED_DAYS, **terms))
        rows = [SQL("(0, NULL::date, NULL::timestamp)")]
        companies = self.env['res.company'].sudo()  # sudo: how long an office works is on its door
        for company, day in self.env.cr.fetchall():
            noon = datetime.combine(day, time(12), tzinfo=VIETNAM)
            latest = companies.browse(company)._office_hours().issue_deadline(noon).latest_at
            rows.append(SQL("(%s, %s::date, %s::timestamp)", company, day, latest.astimezone(UTC).replace(tzinfo=None)))
        return SQL(", ").join(rows)

    @api.model
    def _rows(self, query, terms):
        self.env.cr.execute(SQL(query, **terms))
        return self.env.cr.dictfetchall()

"""Documents under way are brought under the rules of this version: nothing is lost, nothing stands still.

Decision 44/2024, Art. 10.2, 13.2, 13.3; Decree 30/2020, Art. 25-27, 29-31.
"""

from hashlib import sha256

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.tools import SQL

WAIVER = "Đã tiếp nhận trước khi có chữ ký số bản sao"
UNDER_WAY = ('draft', 'unit_check', 'form_check', 'signing')


def migrate(cr, version):
    """Bring over what people checked, what waits for a signature, paper at the clerk's, registers and archives."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    under_way = env['document.outgoing'].search([('state', 'in', UNDER_WAY)], order='id')
    for document in under_way:
        renew_digests(document)
    for document in under_way.filtered(lambda document: document.state == 'signing'):
        lay(document)
    waive_scans(cr)
    env['document.register']._cron_open()
    for document in env['document.outgoing'].search([('state', '=', 'issued')], order='id'):
        archive(document)


def renew_digests(document):
    """Keep what was checked as checked: the digest of a check that still holds is made by the new rule.

    A draft that was changed after a check stays changed.
    """
    seen = [file.sha256 or '' for file in document.file_ids]
    before = sha256('\n'.join([*seen, *document._checked_pieces()]).encode()).hexdigest()
    for check in ('content_digest', 'form_digest'):
        if document[check] == before:
            document._earn(**{check: document._checked_digest()})


def lay(document):
    """Lay the places of a document that waits for its signer; without places it goes back to the form check."""
    language = document.company_id.partner_id.lang
    file = document._main_file.with_context(lang=language)
    try:
        missing = list(file._obstacles_to_laying())
        if not missing:
            with document.env.cr.savepoint():
                file._lay()
    except UserError as unreadable:
        missing = [str(unreadable)]
    if missing:
        _back_to_form_check(document, '\n'.join(missing))


def _back_to_form_check(document, why):
    """Give the document to those who check forms; all its readers read again after that."""
    document.presentation_ids.filtered(lambda row: row.state in ('queued', 'waiting')).action_skip()
    document._earn(state='form_check')
    document.env['document.event']._log(document, 'upgrade', 'signing', why)
    document._renew_waiting()


def waive_scans(cr):
    """Let paper that was received before be registered as it is: nobody asked for a signed scan then."""
    cr.execute(SQL("""
        UPDATE document_incoming SET scan_waiver = %s
         WHERE state = 'received' AND channel = 'paper' AND scan_waiver IS NULL AND certified_at IS NULL""", WAIVER))


def archive(document):
    """Ask for the archive copies of an issued document."""
    files = document.file_ids.attachment_id.filtered('is_signed')
    for file in files.with_company(document.company_id):
        file._archive_copy()

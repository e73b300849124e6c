"""Signed versions get the digests by which the database holds them to begin with the version before.

Decree 30/2020, App. VI, III.5a. The columns must be filled before the constraint on them is added.
"""

import logging
from hashlib import sha256

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


def migrate(cr, version):
    """Add the two columns and fill them from what is stored."""
    cr.execute("""
        ALTER TABLE document_file_version ADD COLUMN IF NOT EXISTS parent_sha256 varchar,
                                          ADD COLUMN IF NOT EXISTS prefix_sha256 varchar""")
    fill(cr)


def fill(cr):
    """Read the beginning of each signed version that has no digests, and keep them.

    The program that signed compared it with the version before, so the digest of that version is what was true then.
    Where the bytes of today differ or are gone, this stops nothing: the scheduled reading finds it and tells people.
    """
    attachments = api.Environment(cr, SUPERUSER_ID, {})['ir.attachment']
    cr.execute("""
        SELECT version.id, version.attachment_id, parent.sha256, before.file_size
          FROM document_file_version version
          JOIN document_file_version parent ON parent.id = version.parent_id
          JOIN ir_attachment before ON before.id = parent.attachment_id
         WHERE version.origin IN ('sign', 'seal') AND version.prefix_sha256 IS NULL""")
    for row, attachment, before, length in cr.fetchall():
        if sha256(_bytes(attachments.browse(attachment))[:length]).hexdigest() != before:
            _logger.warning("version %s of a file does not begin with the version before it any more", row)
        cr.execute(SQL(
            "UPDATE document_file_version SET parent_sha256 = %s, prefix_sha256 = %s WHERE id = %s",
            before, before, row))


def _bytes(attachment):
    """Return what the store holds; one file at a time stays in memory."""
    content = attachment.raw or b''
    attachment.invalidate_recordset(['raw'])
    return content

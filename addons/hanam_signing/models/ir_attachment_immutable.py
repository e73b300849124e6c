from odoo import models
from odoo.tools import SQL

# What the bytes of a signed file are kept in, and what says that they are signed.
KEPT = ('store_fname', 'db_datas', 'checksum', 'file_size', 'is_signed', 'sha256')


class IrAttachment(models.Model):
    """The database itself refuses to change or drop a signed file, whatever program asks (Decree 30/2020, Art. 5)."""

    _inherit = 'ir.attachment'

    def init(self):
        """Put the refusal into the database."""
        super().init()
        old, new = (SQL(', ').join(SQL.identifier(row, column) for column in KEPT) for row in ('old', 'new'))
        self.env.cr.execute(SQL(
            """
            CREATE OR REPLACE FUNCTION hanam_signing_keep_signed() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'attachment %% is digitally signed: its bytes are never changed or deleted', old.id
                    USING ERRCODE = 'integrity_constraint_violation';
            END $$;
            DROP TRIGGER IF EXISTS hanam_signing_keep_signed ON ir_attachment;
            CREATE TRIGGER hanam_signing_keep_signed BEFORE UPDATE OF %(columns)s ON ir_attachment FOR EACH ROW
                WHEN (old.is_signed AND ROW(%(old)s) IS DISTINCT FROM ROW(%(new)s))
                EXECUTE FUNCTION hanam_signing_keep_signed();
            DROP TRIGGER IF EXISTS hanam_signing_keep_signed_row ON ir_attachment;
            CREATE TRIGGER hanam_signing_keep_signed_row BEFORE DELETE ON ir_attachment FOR EACH ROW
                WHEN (old.is_signed) EXECUTE FUNCTION hanam_signing_keep_signed();
            """, columns=SQL(', ').join(map(SQL.identifier, KEPT)), old=old, new=new))

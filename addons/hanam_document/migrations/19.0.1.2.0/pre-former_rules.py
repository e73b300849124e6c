"""What the version before held the database to, and this one does not, is taken away before the models are loaded."""


def migrate(cr, version):
    """Drop what stands in the way of this version's rows."""
    drop(cr)


def drop(cr):
    """Drop the index that lets one status 01 out per document, and the column of the way to an agency.

    An anomaly is told by a further 01 (Decision 44/2024, Art. 10.1.b); the way to an agency depends on the day.
    """
    cr.execute("DROP INDEX IF EXISTS document_transmission_status_unique")
    cr.execute("ALTER TABLE document_agency DROP COLUMN IF EXISTS transport")

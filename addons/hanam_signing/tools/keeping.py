"""Rows the database itself keeps as they are, whatever program asks (Decree 30/2020, Art. 5; App. VI, III.5a)."""

from odoo.tools import SQL

__all__ = ['keep_rows']


def keep_rows(cr, name, table, columns, when, sentence):
    """Put into the database the refusal to change `columns` of a row or to drop the row.

    name: of the function and its triggers. when: SQL condition on `old` that says which rows. sentence: what the error
    says; `%` in it stands for the id of the row.
    """
    old, new = (SQL(', ').join(SQL.identifier(row, column) for column in columns) for row in ('old', 'new'))
    cr.execute(SQL(
        """
        CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION %(sentence)s, old.id USING ERRCODE = 'integrity_constraint_violation';
        END $$;
        DROP TRIGGER IF EXISTS %(name)s ON %(table)s;
        CREATE TRIGGER %(name)s BEFORE UPDATE OF %(columns)s ON %(table)s
            FOR EACH ROW WHEN (%(when)s AND ROW(%(old)s) IS DISTINCT FROM ROW(%(new)s)) EXECUTE FUNCTION %(name)s();
        DROP TRIGGER IF EXISTS %(row_name)s ON %(table)s;
        CREATE TRIGGER %(row_name)s BEFORE DELETE ON %(table)s
            FOR EACH ROW WHEN (%(when)s) EXECUTE FUNCTION %(name)s();
        """, name=SQL.identifier(name), row_name=SQL.identifier(f'{name}_row'), table=SQL.identifier(table),
        columns=SQL(', ').join(map(SQL.identifier, columns)), when=when, old=old, new=new, sentence=sentence))

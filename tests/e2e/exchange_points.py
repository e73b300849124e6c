"""Marked points of sending and receiving, at which a process of a server can be made to stand until it is killed.

`mark(database)` puts triggers into the database of a test: whoever writes a packet, an arrival, a file, a delivery or
an event passes a gate, before the row, after it, and while the transaction commits. `Gates` closes some of the gates,
sees who stands there, and opens them again.
"""

from contextlib import closing
from dataclasses import dataclass, field

import psycopg2

SPACE = 4242  # the advisory locks of the gates
ROWS = {
    "document_transmission": ("INSERT", "UPDATE"), "document_incoming": ("INSERT", "UPDATE"),
    "document_file_version": ("INSERT",), "document_delivery": ("UPDATE",), "document_event": ("INSERT",),
}
POINTS = tuple(
    (table, moment, act) for table, acts in ROWS.items() for act in acts for moment in ("BEFORE", "AFTER", "COMMIT"))
# Odoo gives its connections names; the test's own have none and are not held up.
GATE = f"""
    CREATE FUNCTION exchange_gate() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE place integer := TG_ARGV[0]::integer;
    BEGIN
        IF starts_with(current_setting('application_name'), 'odoo-') THEN
            PERFORM pg_advisory_lock_shared({SPACE}, place);
            PERFORM pg_advisory_unlock_shared({SPACE}, place);
        END IF;
        RETURN NEW;
    END $$"""
STANDING = f"""
    SELECT activity.pid, gate.objid
    FROM pg_locks gate JOIN pg_stat_activity activity USING (pid)
    WHERE gate.locktype = 'advisory' AND gate.classid = {SPACE} AND NOT gate.granted
      AND activity.datname = current_database()"""


def mark(database: str) -> None:
    """Put a gate at every point of a test's database, each by itself: the servers may be at work."""
    with closing(psycopg2.connect(dbname=database)) as link, link.cursor() as cursor:
        link.autocommit = True
        cursor.execute(GATE)
        for place, (table, moment, act) in enumerate(POINTS):
            name = f"exchange_gate_{place}"
            kind = "CONSTRAINT TRIGGER" if moment == "COMMIT" else "TRIGGER"
            when = f"AFTER {act}" if moment == "COMMIT" else f"{moment} {act}"
            late = "DEFERRABLE INITIALLY DEFERRED" if moment == "COMMIT" else ""
            cursor.execute(f"CREATE {kind} {name} {when} ON {table} {late} "
                           f"FOR EACH ROW EXECUTE FUNCTION exchange_gate({place})")


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands at a gate: the process of PostgreSQL that serves it, and where."""

    connection: int
    place: int

    @property
    def point(self) -> str:
        """The point in words."""
        table, moment, act = POINTS[self.place]
        return f"{table}: {'at the commit of' if moment == 'COMMIT' else moment.lower()} {act.lower()}"


@dataclass(slots=True)
class Gates:
    """The gates of one database, by a connection of the test's own."""

    database: str
    link: object = None
    closed: list = field(default_factory=list)

    def __post_init__(self):
        self.link = psycopg2.connect(dbname=self.database)
        self.link.autocommit = True

    def rows(self, query: str, *values) -> list[tuple]:
        """Return what a query finds now."""
        with self.link.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def close_some(self, places: list[int]) -> None:
        """Let nobody pass these places. One through which somebody walks at this moment stays open."""
        self.closed = [place for place in places
                       if self.rows("SELECT pg_try_advisory_lock(%s, %s)", SPACE, place)[0][0]]

    def standing(self) -> list[Standing]:
        """Return who waits at a closed gate."""
        return [Standing(*row) for row in self.rows(STANDING)]

    def open(self) -> None:
        """Let everybody pass."""
        for place in self.closed:
            self.rows("SELECT pg_advisory_unlock(%s, %s)", SPACE, place)
        self.closed = []

    def close(self) -> None:
        """Give the connection up, and with it what was closed."""
        self.link.close()

"""Who has to wait: a probe asks for rows that others write, and keeps how long it stood where one was locked."""

from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from random import Random
from threading import Event, Thread
from time import perf_counter

import psycopg2
from exchange_judge import rows

PAUSE = 0.01  # seconds, so that the probe is no load of its own
ROWS = "SELECT delivery.id, delivery.outgoing_id FROM document_delivery delivery WHERE delivery.transport = 'peer'"


@dataclass(slots=True)
class Probe:
    """Asks for rows of the working set, one after another, and keeps how long it waited where one was locked."""

    database: str
    chance: Random
    asked: int = 0
    waited: list = field(default_factory=list)

    def ask(self, ended: Event) -> None:
        """Ask until `ended`: documents and deliveries in turn."""
        deliveries, documents = zip(*rows(self.database, ROWS), strict=True)
        places = {"document_delivery": deliveries, "document_outgoing": documents}
        with closing(psycopg2.connect(dbname=self.database)) as link, link.cursor() as cursor:
            link.autocommit = True
            while not ended.wait(PAUSE):
                for table, ids in places.items():
                    self._one(cursor, table, self.chance.choice(ids))

    def _one(self, cursor, table: str, number: int) -> None:
        self.asked += 1
        query = f"SELECT 1 FROM {table} WHERE id = %s FOR NO KEY UPDATE"
        try:
            cursor.execute(f"{query} NOWAIT", (number,))
        except psycopg2.errors.LockNotAvailable:
            began = perf_counter()
            cursor.execute(query, (number,))
            self.waited.append(perf_counter() - began)


@contextmanager
def probing(database: str, chance: Random):
    """Yield a probe that asks while the block runs."""
    probe, ended = Probe(database, chance), Event()
    thread = Thread(target=probe.ask, args=(ended,), daemon=True)
    thread.start()
    try:
        yield probe
    finally:
        ended.set()
        thread.join()

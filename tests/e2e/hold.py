"""A lock held by the test, so that a server stops at a known point of a step, for as long as the test needs.

`with holding(database, "SELECT … FOR UPDATE", …) as hold:` keeps what the statement locks; `hold.until_blocked(calls)`
returns when as many transactions wait for a lock as there are calls under way. Leaving the block lets them go on.
"""

from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import dataclass

import psycopg2

TRIES = 1200  # looks, a twentieth of a second each


@dataclass(slots=True)
class Hold:
    """Two connections of the test: one holds a lock, the other looks at who waits."""

    holder: object
    looker: object

    def rows(self, query: str, *values) -> list[tuple]:
        """Return what a query finds now."""
        with self.looker.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall()

    def until_blocked(self, calls: list[Future]) -> list[int]:
        """Return the PostgreSQL processes once every call waits for a lock. A call that ends first fails the test."""
        waiting = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        for _look in range(TRIES):
            ended, _open = wait(calls, timeout=0.05, return_when=FIRST_COMPLETED)
            assert not ended, f"was not held: {[call.exception() or call.result() for call in ended]}"
            if len(blocked := self.rows(waiting)) >= len(calls):
                return [pid for (pid,) in blocked]
        raise AssertionError("the calls never reached the lock")

    def let_go(self, blocked: list[int]) -> None:
        """Give the lock up and return when the processes that waited have ended, their clients being dead."""
        self.holder.rollback()
        for _look in range(TRIES):
            if not self.rows("SELECT 1 FROM pg_stat_activity WHERE pid = ANY(%s)", blocked):
                return
            wait([Future()], timeout=0.05)
        raise AssertionError("what a killed process had begun was not given up")


@contextmanager
def holding(database: str, statement: str, *values):
    """Hold what `statement` locks until the block ends."""
    with closing(psycopg2.connect(dbname=database)) as holder, closing(psycopg2.connect(dbname=database)) as looker:
        looker.autocommit = True
        with holder.cursor() as cursor:
            cursor.execute(statement, values)
        yield Hold(holder, looker)
        holder.rollback()


@contextmanager
def at_once():
    """Yield a function that starts calls, each in a thread of its own, and returns their futures in order.

    Enter it before `holding`, so that what is held is let go before the threads are waited for.
    """
    with ThreadPoolExecutor() as pool:
        yield lambda *requests: [pool.submit(*request) for request in requests]

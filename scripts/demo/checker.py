"""Checks the signatures of arrivals beside the play, as the product's timed job does, on the second core."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

__all__ = ['Checker']

PAUSE_SECONDS = 1


class Checker:
    """A thread that checks what has arrived until it is closed."""

    def __init__(self, stage):
        self.stage, self.closed = stage, Event()
        self.executor = ThreadPoolExecutor(1, thread_name_prefix='checker')
        self.work = self.executor.submit(self._work)

    def look(self):
        """Raise what stopped the thread, if anything did."""
        if self.work.done():
            self.work.result()

    def close(self):
        self.closed.set()
        self.executor.shutdown()

    def _work(self):
        while not self.closed.wait(PAUSE_SECONDS):
            self.stage.run_job('hanam_document.cron_verify')

"""A thread and a queue for each token: its requests wait for each other, those of other tokens do not."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait

from .device import Device
from .troubles import Busy

__all__ = ['Worker']


class Worker:
    """Runs the calls of a device one after the other in a thread of its own; after a quiet time the device logs out.

    idle_seconds: how long a login is kept without a request; queue_limit: how many calls may wait.
    """

    def __init__(self, device: Device, *, idle_seconds: float, queue_limit: int):
        self.device = device
        self._idle, self._limit = idle_seconds, queue_limit
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=device.label)
        self._pending: set[Future] = set()
        self._lock = threading.Lock()
        self._alarm: threading.Timer | None = None
        self._farewell: Future | None = None

    @property
    def waiting(self) -> int:
        """Say how many calls have not ended."""
        return len(self._pending)

    def submit(self, call, *arguments) -> Future:
        """Queue `call(*arguments)`; Busy if too many wait, or the program is stopping."""
        with self._lock:
            if len(self._pending) >= self._limit:
                raise Busy(f'{self._limit} requests wait for token {self.device.label}')
            try:
                future = self._pool.submit(call, *arguments)
            except RuntimeError as error:
                raise Busy('the program is stopping') from error
            self._pending.add(future)
        future.add_done_callback(self._ended)
        return future

    def stop(self, seconds: float) -> bool:
        """Cancel what waits, let the running call end, log out; False if that took longer than `seconds`."""
        with self._lock:
            waiting = list(self._pending)
            self._farewell = self._farewell or self._pool.submit(self.device.rest)
            self._pool.shutdown(wait=False)
            self._set_alarm(None)
        for future in waiting:
            future.cancel()
        return self._farewell in wait([self._farewell], seconds).done

    def _ended(self, future: Future) -> None:
        with self._lock:
            self._pending.discard(future)
            if self._farewell is None and not self._pending:
                self._set_alarm(threading.Timer(self._idle, self._fall_asleep))

    def _set_alarm(self, alarm: threading.Timer | None) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = alarm
        if alarm is not None:
            alarm.daemon = True
            alarm.start()

    def _fall_asleep(self) -> None:
        with self._lock:
            self._alarm = None
            if self._farewell is None and not self._pending:
                self._pool.submit(self.device.rest)

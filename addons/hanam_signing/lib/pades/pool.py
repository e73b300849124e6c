"""Verify foreign PDFs in one or two children that stay: importing the library costs more than a usual check.

`verify_in_pool` is `verify_in_child` with the start paid once for fifty files. The pool belongs to its process: it is
made at the first file, a fork begins with an empty one, the children end when their parent does or when no file has
come for a while. Threads wait for each other. A child that died, hung or ran out of memory is replaced, and only the
file it had is reported as unreadable.
"""

import os
import threading
from datetime import datetime

from .child import DEFAULT_LIMITS, Child, Limits
from .errors import ChildFailed
from .facts import DocumentReport
from .intake import DEFAULT_CAPS, Caps
from .sandbox import Question, guarded
from .trust import TrustMaterial
from .wire import Source

__all__ = ['Pool', 'verify_in_pool']

CHILDREN, FILES, IDLE_SECONDS = 2, 50, 300
OUT_OF_MEMORY = b'"over_limit": "memory"'


class Pool:
    """At most `children` at a time, each for `files` files, each ending after `idle_seconds` without one."""

    def __init__(self, children: int = CHILDREN, files: int = FILES, idle_seconds: float = IDLE_SECONDS):
        self.children, self.files, self.idle_seconds = children, files, idle_seconds
        self._begin()

    def _begin(self) -> None:
        self._changed = threading.Condition()
        self._free: list[Child] = []
        self._busy: set[Child] = set()

    def verify(self, pdf: Source, *, trust: TrustMaterial, at: datetime, caps: Caps = DEFAULT_CAPS,
               limits: Limits = DEFAULT_LIMITS) -> DocumentReport:
        """Report on a foreign file as `verify_in_child` does; MaterialBroken if our own material is no DER."""
        return guarded(pdf, trust, at, caps, lambda question: self._ask(question, limits))

    def _ask(self, question: Question, limits: Limits) -> bytes:
        """A child that went to sleep just when it was asked is no fault of the file."""
        child, useful = self._take(limits), False
        try:
            answer = question.put_to(child)
            useful = child.files < self.files and OUT_OF_MEMORY not in answer
            return answer
        except ChildFailed:
            if child.status != 0 or child.files == 1:
                raise
        finally:
            self._give_back(child, useful)
        return self._ask(question, limits)

    def _take(self, limits: Limits) -> Child:
        with self._changed:
            self._changed.wait_for(lambda: len(self._busy) < self.children)
            child = self._free.pop() if self._free else None
            if child is not None and (child.status is not None or child.limits != limits):
                child.end()
                child = None
            child = child or Child(limits, self.idle_seconds)
            self._busy.add(child)
            return child

    def _give_back(self, child: Child, useful: bool) -> None:
        if not useful:
            child.end()
        with self._changed:
            self._busy.discard(child)
            if useful:
                self._free.append(child)
            self._changed.notify()

    def end(self) -> None:
        """End the children that have nothing to do."""
        with self._changed:
            free, self._free = self._free, []
        for child in free:
            child.end()

    def forget(self) -> None:
        """Begin anew, without a word to children of the process this one was forked from."""
        for child in [*self._free, *self._busy]:
            child.forget()
        self._begin()


_POOL = Pool()
os.register_at_fork(after_in_child=_POOL.forget)


def verify_in_pool(pdf: Source, *, trust: TrustMaterial, at: datetime, caps: Caps = DEFAULT_CAPS,
                   limits: Limits = DEFAULT_LIMITS) -> DocumentReport:
    """Report on a foreign file as `verify_in_child` does, in a child of this process's pool."""
    return _POOL.verify(pdf, trust=trust, at=at, caps=caps, limits=limits)

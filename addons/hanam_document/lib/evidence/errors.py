"""Why a pack is not made: one root, one class per reason. The model that catches it speaks to the person."""


class EvidenceError(Exception):
    """Root of all refusals. `name`: of the entry at fault."""

    def __init__(self, name, reason):
        super().__init__(f'The entry {name!r} {reason}.')
        self.name = name


class BadName(EvidenceError):
    """A name that would not be the same file everywhere, leads out of the folder, or is there twice."""

    def __init__(self, name):
        super().__init__(name, 'has a name that cannot stand in a pack')


class SourceChanged(EvidenceError):
    """What is stored is not there, or is not what its kept digest says: it proves nothing. `found`: digest, or ''."""

    def __init__(self, name, found):
        super().__init__(name, f'is not what was kept (SHA-256 now {found})' if found else 'is not in the store')
        self.found = found


__all__ = ['BadName', 'EvidenceError', 'SourceChanged']

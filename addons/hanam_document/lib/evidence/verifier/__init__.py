"""The programs that go into each pack: plain Python, nothing beside the standard library."""

__all__ = []

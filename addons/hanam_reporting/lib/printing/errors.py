"""Why something could not be printed."""

__all__ = ['FontMissing', 'OutsideReference', 'PageAbsent', 'PrintingError', 'WrongShape']


class PrintingError(Exception):
    """Root of this package's errors."""


class FontMissing(PrintingError):
    """The folder does not hold one of the font's files; `path` is the file looked for."""

    def __init__(self, path):
        super().__init__(f"the font file {path} is missing")
        self.path = path


class WrongShape(PrintingError):
    """A row has another number of cells than the book has columns; `ordinal` counts rows from 1."""

    def __init__(self, ordinal, cells, columns):
        super().__init__(f"row {ordinal} has {cells} cells, the book has {columns} columns")
        self.ordinal = ordinal
        self.cells = cells
        self.columns = columns


class OutsideReference(PrintingError):
    """A page asks for something from outside itself; `url` is what it asked for."""

    def __init__(self, url):
        super().__init__(f"the page refers to {url[:200]!r}; only what it carries itself is printed")
        self.url = url


class PageAbsent(PrintingError):
    """What names pages is no list of pages of the file; `words` is the part that is wrong, `count` the pages there."""

    def __init__(self, words, count):
        super().__init__(f"{words!r} is no page of {count}")
        self.words = words
        self.count = count

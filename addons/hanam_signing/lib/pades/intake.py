"""Look at an uploaded PDF before anything is laid on it, and rewrite it once into a plain file.

Rewriting drops earlier revisions and unreferenced objects, which disarms most «shadow» documents, and turns hybrid
files of word processors into ones that can be signed. Signed files are never rewritten: they were received.
"""

from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

import pikepdf

from .errors import ActiveContent, AlreadySigned, NotPdf, PdfEncrypted, PdfTooBig
from .reading import header_version

__all__ = ['DEFAULT_CAPS', 'REFUSED', 'Caps', 'Content', 'IntakeReport', 'inspect', 'normalise', 'scan']


class Content(StrEnum):
    """What a PDF can do or hide beside showing pages."""

    JAVASCRIPT = 'javascript'
    LAUNCH = 'launch'
    SUBMIT = 'submit'
    XFA = 'xfa'
    EMBEDDED_FILE = 'embedded_file'
    RICH_MEDIA = 'rich_media'
    FORM = 'form'
    ANNOTATION = 'annotation'


# An annotation that only points somewhere is harmless; a comment is for the drafter to look at, not a reason to refuse.
REFUSED = frozenset(Content) - {Content.ANNOTATION}

_ACTIONS = {'/JavaScript': Content.JAVASCRIPT, '/Launch': Content.LAUNCH, '/SubmitForm': Content.SUBMIT,
            '/ImportData': Content.SUBMIT, '/Rendition': Content.RICH_MEDIA, '/GoToE': Content.EMBEDDED_FILE}
_KEYS = {'/JS': Content.JAVASCRIPT, '/XFA': Content.XFA, '/EmbeddedFiles': Content.EMBEDDED_FILE,
         '/RichMediaContent': Content.RICH_MEDIA, '/FT': Content.FORM}
_ANNOTATIONS = {'/FileAttachment': Content.EMBEDDED_FILE, '/RichMedia': Content.RICH_MEDIA,
                '/Movie': Content.RICH_MEDIA, '/Sound': Content.RICH_MEDIA, '/Screen': Content.RICH_MEDIA}
_HARMLESS_ANNOTATIONS = {'/Link', '/Widget', '/Popup'}


@dataclass(frozen=True, slots=True)
class Caps:
    """Limits for one file: bytes, pages, signatures, and revisions after the first signature."""

    max_bytes: int = 50 * 1024 * 1024
    max_pages: int = 2000
    max_signatures: int = 50
    max_revisions: int = 60


DEFAULT_CAPS = Caps()


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """What an upload is. Of an encrypted file only `pdf_version` and `encrypted` are known."""

    pdf_version: str
    pages: int = 0
    encrypted: bool = False
    has_signatures: bool = False
    findings: tuple[Content, ...] = ()


def inspect(pdf: bytes, caps: Caps = DEFAULT_CAPS) -> IntakeReport:
    """Look without changing; NotPdf for what cannot be read, PdfTooBig over a limit."""
    _within('bytes', caps.max_bytes, len(pdf))
    version = header_version(pdf)
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            _within('pages', caps.max_pages, len(document.pages))
            return IntakeReport(version, len(document.pages), document.is_encrypted, _has_signatures(document),
                                scan(document))
    except pikepdf.PasswordError:
        return IntakeReport(version, encrypted=True)
    except (pikepdf.PdfError, ValueError, TypeError, LookupError, AttributeError, RuntimeError) as error:
        raise NotPdf(f'{type(error).__name__}: {error}') from error


def normalise(pdf: bytes, caps: Caps = DEFAULT_CAPS, refused: frozenset[Content] = REFUSED) -> bytes:
    """Rewrite an unsigned upload as one plain revision, PDF 1.4 or later (Decree 30/2020, App. I, Part II, I).

    PdfEncrypted, AlreadySigned, ActiveContent, NotPdf, PdfTooBig refuse it by name.
    """
    report = inspect(pdf, caps)
    if report.encrypted:
        raise PdfEncrypted('the upload is encrypted')
    if report.has_signatures:
        raise AlreadySigned('the upload is signed already')
    findings = tuple(finding for finding in report.findings if finding in refused)
    if findings:
        raise ActiveContent(findings)
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        if '/AcroForm' in document.Root:
            del document.Root['/AcroForm']
        document.remove_unreferenced_resources()
        document.save(output, min_version='1.4', deterministic_id=True,
                      object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return output.getvalue()


def scan(document: pikepdf.Pdf) -> tuple[Content, ...]:
    """Name what an opened file can do or hide, in the order of `Content`."""
    found: set[Content] = set()
    for one in document.objects:
        _look(one, found, 0)
    return tuple(content for content in Content if content in found)


def _look(value, found: set[Content], depth: int) -> None:
    """Walk direct objects; indirect ones come by themselves from the list of all objects."""
    if depth > 32:
        return
    if isinstance(value, pikepdf.Array):
        children = list(value)
    elif isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        _look_at_keys(value, found)
        children = [child for _, child in value.items()]
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            _look(child, found, depth + 1)


def _look_at_keys(value, found: set[Content]) -> None:
    found.update(content for key, content in _KEYS.items() if key in value)
    action, subtype = str(value.get('/S', '')), str(value.get('/Subtype', ''))
    if action in _ACTIONS:
        found.add(_ACTIONS[action])
    if subtype in _ANNOTATIONS:
        found.add(_ANNOTATIONS[subtype])
    elif '/Rect' in value and subtype and subtype not in _HARMLESS_ANNOTATIONS:
        found.add(Content.ANNOTATION)


def _has_signatures(document: pikepdf.Pdf) -> bool:
    """A signature dictionary is one that says which bytes it covers."""
    return any(isinstance(one, pikepdf.Dictionary) and '/ByteRange' in one and '/Contents' in one
               for one in document.objects)


def _within(what: str, limit: int, found: int) -> None:
    if found > limit:
        raise PdfTooBig(what, limit, found)

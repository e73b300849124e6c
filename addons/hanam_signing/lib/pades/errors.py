"""What can go wrong with a signed PDF: one root, named children, attributes instead of codes.

The sentence of an error is for the log. Who catches it speaks to the person, in Vietnamese.
"""

__all__ = [
    'ActiveContent', 'AlreadySealed', 'AlreadySigned', 'ArchiveRefused', 'AuthorisationRefused',
    'CertificateNotValidNow', 'ChildFailed', 'FieldAbsent', 'FontMissing', 'ImageRefused', 'KeyAbsent',
    'MaterialBroken', 'NotPdf', 'NotPkcs12', 'NotSignedByPerson', 'PadesError', 'PdfEncrypted', 'PdfTooBig',
    'PinLocked', 'PinWrong', 'PlaceNotFound', 'ResultInvalid', 'ResultMoreChanges', 'ResultNotPrefix',
    'ResultRefused', 'ResultTooLarge', 'ResultWrongSigner', 'ServiceDown', 'SessionLost', 'SignerRefused',
    'TextRefused', 'TimestampNotTrusted', 'TimestampUnavailable', 'TokenAbsent', 'WouldBreakSignature',
]


class PadesError(Exception):
    """Root of everything this package raises."""


class NotPdf(PadesError):
    """The bytes are no PDF that can be read."""


class PdfEncrypted(PadesError):
    """The PDF is encrypted, with a user's or an owner's password."""


class PdfTooBig(PadesError):
    """The file is over a limit; `limit` and `found` in the same unit, `what` names it."""

    def __init__(self, what: str, limit: int, found: int):
        super().__init__(f'{what}: {found} is over the limit of {limit}')
        self.what, self.limit, self.found = what, limit, found


class AlreadySigned(PadesError):
    """The PDF carries signatures: it is received, not drafted, and must not be rewritten."""


class ActiveContent(PadesError):
    """The PDF can do or hide something; `findings` are the `Finding`s that were refused."""

    def __init__(self, findings: tuple):
        super().__init__('refused content: ' + ', '.join(str(finding) for finding in findings))
        self.findings = findings


class PlaceNotFound(PadesError):
    """A place of the decree's layout is not in the text; `what` is number, date, person, seal or a further field."""

    def __init__(self, what: str):
        super().__init__(f'no place found for {what}')
        self.what = what


class LayoutRefused(PadesError):
    """A box somebody gave cannot be used: `field` names it, `why` says why."""

    def __init__(self, field: str, why: str):
        super().__init__(f'{field or "the layout"} {why}')
        self.field, self.why = field, why


class PrintedDateDiffers(PadesError):
    """The draft has a month or a year printed that is not the one to be written (`part`, `printed`, `wanted`)."""

    def __init__(self, part: str, printed: str, wanted: str):
        super().__init__(f'{part}: {printed} is printed, {wanted} was to be written')
        self.part, self.printed, self.wanted = part, printed, wanted


class FieldAbsent(PadesError):
    """The PDF has no empty field of that name: it was not prepared, or the field is used."""

    def __init__(self, field: str):
        super().__init__(f'no empty field {field}')
        self.field = field


class FontMissing(PadesError):
    """No usable font: absent, not 1000 units per em, or without a needed letter."""


class ImageRefused(PadesError):
    """The picture is no PNG with a transparent background (Decree 30/2020, App. I, II.7d and II.8a)."""


class TextRefused(PadesError):
    """The text does not fit its field or has letters the font lacks."""


class NotPkcs12(PadesError):
    """The bytes are no PKCS#12 store, or it holds no key with its certificate."""


class SignerRefused(PadesError):
    """The key's side did not sign: provider, chain or time stamp failed."""


class PinWrong(SignerRefused):
    """The PIN of the key is wrong. Never try again without asking the person: a few wrong tries lock a token.

    `tries_left`: how many tries the token still gives, if it says so.
    """

    def __init__(self, message: str = 'the PIN is wrong', tries_left: int | None = None):
        super().__init__(message)
        self.tries_left = tries_left


class PinLocked(SignerRefused):
    """Too many wrong tries: the token takes no PIN any more until its issuer unlocks it."""


class TokenAbsent(SignerRefused):
    """The token or HSM that holds the key is not plugged in or not reachable."""


class KeyAbsent(SignerRefused):
    """The token is there, but holds no key for the registered certificate."""


class SessionLost(SignerRefused):
    """The token was there and went away while it was being used."""


class ServiceDown(SignerRefused):
    """The signing service does not answer in time, or answers what cannot be understood."""


class AuthorisationRefused(SignerRefused):
    """The service or its holder did not agree to this signature."""


class TimestampUnavailable(SignerRefused):
    """The time-stamping authority gave no usable token in time; the signature was not made."""


class TimestampNotTrusted(TimestampUnavailable):
    """The authority's token is whole, but its certificate does not lead to a trust anchor given."""


class CertificateNotValidNow(SignerRefused):
    """The signing moment is outside the certificate's validity."""

    def __init__(self, not_before, not_after, moment):
        super().__init__(f'certificate is valid from {not_before} to {not_after}, not at {moment}')
        self.not_before, self.not_after, self.moment = not_before, not_after, moment


class WouldBreakSignature(PadesError):
    """The step would make an earlier signature invalid."""


class NotSignedByPerson(PadesError):
    """The seal comes after the person: no intact personal signature covers the file (Decree 30/2020, Art. 13)."""


class AlreadySealed(PadesError):
    """The agency has signed this file already."""


class ResultRefused(PadesError):
    """A signer gave back a file that is not ours plus one good signature."""


class ResultNotPrefix(ResultRefused):
    """The result does not begin with exactly the bytes that were handed out."""


class ResultMoreChanges(ResultRefused):
    """The result has no new signature, more than one, or changes beside it."""


class ResultWrongSigner(ResultRefused):
    """The new signature was made with another certificate than the expected one."""


class ResultInvalid(ResultRefused):
    """The new signature, or an earlier one after it, does not verify."""


class ResultTooLarge(ResultRefused):
    """The signature that came back is larger than the place that was kept for it."""


class ArchiveRefused(PadesError):
    """A signature of the file cannot be proved with the material given, so an archive copy would prove nothing."""

    def __init__(self, field: str, reason: str):
        super().__init__(f'{field}: {reason}')
        self.field, self.reason = field, reason


class MaterialBroken(PadesError):
    """A trust anchor, intermediate certificate or CRL is no DER of its kind; `kind` and `index` say which."""

    def __init__(self, kind: str, index: int):
        super().__init__(f'{kind} number {index} is not readable')
        self.kind, self.index = kind, index


class ChildFailed(PadesError):
    """The limited process gave no report; `reason` says how it ended."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason

"""The sentences people read: what went wrong while signing and what to do, and why a verdict is what it is.

How to use: `with speaking(env, name=…):` turns an error of the signature library into a UserError; `REASONS[reason]`
and `WARNINGS[content]` are lazy strings for `env._`. How it works: the library raises typed errors with attributes;
the sentence is chosen by type, or by an attribute where one type has several causes.
"""

from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ..lib.pades import FIELD_NAMES, Content, PadesError, Reason, errors

__all__ = ['REASONS', 'WARNINGS', 'PinRefused', 'TimestampChoice', 'in_words', 'speaking']

_lt = LazyTranslate(__name__)


class PinRefused(UserError):
    """The PIN was wrong or is locked. The browser stops at this one: no PIN is tried a second time by itself."""


class TimestampChoice(UserError):
    """The time-stamping authority does not answer, and the person may decide to sign without a time stamp."""


PLACES = {
    'number': _lt("%(name)s has no gap for the number: write «Số:      /» with room before the slash, then try again."),
    'date': _lt(
        "%(name)s has no gap for the date at the top of page 1: write «ngày      tháng      năm» with room after each "
        "word and at the end of the line, then try again."),
    'person': _lt(
        "%(name)s does not show the signer's full name under an empty place for the signature. Check the name and "
        "leave three empty lines above it, then try again."),
    'seal': _lt(
        "%(name)s has no room for the seal beside the signature. Open the preview and put the seal where it belongs, "
        "then try again."),
    'upright_page': _lt("%(name)s has a turned page where the signature belongs. Save it upright and try again."),
    'text': _lt("%(name)s has no text that can be read. Make the PDF from the word processor, not from a scan."),
}

# what people call a place that `LayoutRefused` and `PlaceNotFound` name by its field
BOXES = {
    'number': _lt("the number"), 'day': _lt("the day"), 'month': _lt("the month"), 'year': _lt("the year"),
    'person': _lt("the signature"), 'seal': _lt("the seal"),
}
FURTHER = {'person': _lt("the signature of signer %(row)s"), 'agency': _lt("the seal of agency %(row)s")}
PARTS = {'month': _lt("month"), 'year': _lt("year")}

FAILURES = {
    PadesError: _lt("%(name)s could not be signed. Tell the administrator: %(detail)s."),
    errors.NotPdf: _lt("%(name)s is not a readable PDF file. Make the PDF again and upload it."),
    errors.PdfEncrypted: _lt("%(name)s is protected by a password. Save it without a password and upload it again."),
    errors.PdfTooBig: _lt("%(name)s is too large (%(what)s: %(found)s, at most %(limit)s). Make it smaller."),
    errors.AlreadySigned: _lt("%(name)s carries a digital signature already. Use the unsigned file."),
    errors.ActiveContent: _lt(
        "%(name)s contains something that runs or hides (%(detail)s). Make the PDF again without it."),
    errors.PlaceNotFound: _lt(
        "%(name)s shows no place for %(place)s. Open the preview and put it there, then try again."),
    errors.LayoutRefused: _lt(
        "On %(name)s the place of %(place)s lies outside the pages or is damaged. Open the preview, put it where it "
        "belongs, then try again."),
    errors.PrintedDateDiffers: _lt(
        "%(name)s has %(part)s %(printed)s printed, but %(wanted)s is to be written. Hand it back: print the right one "
        "or leave a gap, and have it signed again."),
    errors.FieldAbsent: _lt(
        "%(name)s is not prepared for this signature, or the place is used already. Prepare the file again."),
    errors.FontMissing: _lt(
        "The font for signatures is missing on the server. Tell the administrator to run the set-up again."),
    errors.ImageRefused: _lt(
        "The image for the signature on %(name)s is not a PNG with a transparent background. Upload it again."),
    errors.TextRefused: _lt("The text to be written on %(name)s does not fit its place. Shorten it."),
    errors.NotPkcs12: _lt(
        "The key file of %(name)s is damaged or is no PKCS#12 file. Ask the administrator to put it in place again."),
    errors.PinWrong: _lt("The PIN is wrong. Nothing was signed; enter the PIN again."),
    errors.PinLocked: _lt(
        "The token is locked after too many wrong PINs. Nothing was signed; have its issuer unlock it."),
    errors.TokenAbsent: _lt(
        "The token with the key for %(name)s is not plugged in. Plug it in, wait until its light is steady, then sign "
        "again."),
    errors.KeyAbsent: _lt(
        "The token holds no key for the registered certificate of %(name)s. Plug in the right token, or ask the "
        "administrator to register the new certificate."),
    errors.SessionLost: _lt(
        "The token was pulled out or went to sleep while signing %(name)s. Nothing was stored; plug it in and sign "
        "again."),
    errors.ServiceDown: _lt(
        "The signing service does not answer; %(name)s was not signed. Wait a minute and sign again, then tell the "
        "administrator."),
    errors.AuthorisationRefused: _lt(
        "The signing service did not permit the signature of %(name)s: the PIN or code was refused, or the request was "
        "declined. Nothing was signed; sign again and confirm the request."),
    errors.TimestampUnavailable: _lt(
        "The time-stamping authority gives no time stamp now; %(name)s was not signed. Sign again later, or ask the "
        "administrator to lower the level of signatures until it answers."),
    errors.TimestampNotTrusted: _lt(
        "The time stamp for %(name)s does not come from a trusted authority; nothing was signed. Ask the administrator "
        "to register the authority of the time stamps."),
    errors.SignerRefused: _lt(
        "%(name)s was not signed: the certificate, the authorities above it or their revocation lists do not hold now. "
        "Ask the administrator to check certificate, trusted authorities and revocation lists."),
    errors.CertificateNotValidNow: _lt(
        "%(name)s was not signed: the certificate is not in force now. Ask the administrator to register the current "
        "one."),
    errors.WouldBreakSignature: _lt(
        "%(name)s cannot be changed any more without breaking a signature it carries. Start from the unsigned file."),
    errors.NotSignedByPerson: _lt(
        "%(name)s cannot be sealed: no valid signature of a person covers it. Have it signed first."),
    errors.AlreadySealed: _lt("%(name)s carries the seal already. Nothing more is to be done."),
    errors.ResultRefused: _lt(
        "The signed file that came back for %(name)s is not the file that was given out with one good signature. "
        "Nothing was stored; sign again, and tell the administrator if it happens twice."),
    errors.ResultWrongSigner: _lt(
        "%(name)s was signed with another certificate than yours. Nothing was stored; choose the right certificate."),
    errors.ResultNotPrefix: _lt(
        "The file that came back for %(name)s is not the one that was given out. Nothing was stored; sign again, and "
        "tell the administrator if it happens twice."),
    errors.ResultMoreChanges: _lt(
        "The file that came back for %(name)s was changed beside the signature. Nothing was stored; sign again, and "
        "tell the administrator if it happens twice."),
    errors.ResultInvalid: _lt(
        "The signature that came back for %(name)s does not match its certificate. Nothing was stored; check that the "
        "right token is plugged in and sign again."),
    errors.ResultTooLarge: _lt(
        "The signature that came back for %(name)s is larger than its place. Nothing was stored; tell the "
        "administrator."),
    errors.ArchiveRefused: _lt(
        "No archive copy of %(name)s was made: a signature in it cannot be proved with the authorities and revocation "
        "lists registered here. Ask the administrator to complete them, then try again."),
    errors.ChildFailed: _lt(
        "The check of %(name)s ended before it had a result: the file asks for too much time or memory. Make it "
        "smaller or make the PDF again."),
    errors.MaterialBroken: _lt(
        "A trusted authority or revocation list on the server is damaged. Tell the administrator to replace it."),
}

REASONS = {
    Reason.BROKEN_FILE: _lt("The file is damaged or is not a PDF."),
    Reason.OVER_LIMIT: _lt("The file is over a limit of size, pages, signatures or revisions."),
    Reason.CHECK_FAILED: _lt("The check ended before it had a result: the file asks for too much time or memory."),
    Reason.PASSWORD: _lt("The file opens only with a password."),
    Reason.NOT_SIGNED: _lt("The file carries no digital signature: it has reference value only."),
    Reason.SIGNATURE_UNREADABLE: _lt("A signature in the file cannot be read."),
    Reason.UNKNOWN_FORMAT: _lt("A signature is of a kind that is not supported."),
    Reason.FORMAT_FAILURE: _lt("A signature is built wrongly."),
    Reason.HASH_FAILURE: _lt("The signed content was changed."),
    Reason.SIG_CRYPTO_FAILURE: _lt("The signature does not match the certificate."),
    Reason.PARTIAL_COVERAGE: _lt("The signature leaves out a part of the file."),
    Reason.CHANGED_AFTER_SIGNING: _lt("The file was changed after signing in a way the signer did not allow."),
    Reason.SIGNATURES_REMOVED: _lt("The file was signed; the signature was taken away."),
    Reason.FIELD_AFTER_CERTIFYING: _lt("A visible signature was added where the first signer did not leave a place."),
    Reason.FILLED_AFTER_LAST_SIGNATURE: _lt("A field was filled after the last signature."),
    Reason.TRAILING_DATA: _lt("There is further data after the last signature."),
    Reason.NO_TRUST_ANCHOR: _lt("No trusted authority is registered here."),
    Reason.NO_CERTIFICATE_CHAIN_FOUND: _lt("The certificate does not come from a trusted authority."),
    Reason.CHAIN_CONSTRAINTS_FAILURE: _lt("The certificate was not made for signing documents."),
    Reason.CRYPTO_CONSTRAINTS_FAILURE: _lt("The signature uses an algorithm or a key that is too weak."),
    Reason.CERTIFICATE_NOT_TRUSTED: _lt("The certificate could not be trusted."),
    Reason.EXPIRED: _lt("The certificate has expired and no time stamp proves an earlier signature."),
    Reason.REVOKED: _lt("The certificate was revoked."),
    Reason.REVOKED_BEFORE_SIGNING: _lt(
        "The certificate was revoked before the file was signed: a time stamp proves it."),
    Reason.ON_HOLD: _lt("The certificate is suspended."),
    Reason.REVOCATION_NOT_CHECKED: _lt("There is no fresh revocation list to check the certificate against."),
    Reason.TIMESTAMP_NOT_TRUSTED: _lt("The time stamp is not trusted."),
    Reason.ARCHIVE_TIMESTAMP_BROKEN: _lt("A time stamp of the archive does not match the file."),
    Reason.TRUSTED_AT_SIGNING_ONLY: _lt("The certificate held when the file was signed; it does not hold today."),
    Reason.SIGNING_TIME_OUTSIDE_CERTIFICATE: _lt("The signing time lies outside the validity of the certificate."),
    Reason.SIGNING_TIME_IN_FUTURE: _lt("The signing time lies in the future."),
    Reason.PERSON_MISSING: _lt("The signature of the authorised person is missing."),
    Reason.AGENCY_MISSING: _lt("The signature of the issuing agency is missing or cannot be told."),
    Reason.SIGNER_UNKNOWN: _lt("It cannot be told for which agency the signer stands."),
    Reason.NUMBER_WITHOUT_SEAL: _lt("Number or date were filled in without a signature of the agency over them."),
    Reason.METADATA_MISMATCH: _lt("Number or date in the file differ from what the message says."),
}

WARNINGS = {
    Content.JAVASCRIPT: _lt("The file contains a script."),
    Content.LAUNCH: _lt("The file can start a program."),
    Content.SUBMIT: _lt("The file can send data elsewhere."),
    Content.XFA: _lt("The file contains a dynamic form."),
    Content.EMBEDDED_FILE: _lt("The file contains another file."),
    Content.RICH_MEDIA: _lt("The file contains sound or video."),
}
# Form fields are refused in a draft, but every sealed file has them: no warning there.
REFUSALS = WARNINGS | {Content.FORM: _lt("The file contains form fields.")}

LIMITS = {'bytes': _lt("bytes"), 'pages': _lt("pages"), 'signatures': _lt("signatures"), 'revisions': _lt("revisions")}


def _sentence(error: PadesError):
    if isinstance(error, errors.PlaceNotFound) and error.what in PLACES:
        return PLACES[error.what]
    return next(FAILURES[kind] for kind in type(error).__mro__ if kind in FAILURES)


def _place(env, error: PadesError) -> str:
    """Return what people call the place an error names: by its role, or by its field."""
    named = getattr(error, 'field', '') or getattr(error, 'what', '')
    role, kind = FIELD_NAMES.role(named) or named, FIELD_NAMES.kind(named)
    if kind:
        return env._(FURTHER[kind]) % {'row': ''.join(filter(str.isdigit, named))}
    return env._(BOXES.get(role, BOXES['person']))


def in_words(env, error: PadesError, name: str) -> str:
    """Return the sentence for a person; `name` is the file, or the holder of the certificate, it is about."""
    facts = {attribute: getattr(error, attribute, '') for attribute in ('limit', 'found', 'printed', 'wanted')}
    facts['place'] = _place(env, error)
    facts['part'] = env._(PARTS[error.part]) if isinstance(error, errors.PrintedDateDiffers) else ''
    facts['what'] = env._(LIMITS[error.what]) if isinstance(error, errors.PdfTooBig) else ''
    findings = getattr(error, 'findings', ())
    detail = ', '.join(env._(REFUSALS[one]).rstrip('.') for one in findings if one in REFUSALS) or str(error)
    # A lazy string takes no arguments of its caller, so the translated sentence is filled in here.
    return env._(_sentence(error)) % {'name': name, 'detail': detail, **facts}


@contextmanager
def speaking(env, name: str):
    """Turn what the signature library raises inside into a UserError about `name`."""
    try:
        yield
    except PadesError as error:
        is_pin = isinstance(error, errors.PinWrong | errors.PinLocked)
        raise (PinRefused if is_pin else UserError)(in_words(env, error, name)) from error

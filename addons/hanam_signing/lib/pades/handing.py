"""Let a foreign tool sign the whole file, and believe nothing of what it gives back (Decree 30/2020, Art. 13).

What: `hand_out` gives the file such a tool signs: number and date are in it already, and no empty field of that
signer, since the tool makes its own and an empty one would count as a missing signature. `take_back` refuses what is
not that file plus one good signature. A field can only be taken out before the first signature: for the agency the file
is prepared without its field from the start.
"""

from collections.abc import Iterable

from pyhanko.pdf_utils.form_tools import get_single_field_annot
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, pdf_name
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import MDPPerm, ensure_sig_flags, enumerate_sig_fields

from .acceptance import accept_signature
from .carrying import fill_in
from .differences import FOREIGN_TOOL_POLICY
from .errors import ResultMoreChanges, ResultNotPrefix, WouldBreakSignature
from .fields import form_values
from .geometry import page_view
from .plan import Plan
from .reading import FOREIGN_ERRORS, open_writer
from .signedfile import FileState, state_of

__all__ = ['hand_out', 'take_back']

# Of the page; a signature that covers more could draw another document over this one.
LARGEST_SHARE = 0.25


def hand_out(plan: Plan, *, by_name: bool = False) -> bytes:
    """Give the file to be signed; it begins with the bytes planned on.

    by_name: the tool signs in the field that is laid, so that stays. Otherwise it is taken out;
    WouldBreakSignature when a signature is on the file and does not allow that.
    """
    writer = open_writer(plan.pdf)
    laid = None if by_name else _empty_field(writer, plan.field)
    if laid is not None and plan.earlier:
        raise WouldBreakSignature(f'{plan.field} was laid before the first signature and cannot be taken out any more')
    if laid is not None:
        _take_out(writer, laid)
    fill_in(plan, writer)
    if not plan.earlier:
        _announce_signatures(writer)
    elif not plan.values:
        return plan.pdf
    writer.write_in_place()
    return writer.prev.stream.getvalue()


def _announce_signatures(writer) -> None:
    """Set the form's flags for signatures beforehand, so that the tool need not: it would count as a change."""
    if '/AcroForm' not in writer.root:
        form = DictionaryObject({pdf_name('/Fields'): ArrayObject()})
        _replace(writer, writer.root, '/AcroForm', writer.add_object(form))
    ensure_sig_flags(writer, lock_sig_flags=True)


def _empty_field(writer, name: str):
    found = enumerate_sig_fields(writer, filled_status=False, with_name=name)
    return next((reference for _, _, reference in found), None)


def _take_out(writer, reference) -> None:
    form, page = writer.root['/AcroForm'], reference.get_object()['/P']
    for holder, key in ((form, '/Fields'), (page, '/Annots')):
        left = [one for one in holder[key] if not _is_same(one, reference)]
        _replace(writer, holder, key, ArrayObject(left))


def _is_same(one, reference) -> bool:
    return isinstance(one, IndirectObject) and one.reference == reference.reference


def _replace(writer, holder, key: str, value) -> None:
    holder[pdf_name(key)] = value
    writer.update_container(holder)


def take_back(handed_out: bytes, result: bytes, certificate_der: bytes | Iterable[bytes], *,
              field: str | None = None) -> None:
    """Raise a ResultRefused child unless `result` is the file that was handed out plus one good signature.

    certificate_der: the expected certificate, or several of which one must have signed. field: where it had to be, for
    a tool that signs by name. The tool's own visible field is allowed, anything else beside the signature is not.
    """
    if not result.startswith(handed_out):
        raise ResultNotPrefix('the result does not begin with the file that was handed out')
    before = state_of(handed_out)
    expected = (certificate_der,) if isinstance(certificate_der, bytes) else tuple(certificate_der)
    after = accept_signature(result, earlier=before.signed, certificates=expected, field=field,
                             policy=FOREIGN_TOOL_POLICY)
    _require_one_more(before, after)
    _require_nothing_else(before, after)
    new = next(one for one in after.signatures if one.fq_name not in before.signed)
    _require_modest(new)
    _require_open(new, after)


def _require_one_more(before: FileState, after: FileState) -> None:
    """Fields that hold something count too: a signature of an unknown kind, a time stamp over the document."""
    filled = [len(list(enumerate_sig_fields(state.reader, filled_status=True))) for state in (before, after)]
    if filled[1] != filled[0] + 1:
        raise ResultMoreChanges(f'{filled[1] - filled[0]} fields were signed')
    if after.empty - before.empty:
        raise ResultMoreChanges(f'fields were left empty: {sorted(after.empty - before.empty)}')
    if form_values(before.reader) != form_values(after.reader):
        raise ResultMoreChanges('values of the form were changed')


def _require_nothing_else(before: FileState, after: FileState) -> None:
    """The first signature protects nothing before itself: what the tool added beside it is looked at revision by one.

    The revisions must be the same up to the last that was handed out, or they could not be compared.
    """
    last = before.reader.xrefs.total_revisions - 1
    starts = [state.reader.xrefs.get_startxref_for_revision(last) for state in (before, after)]
    if starts[0] != starts[1] or before.reader.strict and not after.reader.strict:
        raise ResultMoreChanges('the file that was handed out is not the revision the result builds on')
    try:
        found = FOREIGN_TOOL_POLICY.review_file(after.reader, last, doc_mdp=MDPPerm.FILL_FORMS)
    except FOREIGN_ERRORS as error:
        raise ResultMoreChanges(f'the changes cannot be read: {error}') from error
    if not isinstance(found, DiffResult) or found.modification_level > ModificationLevel.FORM_FILLING:
        raise ResultMoreChanges(f'more was changed than a signature needs: {found}')


def _require_modest(signature) -> None:
    """The signature leaves the page to be seen."""
    try:
        widget = get_single_field_annot(signature.sig_field)
        x0, y0, x1, y1 = (float(side) for side in widget['/Rect'])
        view = page_view(widget['/P'] if '/P' in widget else _first_page(signature.reader.root['/Pages']))
    except FOREIGN_ERRORS as error:
        raise ResultMoreChanges(f'the place of the signature cannot be read: {error}') from error
    if abs((x1 - x0) * (y1 - y0)) > LARGEST_SHARE * view.width * view.height:
        raise ResultMoreChanges('the signature covers too much of its page')


def _first_page(node):
    while '/Kids' in node:
        node = node['/Kids'][0]
    return node


def _require_open(signature, after: FileState) -> None:
    """Who signs now does not shut out those who come after."""
    if signature.docmdp_level is MDPPerm.NO_CHANGES and (after.empty or after.blanks):
        raise ResultMoreChanges('the signature allows no further change, but the file is not finished')

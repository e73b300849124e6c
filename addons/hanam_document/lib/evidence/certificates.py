"""The certificates a signed PDF brings with its signatures."""

from .verifier.kiem_tra_pdf import BYTE_RANGE, UNREADABLE, element_at, inside, oid

__all__ = ['certificates_in']

SIGNATURE_STAMP = '2a864886f70d010910020e'


def certificates_in(pdf):
    """Return the DER of every certificate inside the signatures and time stamps of a PDF, each once, in file order.

    `pdf`: bytes. A signature that cannot be read gives none.
    """
    found = {}
    for match in BYTE_RANGE.finditer(pdf):
        start, size, again, _rest = (int(number) for number in match.groups())
        try:
            cms = bytes.fromhex(pdf[start + size:again].strip(b'<>').decode('ascii'))
            found |= dict.fromkeys(_of_cms(cms, element_at(cms, 0)))
        except UNREADABLE:
            continue
    return tuple(found)


def _of_cms(data, outer):
    """Return the certificates of one CMS object, and of the time stamps on its signature."""
    fields = inside(data, inside(data, inside(data, outer)[1])[0])
    held = [data[one.start:one.end] for field in fields[3:-1] if field.tag == 0xa0 for one in inside(data, field)
            if one.tag == 0x30]
    for signer in inside(data, fields[-1]):
        for unsigned in (part for part in inside(data, signer) if part.tag == 0xa1):
            held += _of_stamps(data, unsigned)
    return held


def _of_stamps(data, unsigned):
    pairs = [inside(data, pair) for pair in inside(data, unsigned)]
    return [der for name, values in pairs if oid(data, name) == SIGNATURE_STAMP
            for token in inside(data, values) for der in _of_cms(data, token)]

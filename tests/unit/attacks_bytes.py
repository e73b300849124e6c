"""Attacks on the bytes of a signed file: flips, containers, byte ranges. Lengths stay as they are."""

import re
from io import BytesIO

import attacks_makers as makers
import pikepdf
from asn1crypto import cms


def flipped(pdf: bytes, position: int) -> bytes:
    return pdf[:position] + bytes([pdf[position] ^ 1]) + pdf[position + 1:]


def with_container(pdf: bytes, change, which: int = -1) -> bytes:
    """Replace one container by `change(der)`, in the same room; None for `which` means all of them."""
    for start, end in makers.holes(pdf) if which is None else [makers.holes(pdf)[which]]:
        new = change(bytes.fromhex(pdf[start + 1:end - 1].decode())).hex().encode()
        room = end - start - 2
        assert len(new) <= room
        pdf = pdf[:start + 1] + new.ljust(room, b'0') + pdf[end - 1:]
    return pdf


def container(pdf: bytes, which: int = -1) -> cms.ContentInfo:
    start, end = makers.holes(pdf)[which]
    return cms.ContentInfo.load(bytes.fromhex(pdf[start + 1:end - 1].decode()))


def _at(part: bytes):
    """Flip a bit in the middle of a known part of the container."""
    def change(der: bytes) -> bytes:
        position = der.index(part) + len(part) // 2
        return flipped(der, position)
    return change


def in_signature_value(pdf: bytes) -> bytes:
    return with_container(pdf, _at(container(pdf)['content']['signer_infos'][0]['signature'].native))


def in_signed_attributes(pdf: bytes) -> bytes:
    """In the digest that was signed."""
    attributes = container(pdf)['content']['signer_infos'][0]['signed_attrs']
    digest = next(one['values'][0].native for one in attributes if one['type'].native == 'message_digest')
    return with_container(pdf, _at(digest))


def in_time_stamp(pdf: bytes) -> bytes:
    """In the signature of the token."""
    attributes = container(pdf)['content']['signer_infos'][0]['unsigned_attrs']
    token = next(one['values'][0] for one in attributes if one['type'].native == 'signature_time_stamp_token')
    return with_container(pdf, _at(token['content']['signer_infos'][0]['signature'].native))


def in_padding(pdf: bytes) -> bytes:
    """In the zeros behind the container, which nobody signed."""
    start, end = makers.holes(pdf)[-1]
    assert pdf[end - 9:end - 1] == b'0' * 8
    return pdf[:end - 9] + b'00000001' + pdf[end - 1:]


def in_unsigned_certificate(pdf: bytes) -> bytes:
    """In the root that came along without need."""
    certificates = container(pdf)['content']['certificates']
    root = next(one.chosen for one in certificates if one.chosen.self_signed != 'no')
    return with_container(pdf, _at(root['signature_value'].native))


def zeros(pdf: bytes) -> bytes:
    return with_container(pdf, lambda der: b'')


def noise(pdf: bytes) -> bytes:
    return with_container(pdf, lambda der: bytes(range(1, 256)) * 8)


def other_asn1(pdf: bytes) -> bytes:
    """Readable DER, but no container."""
    return with_container(pdf, lambda der: bytes.fromhex('3006020101020102'))


def empty_container(pdf: bytes) -> bytes:
    """A container without any signer."""
    def change(der: bytes) -> bytes:
        info = cms.ContentInfo.load(der)
        info['content']['signer_infos'] = cms.SignerInfos([])
        return info.dump(force=True)
    return with_container(pdf, change)


def null_contents(pdf: bytes) -> bytes:
    start, end = makers.holes(pdf)[-1]
    return pdf[:start] + b'null'.ljust(end - start) + pdf[end:]


def odd_contents(pdf: bytes) -> bytes:
    """A digit that is none."""
    _, end = makers.holes(pdf)[-1]
    return pdf[:end - 2] + b'Z' + pdf[end - 1:]


def without_byte_range(pdf: bytes) -> bytes:
    return b'/ByteRangf'.join(pdf.rsplit(b'/ByteRange', 1))


def byte_range(*numbers: str):
    """Write other numbers in the last byte range; «a», «b», «c», «size» stand for its own and the file's."""
    def attack(pdf: bytes) -> bytes:
        found = list(re.finditer(rb'/ByteRange ?\[ ?0 (\d+) (\d+) (\d+) *\] *', pdf))[-1]
        known = dict(zip(('a', 'b', 'c'), map(int, found.groups()), strict=True), size=len(pdf))
        values = ' '.join(str(eval(number, {}, known)) for number in numbers)  # noqa: S307  sums of our own
        new = b'/ByteRange[' + values.encode() + b']'
        assert len(new) <= len(found[0]), (new, found[0])
        return pdf[:found.start()] + new.ljust(len(found[0])) + pdf[found.end():]
    return attack


def saved_again(pdf: bytes) -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(output)
    return output.getvalue()


def text_overwritten(pdf: bytes) -> bytes:
    assert b'ASCII amount 1000000' in pdf
    return pdf.replace(b'ASCII amount 1000000', b'ASCII amount 9000000', 1)


def subfilter(name: bytes):
    def attack(pdf: bytes) -> bytes:
        old = re.search(rb'/(ETSI\.CAdES\.detached|adbe\.pkcs7\.detached) ?', pdf)[0]
        return pdf.replace(old, name.ljust(len(old)))
    return attack

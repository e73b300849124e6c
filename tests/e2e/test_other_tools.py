"""What the running product issues, before judges that share no code with it, and as it is printed."""

import base64
from datetime import UTC, datetime

import other_tools as tools
import printed
import pytest
from cryptography import x509
from keys import TITLE


def current_pdf(person, number: int) -> bytes:
    """Return the main file of a document as its reader downloads it."""
    file, = person.search("document.file", [["outgoing_id", "=", number]], "attachment_id")
    answer = person.session.get(f"{person.url}/web/content/{file['attachment_id'][0]}", timeout=60)
    answer.raise_for_status()
    return answer.content


def root_of(admin) -> bytes:
    """Return the self-signed authority the offices began with; other tests register more."""
    rows = sorted(admin.search("signing.authority", [], "der"), key=lambda row: row["id"])
    ders = [base64.b64decode(row["der"]) for row in rows]
    return next(der for der in ders if (one := x509.load_der_x509_certificate(der)).issuer == one.subject)


def test_three_other_tools_find_an_issued_document_valid(offices):
    """Decision 44/2024, Art. 4, 13.4: certification, then number, date and seal in one revision; nothing after it."""
    number = offices.issued()
    pdf = current_pdf(offices.home.clerk, number)
    assert tools.pdfsig(pdf) == [tools.Row("HanamNguoiKy", False, "Signature is Valid."),
                                 tools.Row("HanamCoQuan", True, "Signature is Valid.")]
    assert tools.mutool(pdf) == [tools.EDITED, tools.UNCHANGED]
    assert tools.openssl(pdf, root_of(offices.admin), datetime.now(UTC)) == [True, True]
    assert tools.cuts(pdf)[-1].end == len(pdf)


def test_an_issued_document_looks_as_the_decree_says(offices):
    """Decree 30/2020, App. I, II.7, II.8: the picture in the middle, the seal of 36 mm over its left, the number.

    Proves: PL1.7
    """
    number = offices.issued()
    pdf = current_pdf(offices.home.clerk, number)
    seen = printed.coloured(pdf, 0)
    title, name = (printed.line_of(pdf, 0, words) for words in (TITLE, offices.home.leader_name))
    assert seen["blue"].across == pytest.approx(name.across, abs=2)
    assert title.bottom < seen["blue"].top < seen["blue"].bottom < name.top
    assert (seen["red"].width, seen["red"].height) == pytest.approx((36, 36), abs=1)
    assert seen["red"].left < seen["blue"].left < seen["red"].right < seen["blue"].across
    row, = offices.home.clerk.read("document.outgoing", [number], "code_number", "issued_date")
    year, month, day = (int(part) for part in row["issued_date"].split("-"))
    # what the fields print comes after the words of the page itself
    filled = printed.words(pdf, 0).split()[-4:]
    assert (filled[0], [int(part) for part in filled[1:]]) == (row["code_number"], [day, month, year])

"""Whole files signed by the tool on a person's computer, with a stand-in for it (Decision 44/2024, Art. 13.3)."""

import subprocess
from io import BytesIO

import pytest
from keys import draft
from office_day import desk_of
from own_keys import TOOL_SETTING, open_office
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from vgca_stand_in import VgcaStandIn, sign_file
from words import said

OUTGOING = "action-hanam_document.document_outgoing_action"
HEAD = "Phan Thị Văn Hóa"
NOT_SIGNED = "VGCA Sign Service did not sign: %s"
CHANGED_BESIDE = (
    "The file that came back for %(name)s was changed beside the signature. Nothing was stored; sign again, and tell "
    "the administrator if it happens twice.")
OTHER_KEY = "%(name)s was signed with another certificate than yours. Nothing was stored; choose the right certificate."


@pytest.fixture(scope="module")
def culture(offices):
    """Return an agency whose people sign with a tool of their own."""
    return open_office(offices, "vgca", "H25.12", "Sở Văn hóa", "SVH", HEAD)


@pytest.fixture(scope="module")
def waiting(culture):
    """Return a document before the director that none of the tests gets signed."""
    return culture.to_sign()


def assert_unsigned(culture, number):
    """Assert that a document is where it was, with the file that was laid."""
    assert (culture.state(number), culture.origins(number)) == ("signing", ["upload", "prepare"])


def tool_of(culture, identity, **options):
    """Return the running tool of a person, whose certificate for 127.0.0.1 is its own."""
    return VgcaStandIn(identity.key, identity.certificate, identity.chain, **options)


def window(browser, culture, person, tool):
    """Return the window of a person whose browser knows the tool's certificate."""
    culture.set(TOOL_SETTING, tool.address)
    return desk_of(browser, culture.offices.server.url, f"{person}.svh", ignore_https_errors=True)


def another_document(_pdf, *who):
    """Sign something else than what was handed out."""
    return sign_file(draft(signer=HEAD), *who)


def drawn_over(pdf, *who):
    """Write on the page first, in a revision of its own, then sign."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    overlay = writer.add_object(StreamObject(stream_data=b"BT /F1 12 Tf 72 400 Td (500.000.000) Tj ET"))
    writer.add_stream_to_page(0, overlay)
    output = BytesIO()
    writer.write(output)
    return sign_file(output.getvalue(), *who)


def test_a_document_is_signed_and_sealed_by_the_tool(culture, browser, tmp_path):
    """Art. 13.3, 13.4: the tool fetches and returns the file at addresses of one act; the result stands up."""
    number = culture.to_sign()
    with tool_of(culture, culture.leader) as tool, window(browser, culture, "leader", tool) as leader:
        leader.open(OUTGOING, number).press("sign").sign().is_now("Đã ký (chờ số)")
        assert [function for function, _request in tool.seen] == ["SignApproved"]
    with tool_of(culture, culture.seal) as tool, window(browser, culture, "clerk", tool) as clerk:
        clerk.open(OUTGOING, number).press("number_and_issue").sign().is_now("Đã phát hành")
        assert [function for function, _request in tool.seen] == ["SignIssued"]
    path = tmp_path / "issued.pdf"
    path.write_bytes(culture.file_of(number))
    report = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
    assert report.count("Signature is Valid") == 2


@pytest.mark.parametrize(("spoil", "sentence"), [(another_document, NOT_SIGNED), (drawn_over, CHANGED_BESIDE)],
                         ids=["another", "drawn_over"])
def test_other_bytes_than_were_handed_out_are_refused(culture, waiting, browser, spoil, sentence):
    """The tool is trusted in nothing: nothing of what it sent is stored as the document."""
    with tool_of(culture, culture.leader, sign=spoil) as tool, window(browser, culture, "leader", tool) as leader:
        leader.open(OUTGOING, waiting).press("sign").signs_in_vain(said(sentence))
        assert len(tool.seen) == 1
    assert_unsigned(culture, waiting)


def test_the_key_of_somebody_else_is_refused(culture, waiting, browser):
    """A tool that signs with another certificate than the director's registered one."""
    with tool_of(culture, culture.seal) as tool, window(browser, culture, "leader", tool) as leader:
        leader.open(OUTGOING, waiting).press("sign").signs_in_vain(said(OTHER_KEY))
        assert len(tool.seen) == 1
    assert_unsigned(culture, waiting)


def test_a_signature_that_was_cancelled_in_the_tool_leaves_nothing(culture, waiting, browser):
    """The person closes the window of the tool; the page repeats what the tool says."""
    with (tool_of(culture, culture.leader, answer=lambda _function, _request: False) as tool,
          window(browser, culture, "leader", tool) as leader):
        leader.open(OUTGOING, waiting).press("sign").signs_in_vain(said(NOT_SIGNED))
    assert_unsigned(culture, waiting)

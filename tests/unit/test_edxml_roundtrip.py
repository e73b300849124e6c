"""Whatever can be said in a packet comes back as it was said."""

from datetime import UTC, date, datetime, timedelta, timezone

from edxml import (
    Attachment,
    Business,
    BusinessType,
    Document,
    Hop,
    Organization,
    Receiver,
    ReceiverType,
    Replacement,
    ResponseFor,
    SecretContent,
    Staff,
    StatusCode,
    StatusReport,
    Update,
    Urgency,
    decode,
    encode,
)
from edxml.archive import clean_name
from edxml_packets import NEW
from hypothesis import assume, given, settings
from hypothesis import strategies as st

LETTERS = st.characters(exclude_categories=('Cs', 'Cc', 'Mn', 'Me', 'Mc'), exclude_characters='\ufffe\uffff')
VIETNAMESE = st.sampled_from('ăâđêôơưằẵặấểộừỹỷ\u0323\u0301 &<>"\'\n\r\t]]>')
TEXT = st.text(LETTERS | VIETNAMESE, max_size=30).map(str.strip)
SAID = TEXT.filter(bool)
ORGAN_IDS = st.from_regex('[0-9A-Za-z][0-9A-Za-z.]{0,34}', fullmatch=True)
DOCUMENT_IDS = st.text(LETTERS, min_size=1, max_size=255).map(str.strip).filter(bool)
DAYS = st.dates(date(1945, 9, 2), date(9000, 1, 1))
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-5, minutes=-30))])
MOMENTS = st.datetimes(datetime(1945, 9, 2), datetime(9000, 1, 1), timezones=ZONES)
AMOUNTS = st.none() | st.integers(0, 10 ** 9 - 1)

AGENCIES = st.builds(Organization, ORGAN_IDS, SAID, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)
ANSWERED = st.builds(ResponseFor, ORGAN_IDS, TEXT, DOCUMENT_IDS, st.none() | DAYS)
STAFF = st.builds(Staff, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)
RECEIVERS = st.builds(Receiver, ORGAN_IDS, st.sampled_from(ReceiverType))
BUSINESS = st.builds(
    Business,
    st.sampled_from(BusinessType),
    st.just('') | DOCUMENT_IDS,
    TEXT,
    st.integers(0, 99),
    st.lists(st.builds(Update, st.booleans(), st.booleans(), st.lists(RECEIVERS, max_size=3).map(tuple)),
             max_size=2).map(tuple),
    st.lists(st.builds(Replacement, DOCUMENT_IDS, st.lists(ORGAN_IDS, max_size=3).map(tuple)), max_size=2).map(tuple),
    st.lists(STAFF, max_size=2).map(tuple),
)
NAMES = st.builds(lambda stem, suffix: clean_name(stem + suffix, 'a'), TEXT, st.sampled_from(
    ['', '.pdf', '.docx', '.zip', '.odt', '.XLSX', '.p7m']))
CONTENTS = st.binary(max_size=200) | st.binary(max_size=50).map(lambda data: b'PK\x03\x04' + data)
ATTACHMENTS = st.lists(
    st.builds(Attachment, st.from_regex('[0-9a-z-]{1,36}', fullmatch=True), NAMES, CONTENTS, TEXT),
    max_size=4, unique_by=lambda file: file.content_id).map(tuple)
DOCUMENTS = st.builds(
    Document,
    from_=AGENCIES,
    to=st.lists(AGENCIES, min_size=1, max_size=3).map(tuple),
    document_id=DOCUMENT_IDS,
    code_number=SAID,
    code_notation=SAID,
    place=SAID,
    promulgation_date=DAYS,
    type_code=AMOUNTS,
    type_detail=AMOUNTS,
    type_name=SAID,
    subject=SAID,
    content=TEXT,
    signer_competence=TEXT,
    signer_position=SAID,
    signer_full_name=SAID,
    due_date=st.none() | DAYS,
    priority=st.sampled_from([level for level in Urgency if level is level.shown]),
    sphere=TEXT,
    typer_notation=TEXT,
    promulgation_amount=AMOUNTS,
    page_amount=AMOUNTS,
    response_for=st.lists(ANSWERED, max_size=2).map(tuple),
    steering_type=st.sampled_from(['', '0', '1', '2', '3']),
    to_places=st.lists(SAID, max_size=3).map(tuple),
    trace=st.lists(st.builds(Hop, ORGAN_IDS, MOMENTS), max_size=3).map(tuple),
    business=BUSINESS,
    attachments=ATTACHMENTS,
)
REPORTS = st.builds(
    StatusReport, from_=AGENCIES, response_for=ANSWERED, code=st.sampled_from(StatusCode), description=TEXT,
    timestamp=MOMENTS, staff=STAFF)


def written(packet):
    """Its bytes; a text that happens to be a secrecy mark is another test's matter."""
    try:
        return encode(packet)
    except SecretContent:
        assume(False)


@given(DOCUMENTS)
@settings(max_examples=150, deadline=None)
def test_a_document_comes_back_as_it_was_sent(document):
    """QCVN 102:2016, types 0 to 3: several receivers, several files, any text."""
    body = written(document)
    assert decode(body) == document
    assert encode(decode(body)) == body


@given(REPORTS)
@settings(max_examples=150, deadline=None)
def test_a_status_comes_back_as_it_was_sent(report):
    """QCVN 102:2016, status 01 02 03 04 05 06 13 15 16."""
    body = written(report)
    assert decode(body) == report
    assert encode(decode(body)) == body


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_a_clean_name_stays_clean(name):
    """Decree 30/2020, App. VI: what is safe once is safe for good."""
    once = clean_name(name, 'file')
    assert clean_name(once, 'file') == once
    assert once
    assert not {'/', '\\', '\0'} & set(once)
    assert len(once.encode(errors='surrogatepass')) <= 255


def test_both_ways_of_writing_vietnamese_are_kept():
    """QCVN 102:2016: an id is compared as it was sent, so neither form is turned into the other."""
    for form in ('74/QĐ-Ủy ban', '74/QĐ-U\u0309y ban'):
        packet = Document(
            from_=NEW.from_, to=NEW.to, document_id=f'H25,{form}', code_number='74', code_notation='QĐ', place='Hà Nam',
            promulgation_date=NEW.promulgation_date, type_name='Quyết định', subject=form, signer_position='CHỦ TỊCH',
            signer_full_name='Nguyễn Văn A')
        assert decode(encode(packet)) == packet

"""A foreign tool signs the whole file: what it is given, and what of its work is taken back."""

from io import BytesIO

import drafts
import pades
import pades_world as world
import pki
import pytest
from foreign_tool import draw_over, fill_the_number, graft, leave_an_empty_field, tool, turn_the_page
from pades import errors
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, enumerate_sig_fields


def laid(*without: str) -> bytes:
    pdf = pades.normalise(drafts.draft())
    return pades.prepare(pdf, pades.find_layout(pdf, signer_name=drafts.SIGNER), without=frozenset(without))


def person_plan(pdf: bytes | None = None) -> pades.Plan:
    return pades.plan_person(pdf or world.prepared(), image_png=drafts.blue_signature(), signed_at=pki.NOW)


def handed() -> bytes:
    return pades.hand_out(person_plan())


def empty_fields(pdf: bytes) -> list[str]:
    return [name for name, _, _ in enumerate_sig_fields(IncrementalPdfFileWriter(BytesIO(pdf)), filled_status=False)]


class TestHandingOut:
    """The tool gets a file that is finished but for the signature."""

    def test_the_persons_field_is_taken_out(self):
        pdf = handed()
        assert pdf.startswith(world.prepared())
        assert empty_fields(pdf) == ['HanamCoQuan']
        assert 'HanamNguoiKy' not in [str(one.T) for one in world.opened(pdf).pages[0].Annots]

    def test_the_form_expects_signatures(self):
        """The tool need not say so: beside the first signature that would be a change."""
        pdf = laid(pades.PERSON)
        given = pades.hand_out(person_plan(pdf))
        assert given.startswith(pdf)
        assert int(world.opened(given).Root.AcroForm.SigFlags) == 3

    def test_a_co_signers_file_goes_out_as_it_is(self):
        signed = world.person_signs(laid(pades.AGENCY))
        planned = pades.plan_person(signed, image_png=drafts.blue_signature(), field='Own', signed_at=pki.NOW)
        assert pades.hand_out(planned) == signed

    def test_number_and_date_are_filled_for_the_seal(self):
        signed = world.person_signs(laid(pades.AGENCY))
        pdf = pades.hand_out(world.seal_plan(signed))
        assert pdf.startswith(signed)
        assert str(world.field(pdf, 'HanamSo').V) == '44'
        assert empty_fields(pdf) == []

    def test_a_field_under_a_signature_cannot_be_taken_out(self):
        with pytest.raises(errors.WouldBreakSignature):
            pades.hand_out(world.seal_plan(world.signed()))

    def test_a_tool_that_signs_by_name_gets_the_field(self):
        assert empty_fields(pades.hand_out(world.seal_plan(world.signed()), by_name=True)) == ['HanamCoQuan']

    def test_without_a_field_nothing_else_carries_the_plan_out(self):
        planned = person_plan(laid(pades.PERSON))
        with pytest.raises(errors.FieldAbsent):
            pades.carry_out(planned, world.signer(world.chairman()))
        with pytest.raises(errors.FieldAbsent):
            pades.defer(planned, world.chairman().der)


class TestTheWholeWay:
    """Whoever of the two signs with the tool, the document is judged as any other."""

    def test_the_person_with_the_tool_and_the_seal_with_a_key(self):
        given = handed()
        signed = tool(given, world.chairman())
        pades.take_back(given, signed, world.chairman().der)
        sealed = world.agency_seals(signed)
        assert world.verdict(sealed, **world.expectation_of_ours(number='44', day='2')).verdict is pades.Verdict.VALID

    def test_the_person_with_a_key_and_the_seal_with_the_tool(self):
        """A person approves where the agency's field is not laid: a certification bears no new visible field."""
        signed = world.person_signs(laid(pades.AGENCY))
        assert not world.facts(signed).signatures[0].certifies
        given = pades.hand_out(world.seal_plan(signed))
        sealed = tool(given, world.agency())
        pades.take_back(given, sealed, world.agency().der)
        assert world.verdict(sealed, **world.expectation_of_ours(number='44', day='2')).verdict is pades.Verdict.VALID

    def test_both_with_the_tool(self):
        first = pades.hand_out(person_plan(laid(pades.PERSON, pades.AGENCY)))
        signed = tool(first, world.chairman())
        pades.take_back(first, signed, world.chairman().der)
        given = pades.hand_out(world.seal_plan(signed))
        sealed = tool(given, world.agency(), field='Signature2', box=(200, 60, 300, 130))
        pades.take_back(given, sealed, world.agency().der)
        assert world.verdict(sealed, **world.expectation_of_ours(number='44')).verdict is pades.Verdict.VALID

    def test_a_tool_that_signs_by_name(self):
        given = pades.hand_out(world.seal_plan(world.signed()), by_name=True)
        sealed = tool(given, world.agency(), field='HanamCoQuan', box=None)
        pades.take_back(given, sealed, world.agency().der, field='HanamCoQuan')
        assert world.verdict(sealed).verdict is pades.Verdict.VALID

    def test_an_attachment(self):
        planned = pades.plan_attachment(drafts.scan(), text='SAO Y', signed_at=pki.NOW, font_path=drafts.termes())
        given = pades.hand_out(planned)
        pades.take_back(given, tool(given, world.agency()), world.agency().der)

    def test_one_of_several_certificates(self):
        given = handed()
        pades.take_back(given, tool(given, world.chairman()), [world.agency().der, world.chairman().der])

    def test_a_field_of_its_own_after_a_certification_is_taken(self):
        """Acrobat allows it and the tool cannot know; whether it passes elsewhere is the verifier's matter."""
        given = world.signed()
        pades.take_back(given, tool(given, world.agency()), world.agency().der)


class TestTakingBack:
    """Anything but one good signature is refused, also what no earlier signature would notice."""

    def refuse(self, error, result, given, certificate=None, **kwargs):
        with pytest.raises(error):
            pades.take_back(given, result, certificate or world.chairman().der, **kwargs)

    @pytest.mark.parametrize('mischief', [draw_over, fill_the_number, turn_the_page, leave_an_empty_field])
    def test_changes_beside_the_first_signature(self, mischief):
        given = handed()
        self.refuse(errors.ResultMoreChanges, tool(given, world.chairman(), before=mischief), given)

    @pytest.mark.parametrize('mischief', [draw_over, turn_the_page])
    def test_changes_beside_a_later_signature(self, mischief):
        given = pades.hand_out(world.seal_plan(world.person_signs(laid(pades.AGENCY))))
        sealed = tool(given, world.agency(), before=mischief)
        self.refuse(errors.ResultInvalid, sealed, given, world.agency().der)

    def test_another_number_than_the_one_given(self):
        given = pades.hand_out(world.seal_plan(world.person_signs(laid(pades.AGENCY))))
        sealed = tool(given, world.agency(), before=fill_the_number)
        self.refuse(errors.ResultMoreChanges, sealed, given, world.agency().der)

    def test_a_change_after_the_signature(self):
        given = handed()
        signed = tool(given, world.chairman())
        self.refuse(errors.ResultMoreChanges, world.updated(signed, fill_the_number), given)
        self.refuse(errors.ResultRefused, signed + b'\n% more', given)

    def test_a_signature_that_covers_the_page(self):
        given = handed()
        self.refuse(errors.ResultMoreChanges, tool(given, world.chairman(), box=(0, 0, 595, 842)), given)

    def test_two_signatures(self):
        given = handed()
        twice = tool(tool(given, world.chairman()), world.agency(), field='Signature2')
        self.refuse(errors.ResultMoreChanges, twice, given)

    def test_no_signature(self):
        given = handed()
        self.refuse(errors.ResultMoreChanges, given, given)

    def test_another_person(self):
        given = handed()
        self.refuse(errors.ResultWrongSigner, tool(given, world.agency()), given)

    def test_another_file(self):
        self.refuse(errors.ResultNotPrefix, tool(world.prepared(), world.chairman()), handed())

    def test_a_revision_that_forgets_what_was_handed_out(self):
        """The bytes begin rightly, the new revision builds on an older one: the number and date are gone."""
        signed = world.person_signs(laid(pades.AGENCY))
        given = pades.hand_out(world.seal_plan(signed))
        grafted = graft(signed, given, world.agency())
        assert '/V' not in world.field(grafted, 'HanamSo')
        self.refuse(errors.ResultMoreChanges, grafted, given, world.agency().der)

    def test_a_broken_signature(self):
        given = handed()
        signed = tool(given, world.chairman(), reason='before')
        self.refuse(errors.ResultInvalid, world.tampered(signed, b'(before)', b'(behind)'), given)

    def test_its_own_field_where_a_field_was_named(self):
        given = pades.hand_out(world.seal_plan(world.signed()), by_name=True)
        self.refuse(errors.ResultMoreChanges, tool(given, world.agency()), given, world.agency().der,
                    field='HanamCoQuan')

    def test_a_weak_digest(self):
        given = handed()
        self.refuse(errors.ResultInvalid, tool(given, world.chairman(), md_algorithm='sha1'), given)

    def test_a_certification_that_allows_nothing_more(self):
        """The seal could not follow."""
        given = handed()
        closed = tool(given, world.chairman(), certify=True, docmdp_permissions=MDPPerm.NO_CHANGES)
        self.refuse(errors.ResultMoreChanges, closed, given)

    @pytest.mark.parametrize('data', [b'', b'%PDF-1.7\n', b'no file'])
    def test_what_is_no_file(self, data):
        given = handed()
        self.refuse(errors.ResultNotPrefix, data, given)
        self.refuse(errors.PadesError, given + data + b'garbage', given)

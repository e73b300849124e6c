"""What comes back from a signer is checked before it is stored."""


import pades
import pades_world as world
import pytest
from pades import errors

MM = 72 / 25.4


class TestResults:
    """What comes back from a signer is checked, wherever it was made."""

    def accept(self, result, base=None, identity=None, **kwargs):
        pades.accept_result(base or world.prepared(), result,
                            certificate_der=(identity or world.chairman()).der, **kwargs)

    def test_a_good_one_passes(self):
        self.accept(world.signed(), field='HanamNguoiKy')

    def test_other_bytes_are_refused(self):
        with pytest.raises(errors.ResultNotPrefix):
            self.accept(world.signed()[1:])

    def test_nothing_new_is_refused(self):
        with pytest.raises(errors.ResultMoreChanges):
            self.accept(world.prepared())

    def test_two_new_signatures_are_refused(self):
        with pytest.raises(errors.ResultMoreChanges):
            self.accept(world.sealed())

    def test_another_field_is_refused(self):
        with pytest.raises(errors.ResultMoreChanges):
            self.accept(world.signed(), field='HanamCoQuan')

    def test_another_signer_is_refused(self):
        with pytest.raises(errors.ResultWrongSigner):
            self.accept(world.signed(), identity=world.agency())

    def test_a_broken_signature_is_refused(self):
        with pytest.raises(errors.ResultInvalid):
            self.accept(world.tampered(world.signed(), b'0302163000', b'0302163001'))

    def test_a_later_change_is_refused(self):
        def add(writer):
            writer.root['/Hanam'] = writer.root['/Pages']
            writer.update_root()

        with pytest.raises(errors.ResultRefused):
            self.accept(world.updated(world.signed(), add))

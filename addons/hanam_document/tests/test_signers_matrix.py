from odoo.tests import tagged

from .matrix import ELSEWHERE, LEADERS, MatrixCase, Specimen
from .signed_world import PIN
from .test_signers import SignersCase


@tagged('post_install', '-at_install')
class TestSignersMatrix(SignersCase, MatrixCase):
    """Role × step × state of a further signer, as those persons, through JSON-2 (Decree 30/2020, App. VI, III.3b)."""

    def row(self, state):
        """Return the row of the other agency, brought to a state by its people."""
        deputy, health = self.rows(self.to_sign())
        if state != 'queued':
            deputy.action_sign(pin=PIN)
        if state in ('signed', 'sealed'):
            health.action_sign(pin=PIN)
        if state == 'sealed':
            health.with_user(self.health_clerk).action_seal(pin=PIN)
        if state == 'declined':
            health.action_decline(reason="Chưa thống nhất")
        self.assertEqual(health.sudo().state, state)
        return health.sudo()

    def test_signers(self):
        """Art. 13.3; Decree 30/2020, App. I, II.8a: its signer signs or declines, the clerks of its agency seal.

        Proves: VI.I.3, VI.IV.1b
        """
        lead = LEADERS | {'officer', 'unit_head', 'form_checker'}
        named = {'user_id': {'health_director'}}
        self.check([Specimen(self.row(state), lead | (ELSEWHERE if state != 'queued' else set()), named)
                    for state in self.env['document.signer']._workflow.states])

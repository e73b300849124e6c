from odoo import fields, models

from ..lib.pades import verify_in_pool
from ..tools import aware, speaking


class IrAttachment(models.Model):
    _inherit = 'ir.attachment'

    def _verify_signatures(self, expectation=None):
        """Check the signatures and record what was found (Decision 44/2024, Art. 10.1; Decree 30/2020, Art. 4.2).

        expectation: `Expectation` of the signature library, what the receiver knows beforehand; None asks nobody's
        role. A limited process reads the file, offline, against the registered authorities and revocation lists.
        Return the new `signing.verification`; a file that cannot be read is a verdict too. UserError only when the
        trust material of this server is damaged.
        """
        self.ensure_one()
        self.check_access('read')
        trust = self.env['signing.authority']._trust_material()
        with speaking(self.env, name=self.name):
            report = verify_in_pool(self._bytes(), trust=trust, at=aware(fields.Datetime.now()))
        return self.env['signing.verification']._record(self, report, expectation)

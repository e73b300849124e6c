from dataclasses import dataclass

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..lib.pades import Level

LEVELS = [('b', "B-B: the signature alone"), ('t', "B-T: with a time stamp"),
          ('lt', "B-LT: with a time stamp and all that is needed to check it later")]
ORDER = [level for level, _label in LEVELS]


@dataclass(frozen=True, slots=True)
class SigningPolicy:
    """How an agency signs: the level to reach, who stamps the time (None: nobody), the least level it accepts.

    may_skip: whether the person may decide to sign without a time stamp when the authority does not answer.
    """

    level: Level
    timestamper: object
    least: Level
    may_skip: bool


class ResCompany(models.Model):
    """How an agency's signatures are made to last."""

    _inherit = 'res.company'

    signing_level = fields.Selection(
        LEVELS, "Level of Signatures", required=True, default='lt', groups='base.group_user',
        help="Without a time-stamping authority, B-LT carries all that is needed to check it, but no proof of time.")
    signing_level_least = fields.Selection(
        LEVELS, "Least Level", required=True, default='b', groups='base.group_user',
        help="When the time-stamping authority does not answer, a person may decide to sign without a time stamp if "
             "B-B is enough here.")
    signing_tsa_id = fields.Many2one(
        'signing.tsa', "Time-Stamping Authority", ondelete='restrict', copy=False, groups='base.group_user',
        help="The first active one, if none is chosen.")

    @api.constrains('signing_level', 'signing_level_least')
    def _check_signing_levels(self):
        for company in self:
            if ORDER.index(company.signing_level_least) > ORDER.index(company.signing_level):
                raise ValidationError(self.env._("The least level of signatures cannot be above the wanted one."))

    def _time_stamping_authority(self):
        """Return the authority that stamps for this agency, or none."""
        self.ensure_one()
        return self.signing_tsa_id.filtered('active') or self.env['signing.tsa'].search([], limit=1)

    def _signing_policy(self, without_timestamp=False):
        """Return the `SigningPolicy` for one act.

        without_timestamp: the person's own decision after the authority did not answer. UserError when the agency does
        not allow it, or demands a time stamp and has nobody who gives one.
        """
        level, least = Level(self.signing_level), Level(self.signing_level_least)
        tsa = self._time_stamping_authority() if level is not Level.B else self.env['signing.tsa']
        if without_timestamp:
            if least is not Level.B:
                raise UserError(self.env._(
                    "%(agency)s does not sign without a time stamp. Try again when the authority answers.",
                    agency=self.name))
            return SigningPolicy(Level.LT if level is Level.LT else Level.B, None, least, False)
        if not tsa and (least is not Level.B or level is Level.T):
            raise UserError(self.env._(
                "%(agency)s signs with time stamps, but no time-stamping authority is registered. Ask the signature "
                "administrator to register one.", agency=self.name))
        return SigningPolicy(level, tsa._time_stamper() if tsa else None, least, bool(tsa) and least is Level.B)

    def _timestamp_trouble(self):
        """Return what a person reads when the authority gave no time stamp: what happened and what to do."""
        tsa = self._time_stamping_authority()
        said = self.env._(
            "The time-stamping authority %(name)s does not answer. Nothing was signed; try again in a few minutes.",
            name=tsa.name)
        if self.signing_level_least != 'b':
            return said
        return f"{said} " + self.env._(
            "You may also sign without a time stamp: the signature is as valid today, but its time is proved by the "
            "certificate alone.")

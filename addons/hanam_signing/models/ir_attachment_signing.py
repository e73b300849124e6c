import os
from pathlib import Path

import odoo
from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..lib.pades import (
    FIELD_NAMES,
    default_font,
    find_layout,
    normalise,
    plan_attachment,
    plan_co_seal,
    plan_person,
    plan_seal,
    prepare,
)
from ..tools import TRIAL_REASON, aware, speaking
from .signing_means import entered

TERMES = 'share/texmf/fonts/opentype/public/tex-gyre'


class IrAttachment(models.Model):
    """Signing acts: each takes the PDF of this attachment and gives a new attachment; this one stays as it is.

    `pin` is what the holder of the key entered for this act. For a key the server cannot reach, `signing.request` runs
    the act twice and puts its own objects there.
    """

    _inherit = 'ir.attachment'

    def _prepare_for_signing(self, signer_name, title='', seal_mm=36.0, layout=None, further=(), without=frozenset()):
        """Lay the fields for number, date, signatures and seals before anyone signs (Decree 30/2020, App. I).

        signer_name, title: as printed under and above the signature. seal_mm: real diameter of the seal. further: a
        `Signatory` for each further signer. layout: the places a person confirmed; found by the text without it.
        without: fields not laid, because the signer's own tool makes one. Return a new, unsigned attachment.
        UserError names what the draft lacks.
        """
        self.check_access('read')
        with speaking(self.env, name=self.name):
            plain = normalise(self._bytes())
            layout = layout or find_layout(
                plain, signer_name=signer_name, title=title or '', seal_mm=seal_mm, further=tuple(further))
            prepared = prepare(plain, layout, without=frozenset(without))
        return self._version(prepared, is_signed=False)

    def _sign_as_person(self, pin, name='', field=FIELD_NAMES.person):
        """Sign a prepared file as the person at work, with their own key (Decree 30/2020, Art. 13; App. I, II.7d).

        name: full name written into the signature. field: of this signer, where several sign. Return the signed
        attachment.
        """
        self.check_access('read')
        person = self.env.user
        certificate = person._signing_certificate()
        image, name = person._signature_image(), name or person.name
        with speaking(self.env, name=self.name):
            plan = plan_person(self._bytes(), image_png=image, name=name, field=field, **self._act(certificate, pin))
        return self._signed(certificate, plan, pin, kind='person', name=name)

    def _seal(self, company, pin, number, day, month, year, role=None, authorised=frozenset(), code=''):
        """Write number and date and seal as the agency, in one revision (Decree 30/2020, Art. 15, 18; App. I, II.8a).

        number, day, month, year: as printed. role: external id of the group the person must hold, the clerk's.
        authorised: fingerprints of certificates of which one must have signed. code: number and notation in full, for
        signing tools that show it. Return the sealed attachment; UserError when no person's signature covers the file.
        """
        company, certificate = self._agency_certificate(company, role)
        with speaking(self.env, name=self.name):
            plan = plan_seal(
                self._bytes(), number=number, day=day, month=month, year=year, name=company.name,
                image_png=company._seal_image(), font_path=self._font('regular'),
                date_font_path=self._font('italic'), authorised=authorised, **self._act(certificate, pin))
        return self._signed(
            certificate, plan, pin, kind='seal', name=company.name, number=code or number, date=[year, month, day])

    def _co_seal(self, company, pin, field, role=None, authorised=frozenset()):
        """Seal a joint document as a further agency in its own field, before the lead agency (Decree 30/2020, Art. 18).

        field: of this agency. role, authorised: as in `_seal`. Return the sealed attachment.
        """
        company, certificate = self._agency_certificate(company, role)
        with speaking(self.env, name=self.name):
            plan = plan_co_seal(
                self._bytes(), field=field, image_png=company._seal_image(), name=company.name,
                authorised=authorised, **self._act(certificate, pin))
        return self._signed(certificate, plan, pin, kind='co_seal', name=company.name)

    def _sign_as_agency(self, company, pin, text, role=None, code='', copy_form='', signed_at=None):
        """Sign an attachment in a file of its own or a digitised paper as the agency (App. I, II.8b; Part II, I).

        text: what is written at the top right of page 1, with the signing time. role, code: as in `_seal`. copy_form:
        «SAO Y» and the like, which a receiver's check then knows. signed_at: the moment in the text, aware; now by
        default. Return the signed attachment.
        """
        company, certificate = self._agency_certificate(company, role)
        act = self._act(certificate, pin)
        act['reason'] = '; '.join(filter(None, (act['reason'], copy_form)))
        act['signed_at'] = signed_at or act['signed_at']
        with speaking(self.env, name=self.name):
            plan = plan_attachment(
                self._bytes(), text=text, name=company.name, font_path=self._font('regular'), **act)
        # The text has the moment in it, so it is not among what both runs of a step must state alike.
        return self._signed(certificate, plan, pin, kind='attachment', name=company.name, number=code)

    def _signed(self, certificate, plan, pin, **stated):
        """Carry a plan out with a key and store what came of it."""
        content = certificate._carry_out(plan, pin, self.name, stated)
        return self._version(content, is_signed=True, is_trial=certificate._is_trial())

    def _agency_certificate(self, company, role):
        """Return the agency as the person at work sees it and its certificate; AccessError unless that person serves
        there and holds the role. Who is at work is told by this file's environment, wherever `company` comes from.
        """
        self.check_access('read')
        company = company.with_env(self.env)
        if role and not self.env.user.has_group(role):
            agency = company.sudo().name  # sudo: a name for the sentence
            raise AccessError(self.env._("The seal of %(agency)s is used by the clerks who keep it.", agency=agency))
        certificate = company._seal_certificate()
        certificate._check_holder()
        return company, certificate

    @api.model
    def _act(self, certificate, pin):
        """Return what every signature says about the act: moment, reason, level, and what that level puts in beside it.

        pin: also tells whether the person decided to sign without a time stamp.
        """
        policy = certificate._signing_agency()._signing_policy(without_timestamp=entered(pin)[1])
        return {
            'signed_at': aware(fields.Datetime.now()),
            'reason': TRIAL_REASON if certificate._is_trial() else '',
            'level': policy.level,
            'timestamper': policy.timestamper,
            'validation': self.env['signing.authority']._trust_material(),
        }

    @api.model
    def _font(self, style):
        """Return the path of TeX Gyre Termes: from HANAM_FONT_DIR, hanam.font_dir, or the folder of its package."""
        settings = self.env['ir.config_parameter'].sudo()  # sudo: where fonts lie is a setting of the server
        own = (os.environ.get('HANAM_FONT_DIR'), settings.get_param('hanam.font_dir'))
        prefix = Path(odoo.__path__[0]).parents[3]
        return default_font([*filter(None, own), prefix / TERMES, Path('/usr') / TERMES], style)

import os
from pathlib import Path

import odoo
from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..lib.pades import default_font, find_layout, normalise, prepare, seal, sign_attachment, sign_person
from ..tools import TRIAL_REASON, aware, speaking

TERMES = 'share/texmf/fonts/opentype/public/tex-gyre'


class IrAttachment(models.Model):
    """Signing acts: each takes the PDF of this attachment and gives a new attachment; this one stays as it is."""

    _inherit = 'ir.attachment'

    def _prepare_for_signing(self, signer_name, title='', seal_mm=36.0):
        """Lay the fields for number, date, signature and seal before anyone signs (Decree 30/2020, App. I).

        signer_name, title: as printed under and above the signature. seal_mm: real diameter of the seal.
        Return a new, unsigned attachment. UserError names what the draft lacks.
        """
        self.check_access('read')
        with speaking(self.env, name=self.name):
            plain = normalise(self._bytes())
            layout = find_layout(plain, signer_name=signer_name, title=title or '', seal_mm=seal_mm)
            prepared = prepare(plain, layout)
        return self._version(prepared, is_signed=False)

    def _sign_as_person(self, pin, name=''):
        """Sign a prepared file as the person at work, with their own key (Decree 30/2020, Art. 13; App. I, II.7d).

        pin: of the person's key, tried once. name: full name written into the signature. Return the signed attachment.
        """
        self.check_access('read')
        person = self.env.user
        certificate = person._signing_certificate()
        image = person._signature_image()
        signer = certificate._signer(pin)
        with speaking(self.env, name=self.name):
            signed = sign_person(
                self._bytes(), signer, image_png=image, name=name or person.name, **self._act(certificate))
        return self._version(signed, is_signed=True, is_trial=certificate._is_trial())

    def _seal(self, company, pin, number, day, month, year, role=None):
        """Write number and date and seal as the agency, in one revision (Decree 30/2020, Art. 15, 18; App. I, II.8a).

        number, day, month, year: as printed. role: external id of the group the person must hold, the clerk's.
        Return the sealed attachment; UserError when no person's signature covers the file.
        """
        company, certificate, signer = self._agency_key(company, pin, role)
        with speaking(self.env, name=self.name):
            sealed = seal(
                self._bytes(), signer, number=number, day=day, month=month, year=year, name=company.name,
                image_png=company._seal_image(), font_path=self._font('regular'),
                date_font_path=self._font('italic'), **self._act(certificate))
        return self._version(sealed, is_signed=True, is_trial=certificate._is_trial())

    def _sign_as_agency(self, company, pin, text, role=None):
        """Sign an attachment in a file of its own or a digitised paper as the agency (App. I, II.8b; Part II, I).

        text: what is written at the top right of page 1, with the signing time. role: as in `_seal`.
        Return the signed attachment.
        """
        company, certificate, signer = self._agency_key(company, pin, role)
        with speaking(self.env, name=self.name):
            signed = sign_attachment(
                self._bytes(), signer, text=text, name=company.name, font_path=self._font('regular'),
                **self._act(certificate))
        return self._version(signed, is_signed=True, is_trial=certificate._is_trial())

    def _agency_key(self, company, pin, role):
        """Open the agency's key for the person at work, who serves there and holds the role.

        Return the agency as that person sees it, its certificate and the signer. Who is at work is told by this file's
        environment, wherever `company` comes from.
        """
        self.check_access('read')
        company = company.with_env(self.env)
        if role and not self.env.user.has_group(role):
            agency = company.sudo().name  # sudo: a name for the sentence
            raise AccessError(self.env._("The seal of %(agency)s is used by the clerks who keep it.", agency=agency))
        certificate = company._seal_certificate()
        return company, certificate, certificate._signer(pin)

    @api.model
    def _act(self, certificate):
        """Return what every signature says about the act: moment, reason, chain and revocation lists (B-LT)."""
        return {
            'signed_at': aware(fields.Datetime.now()),
            'reason': TRIAL_REASON if certificate._is_trial() else '',
            'validation': self.env['signing.authority']._trust_material(),
        }

    @api.model
    def _font(self, style):
        """Return the path of TeX Gyre Termes: from HANAM_FONT_DIR, hanam.font_dir, or the folder of its package."""
        settings = self.env['ir.config_parameter'].sudo()  # sudo: where fonts lie is a setting of the server
        own = (os.environ.get('HANAM_FONT_DIR'), settings.get_param('hanam.font_dir'))
        prefix = Path(odoo.__path__[0]).parents[3]
        return default_font([*filter(None, own), prefix / TERMES, Path('/usr') / TERMES], style)

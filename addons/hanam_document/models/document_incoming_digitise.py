"""Digitised paper carries the agency's signature (Decision 44/2024, Art. 10.2; Decree 30/2020, App. I, Part II, I)."""

from datetime import UTC, datetime

from odoo import api, fields, models
from odoo.tools import LazyTranslate

from odoo.addons.hanam_signing.lib.pades import PadesError, normalise
from odoo.addons.hanam_signing.lib.pades.digitised import ScanFault, check_scan
from odoo.addons.hanam_signing.tools import speaking

from ..lib import numbering
from .document_workflow import step

_lt = LazyTranslate(__name__)

CLERK_GROUP = 'hanam_document.group_clerk'
FULL_COPY = 'SAO Y'
FAULTS = {
    ScanFault.COLOUR: _lt("%(file)s, page %(page)s: the scan is not in colour. Scan the page again in colour."),
    ScanFault.RESOLUTION: _lt(
        "%(file)s, page %(page)s: %(found)s dots an inch. Scan it again with at least 200, at its full size."),
    ScanFault.NO_PICTURE: _lt("%(file)s, page %(page)s: this is not the picture of a page of paper."),
}


class DocumentIncoming(models.Model):
    """Paper that arrived: scanned, checked as a scan, signed as «SAO Y»."""

    _inherit = 'document.incoming'

    certified_at = fields.Datetime(string="Scan Signed", readonly=True, copy=False)
    certified_by_id = fields.Many2one('res.users', string="Scan Signed By", readonly=True, copy=False)
    scan_waiver = fields.Char(
        string="Not Signed Because", copy=False,
        help="Why there is no signed scan: an object, a map, a letter to a named person that stays closed.")

    _signing_steps = frozenset({'action_certify'})

    @api.depends('state', 'channel', 'certified_at')
    def _compute_available_steps(self):
        super()._compute_available_steps()

    def _applies(self, row):
        done = row.name == 'certify' and (self.channel != 'paper' or self.certified_at)
        return super()._applies(row) and not done

    def _obstacles_to_certify(self):
        if self.channel != 'paper':
            yield self.env._("This document arrived electronically; forward its signed file as it is.")
        elif self.certified_at:
            yield self.env._("The scan is signed already.")
        elif not self.file_ids:
            yield self.env._("Attach the document: a scan of the paper, or the electronic file.")
        else:
            for file in self.file_ids:
                yield from file._scan_faults()

    @step
    def action_certify(self, pin):
        """Sign each scan with the agency's key, its text at the top right (Art. 10.2). `pin`: never kept."""
        for file in self.file_ids:
            file._certify_copy(pin, FULL_COPY)
        self._earn(certified_at=fields.Datetime.now(), certified_by_id=self.env.uid)

    def _digitised_obstacles(self):
        """Say that the scan must be signed before it is registered, where the agency has a key to sign with."""
        keyed = self.sudo().company_id.seal_certificate_id  # sudo: whether there is a key is no secret
        if self.channel == 'paper' and keyed and not self.certified_at and not (self.scan_waiver or '').strip():
            yield self.env._("Sign the scan first (“Sign the Scan”), or say why this paper has no signed scan.")

    def _ask_pin(self, row):
        """Return the dialog that asks for the agency's PIN, with what is going to be signed."""
        certificate = self.sudo().company_id._seal_certificate()  # sudo: which certificate seals is no secret
        lines = [(self.env._("Document"), self.display_name), (self.env._("Signs as"), self.company_id.name),
                 (self.env._("Written on the first page"), f'{FULL_COPY}; {self.company_id.name}')]
        return {
            'type': 'ir.actions.client', 'tag': 'hanam_signing.ask_pin', 'target': 'new',
            'name': self._step_label(row),
            'params': certificate._dialog_params() | {
                'model': self._name, 'id': self.id, 'method': f'action_{row.name}', 'title': self._step_label(row),
                'lines': [{'label': label, 'value': value} for label, value in lines],
                'preview_url': f'/web/content/{self.file_ids[:1].attachment_id.id}',
                'confirm_label': self._step_label(row),
            },
        }


class DocumentFile(models.Model):
    _inherit = 'document.file'

    def _scan_faults(self):
        """Say what this scan lacks (Decree 30/2020, App. I, Part II, I)."""
        if self.is_reference:
            return
        try:
            found = check_scan(self._pdf())
        except PadesError:
            yield self.env._("%(file)s cannot be read as a PDF. Scan the paper again.", file=self.name)
            return
        for shortfall in found[:5]:
            yield self.env._(FAULTS[shortfall.fault]) % {
                'file': self.name, 'page': shortfall.page, 'found': shortfall.found}

    def _rewrite_scan(self):
        """Keep the pictures and write the file around them anew: scanners write files that cannot be signed."""
        content = self._pdf()
        with speaking(self.env, name=self.name):
            rewritten = normalise(content)
        if rewritten != content:
            self.env['document.file.version']._keep(self, rewritten, self.name, 'convert')

    def _certify_copy(self, pin, form):
        """Sign this file as a copy the agency itself made; `form`: one of numbering.COPY_FORMS."""
        company = self._document().company_id
        self._rewrite_scan()
        moment = datetime.now(UTC).replace(microsecond=0)  # one moment, in the text and in the signature
        text = numbering.copy_text(form, company.name, moment)
        # sudo: the clerk signs what the clerk may read
        signed = self.sudo().attachment_id._sign_as_agency(
            company, pin, text=text, role=CLERK_GROUP, copy_form=form, signed_at=moment)
        self.env['document.file.version']._keep(self, signed.raw, signed.name, 'copy', signed)

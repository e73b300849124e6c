"""Reads what a system hands in as a draft: by the decree's own field names (Decree 30/2020, App. VI, part II.I)."""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from odoo import Command, api, models
from odoo.exceptions import UserError

from ..interfaces import EXTERNAL_ID, MOST_FILES, MOST_RECIPIENTS, RefusedCall
from ..lib.edxml.secrecy import level_of_text
from .document_file_upload import LARGEST

# decree's name -> (field of the draft, most characters)
TEXTS = {'Subject': ('subject', 500), 'Language': ('language', 30), 'Description': ('description', 500),
         'ToPlaces': ('to_places', 1000)}
NAMES = {*TEXTS, 'TypeName', 'Priority', 'DueDate', 'IssuedAmount', 'To'}
URGENCIES = range(4)
COPIES = range(1, 1000)


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it was handed in, checked: identifier there, digest of all of it, values and files for the record."""

    external_id: str
    digest: str
    values: dict
    files: tuple[tuple[str, bytes], ...]


class DocumentInterfaceDraft(models.AbstractModel):
    """Says everything that is wrong at once, field by field."""

    _name = 'document.interface.draft'
    _description = 'Draft of an Integrated System'

    @api.model
    def _read_draft(self, body, files):
        """Return the `Draft` of a call. `body`: what its JSON says; `files`: (name, bytes) in their order.

        Raises RefusedCall: `secret_content`, or `invalid` with a sentence for each wrong field.
        """
        wrong = {}
        body = body if isinstance(body, dict) else {}
        document = body.get('document')
        if not isinstance(document, dict):
            wrong['document'] = self.env._("Give the fields of the document as an object.")
            document = {}
        self._refuse_secret(document, files, wrong)
        external_id = body.get('external_id')
        if not isinstance(external_id, str) or not EXTERNAL_ID.fullmatch(external_id):
            wrong['external_id'] = self.env._("1 to 100 letters without marks, digits and . _ : / - name it.")
        wrong.update((name, self.env._("This field is not known here."))
                     for name in sorted((body.keys() - {'external_id', 'document', 'files'}) | document.keys() - NAMES))
        values = self._texts(document, wrong) | self._choices(document, wrong) | self._recipients(document, wrong)
        self._check_files(files, wrong)
        if wrong:
            raise RefusedCall(422, 'invalid', self.env._(
                "The draft was not taken in; see what is wrong with which field."), wrong)
        return Draft(external_id, self._digest(document, files), values, tuple(files))

    @api.model
    def _digest(self, document, files):
        said = [document, [[name, sha256(content).hexdigest()] for name, content in files]]
        return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    @api.model
    def _refuse_secret(self, document, files, wrong):
        """Refuse what carries a secrecy mark, whole, in whatever field (Decision 44/2024, Art. 1.2, 15.1)."""
        refusals = self.env['document.refusal']
        try:
            refusals._refuse_texts([*self._strings(document), *(name.rsplit('.', 1)[0] for name, _content in files)])
            for place, (_name, content) in enumerate(files):
                if level_of_text(self._words(place, content, wrong)):
                    refusals._refuse('file', content)
        except UserError as secret:
            raise RefusedCall(422, 'secret_content', secret.args[0]) from secret

    @api.model
    def _words(self, place, content, wrong):
        try:
            return self.env['document.refusal']._first_pages(content)
        except UserError as broken:
            wrong[f'files[{place}]'] = broken.args[0]
            return ''

    @api.model
    def _strings(self, value):
        """Return every text of a JSON value, and every name of a field."""
        if isinstance(value, dict):
            return [text for item in value.items() for part in item for text in self._strings(part)]
        if isinstance(value, list):
            return [text for item in value for text in self._strings(item)]
        return [value] if isinstance(value, str) else []

    @api.model
    def _texts(self, document, wrong):
        values = {}
        for name, (field, most) in TEXTS.items():
            text = document.get(name)
            if text is not None and (not isinstance(text, str) or len(text) > most):
                wrong[name] = self.env._("A text of at most %(most)s characters.", most=most)
            elif text:
                values[field] = text.strip()
        if not values.get('subject') and 'Subject' not in wrong:
            wrong['Subject'] = self.env._("Say what the document is about.")
        return values

    @api.model
    def _choices(self, document, wrong):
        """Return kind, urgency, deadline of the answer and number of copies."""
        # sudo: the list of kinds is public; the account of a system reads nothing by itself
        kind = self.env['document.type'].sudo()._named(str(document.get('TypeName') or ''))
        if kind.for_incoming_only:
            wrong['TypeName'] = self.env._("Name one of the kinds this agency issues, such as “Công văn”.")
        values = {'type_id': kind.id, 'urgency': str(document.get('Priority', 0)),
                  'issued_amount': document.get('IssuedAmount', 1)}
        if not self._is_number(document.get('Priority', 0), URGENCIES):
            wrong['Priority'] = self.env._("0 ordinary, 1 urgent, 2 very urgent, 3 express; there is no other.")
        if not self._is_number(values['issued_amount'], COPIES):
            wrong['IssuedAmount'] = self.env._("A number from 1 to 999.")
        if (day := document.get('DueDate')) is not None:
            values |= {'due_date': self._day(day, wrong), 'wants_reply': True}
        return values

    @api.model
    def _is_number(self, value, within):
        return isinstance(value, int) and not isinstance(value, bool) and value in within

    @api.model
    def _day(self, text, wrong):
        try:
            return date.fromisoformat(text)
        except (TypeError, ValueError):
            wrong['DueDate'] = self.env._("A day such as 2026-12-31.")
            return None

    @api.model
    def _recipients(self, document, wrong):
        """Return the recipient agencies, found by identity code in either form (Decision 44/2024, Art. 8)."""
        listed = document.get('To', [])
        if not isinstance(listed, list) or len(listed) > MOST_RECIPIENTS:
            wrong['To'] = self.env._("A list of at most %(most)s recipients.", most=MOST_RECIPIENTS)
            return {}
        # sudo: the directory is public inside; the account of a system reads nothing by itself
        agencies = self.env['document.agency'].sudo()
        found = agencies.browse()
        for place, recipient in enumerate(listed):
            code = recipient.get('OrganId') if isinstance(recipient, dict) else None
            agency = agencies._find(code) if isinstance(code, str) else agencies
            if not agency.active:
                wrong[f'To[{place}].OrganId'] = self.env._("The directory has no agency with this identity code.")
            found |= agency
        return {'recipient_agency_ids': [Command.set(found.ids)]}

    @api.model
    def _check_files(self, files, wrong):
        if not 0 < len(files) <= MOST_FILES:
            wrong['files'] = self.env._("Between 1 and %(most)s files, the document itself first.", most=MOST_FILES)
        for place, (name, content) in enumerate(files):
            if not name or len(name) > 200 or not content:
                wrong[f'files[{place}]'] = self.env._("A file has a name of at most 200 characters and is not empty.")
            elif len(content) > LARGEST:
                wrong[f'files[{place}]'] = self.env._("A file is not larger than 50 MB.")

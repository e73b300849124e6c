"""An update of an arrival by its sender: new data, new versions of files (Decision 44/2024, Art. 13.4.d)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib import edxml
from .document_file_version import digest

REFUSED_VERDICTS = ('invalid', 'encrypted', 'unreadable')
# until somebody directs the work, the sender's deadline is the one that counts
NOT_DIRECTED = ('arrived', 'received', 'registered', 'presented')
UPDATED = "Đã cập nhật theo yêu cầu của bên gửi."


def shown(record, name):
    """Return a value as a person reads it; '' for none."""
    field, value = record._fields[name], record[name]
    if not value:
        return ''
    said = field.convert_to_export(value, record) if field.type == 'selection' else field.convert_to_display_name(
        value, record)
    return str(said)


class DocumentRequest(models.Model):
    """What would change is shown before it is agreed to; what stood there before is kept."""

    _inherit = 'document.request'

    changes = fields.Text(string="What Would Change", compute='_compute_changes')

    @api.depends('proposed', 'incoming_id')
    @api.depends_context('lang')
    def _compute_changes(self):
        for request in self:
            lines = request._changes() if request.kind == 'update' and request.state in ('asked', 'consent') else []
            request.changes = '\n'.join(
                f'{line["label"]}: {line["old"] or "—"} → {line["new"] or "—"}' for line in lines)

    def _changes(self):
        """Return [{'field', 'label', 'old', 'new', 'value'}] of the header data that differ from the arrival's."""
        incoming, found = self.incoming_id, []
        if not incoming:
            return found
        values = self._proposed_values()
        new = incoming.new(values)
        for name in values:
            field = incoming._fields[name]
            if field.convert_to_write(new[name], new) != field.convert_to_write(incoming[name], incoming):
                found.append({
                    'field': name, 'label': field.get_description(self.env)['string'], 'old': shown(incoming, name),
                    'new': shown(new, name), 'value': field.convert_to_write(new[name], new)})
        return found

    def _proposed_values(self):
        values = dict(self.sudo().proposed or {})  # sudo: shown as changes to whoever may open the document
        return {name: value for name, value in values.items() if name in self.incoming_id._fields}

    def _obstacles_to_updating(self):
        """Say that a closed register is not corrected any more (Art. 10.3.c)."""
        incoming = self.incoming_id
        if {line['field'] for line in self._changes()} & incoming._correctable():
            yield from incoming._closed_register_obstacles()

    def _apply_update(self):
        """Take over what the sender changed; return what it is told."""
        # sudo: what the sender changes is written by the request, which was checked
        incoming, changes = self.incoming_id.sudo(), self._changes()
        values = {line['field']: line['value'] for line in changes}
        if 'reply_due_date' in values and incoming.state in NOT_DIRECTED:
            values['due_date'] = values['reply_due_date']
        incoming._refuse_secret(values)
        incoming._earn(**values)
        files = self._take_files(incoming)
        shown = [{name: line[name] for name in ('field', 'label', 'old', 'new')} for line in changes]
        self.env['document.event']._log(self.incoming_id, 'updated', incoming.state, details={
            'reason': self.reason or self._other_name(), 'changes': shown, 'file': ', '.join(files)})
        incoming._tell_readers(incoming._readers() - self.env.user, self.with_context(lang=self._lang()).env._(
            "The sender has updated %(document)s. Read it again.", document=incoming.display_name))
        return UPDATED

    def _take_files(self, incoming):
        """Keep files that differ as new versions, whose signatures must hold; return their names."""
        packet = edxml.decode(self.sudo().transmission_id._body())  # sudo: packets are read here for the request
        taken = []
        for place, attachment in enumerate(packet.attachments):
            file = incoming.file_ids[:1] if not place else incoming.file_ids.filtered(
                lambda file, name=attachment.name: file.name == name)[:1]
            if file.sha256 == digest(attachment.read()):
                continue
            file = file or self.env['document.file'].sudo().create({  # sudo: as above
                'incoming_id': incoming.id, 'name': attachment.name, 'sequence': place + 1})
            self.env['document.file.version']._keep(file, attachment.read(), attachment.name, 'receive')
            self._refuse_bad_signature(file)
            taken.append(attachment.name)
        return taken

    def _refuse_bad_signature(self, file):
        if file.is_reference:
            return
        file._verify()
        if file.verdict in REFUSED_VERDICTS:
            raise UserError(self.env._(
                "The new version of %(file)s cannot be accepted: %(reason)s Propose to refuse the update.",
                file=file.name, reason=file.verification_id.reason))


class DocumentIncoming(models.Model):
    _inherit = 'document.incoming'

    def _files_are_open(self):
        """What came by packet is added to by packets alone: no person ever has these rights."""
        return super()._files_are_open() or (self.env.su and self.channel == 'electronic' and bool(self.file_ids))

"""Sealing what hangs on a recalled arrival: history, conversation, packets (Decree 30/2020, App. VI, III.8b)."""

from odoo import fields, models


class DocumentEvent(models.Model):
    """Who did what when stays readable; of a recalled document the words and old values do not."""

    _inherit = 'document.event'

    sealed = fields.Json(readonly=True, groups=fields.NO_ACCESS)

    def _seal(self):
        """Keep the words of these acts from everybody; the acts themselves stay as they are."""
        for event in self.sudo().filtered(lambda event: event.comment or event.details):  # sudo: nobody writes events
            event.write({'sealed': {'comment': event.comment, 'details': event.details},
                         'comment': False, 'details': False})


class DocumentIncoming(models.Model):
    _inherit = 'document.incoming'

    def _seal_parts(self):
        """Keep from everybody what history, conversation and packets say of the document.

        Files, versions, readings and work are kept from everybody by record rules as long as it is withdrawn.
        """
        document = self.sudo()  # sudo: what is sealed belongs to many people
        document.event_ids.filtered(lambda event: event.subject_model != 'document.request')._seal()
        kept = document._seal_talk()
        packets = self.env['document.transmission'].sudo().search([  # sudo: as above
            ('incoming_id', '=', self.id), ('kind', '=', 'document')])
        for packet in packets.filtered('body_id'):
            # hung on its packet, the file is read by nobody who cannot read that
            packet.body_id.write({'res_id': packet.id})
        for request in document.request_ids:
            request.write({'named_code': False, 'named_date': False, 'named_subject': False})
        document._earn(sealed={'talk': kept})

    def _seal_talk(self):
        """Empty the messages on the document, and hang their files where nobody reads them; return what they said."""
        messages = self.env['mail.message'].sudo().search([  # sudo: as above
            ('model', '=', self._name), ('res_id', '=', self.id)])
        files = self.env['ir.attachment'].sudo().search([  # sudo: as above
            ('res_model', '=', self._name), ('res_id', '=', self.id)]) | messages.attachment_ids
        kept = [{'id': message.id, 'subject': message.subject, 'body': str(message.body or ''),
                 'files': message.attachment_ids.ids} for message in messages]
        for message in messages:
            message.write({'subject': False, 'body': '', 'attachment_ids': [fields.Command.clear()]})
        files.write({'res_model': 'document.file', 'res_id': self.file_ids[:1].id or -self.id, 'access_token': False,
                     'public': False})
        return kept


class DocumentCopy(models.Model):
    """No copy is made of what was recalled, here or by its sender."""

    _inherit = 'document.copy'

    def _recalled_obstacles(self):
        if self._document().state in ('withdrawn', 'recalled'):
            yield self.env._("%(document)s was recalled; no copy is made of it any more.",
                             document=self._document().display_name)

    def _obstacles_to_approve(self):
        yield from self._recalled_obstacles()
        yield from super()._obstacles_to_approve()

    def _obstacles_to_make(self):
        yield from self._recalled_obstacles()
        yield from super()._obstacles_to_make()

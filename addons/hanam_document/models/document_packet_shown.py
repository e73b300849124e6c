"""The raw packet for the eyes of support staff: as text, never as anything a browser would act on."""

import unicodedata

from odoo import api, fields, models

SHOWN = 20_000
# of what is no text
SHOWN_BYTES = 512
LARGEST_PART_ODD = 0.1
KEPT_CONTROLS = '\n\t'
# what turns the direction of a text or hides in it, besides control characters
INVISIBLE = frozenset(('Cc', 'Cf', 'Cs', 'Co', 'Cn'))


def readable(head, size):
    """Return the beginning of a packet as text, and whether it is text at all.

    `head`: its first bytes; `size`: how many it has. Characters that cannot be seen are shown as '�'; what is no text
    in UTF-8 or UTF-16 is shown as hexadecimal bytes.

    >>> readable(b'<a>\\x1b[2J\\u202e</a>', 13)[0][:8]
    '<a>�[2J\\\\'
    >>> readable(bytes([0, 1, 2, 255]), 4)
    ('00000000  00 01 02 ff', False)
    """
    encoding = 'utf-16' if head.startswith((b'\xff\xfe', b'\xfe\xff')) else 'utf-8'
    text = head.decode(encoding, errors='replace')[:SHOWN].replace('\r\n', '\n')
    shown = ''.join(letter if letter in KEPT_CONTROLS or unicodedata.category(letter) not in INVISIBLE else '�'
                    for letter in text)
    if shown.count('�') <= LARGEST_PART_ODD * len(shown):
        return shown + ('\n…' if size > len(head) or len(text) == SHOWN else ''), True
    rows = (head[place:place + 16] for place in range(0, min(len(head), SHOWN_BYTES), 16))
    lines = [f'{number * 16:08x}  {row.hex(" ")}' for number, row in enumerate(rows)]
    return '\n'.join(lines + (['…'] if size > SHOWN_BYTES else [])), False


class DocumentTransmission(models.Model):
    """What a person sees of the bytes: only where the packet belongs to no document, or to one open to them."""

    _inherit = 'document.transmission'

    body_size = fields.Integer(string="Size (Bytes)", compute='_compute_body_size')
    body_text = fields.Text(string="As It Came", compute='_compute_body_text')
    is_text = fields.Boolean(compute='_compute_body_text')

    @api.depends('body_id', 'body_small')
    def _compute_body_size(self):
        """Ask once for all rows; small packets are kept in base64."""
        self.flush_recordset(['body_small'])
        self.env.cr.execute(
            "SELECT id, octet_length(decode(convert_from(body_small, 'UTF8'), 'base64')) FROM document_transmission"
            " WHERE id IN %s AND body_small IS NOT NULL", [tuple(self.ids) or (0,)])
        small = dict(self.env.cr.fetchall())
        for packet in self.sudo():  # sudo: how long the packet is
            packet.body_size = small.get(packet.id) or packet.body_id.file_size

    @api.depends('body_id', 'body_small')
    def _compute_body_text(self):
        for packet in self:
            packet.body_text, packet.is_text = readable(packet._body_head(), packet.body_size)

    def _body_head(self):
        """Return as many bytes of the packet as are shown; none of a document this person may not read."""
        if not self._may_download():
            return b''
        packet = self.sudo()  # sudo: that this person may see it was just asked
        most = SHOWN * 4
        if stored := packet.body_id.store_fname:
            return packet.env['ir.attachment']._file_read(stored, most)
        return packet._body()[:most]

    def _may_download(self):
        """Return whether this person may have the bytes of the packet."""
        self.ensure_one()
        self.check_access('read')
        document = self.incoming_id or self.outgoing_id
        return document.has_access('read') if document else True

    def action_download(self):
        """Hand over the packet as a file."""
        self.ensure_one()
        return {'type': 'ir.actions.act_url', 'url': f'/hanam/exchange/packet/{self.id}', 'target': 'download'}

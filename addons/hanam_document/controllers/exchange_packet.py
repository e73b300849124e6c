"""The bytes of a packet, for whoever may see them."""

from odoo import http
from odoo.http import request


class ExchangePacket(http.Controller):
    """Gives a packet as a file that no browser opens by itself."""

    @http.route('/hanam/exchange/packet/<int:packet_id>', type='http', auth='user', readonly=True)
    def packet(self, packet_id):
        """Return the raw packet. 404 when it does not exist, holds nothing, or is not this person's to see."""
        packet = request.env['document.transmission'].browse(packet_id).exists()
        if not packet or not packet.has_access('read') or not packet._may_download():
            raise request.not_found()
        body = packet.sudo()._body()  # sudo: asked just before
        if not body:
            raise request.not_found()
        return request.make_response(body, headers=[
            ('Content-Type', 'application/octet-stream'), ('X-Content-Type-Options', 'nosniff'),
            ('Content-Security-Policy', "sandbox; default-src 'none'"), ('Cache-Control', 'private, no-store'),
            ('Content-Disposition', f'attachment; filename="packet-{packet.id}.edxml"')])

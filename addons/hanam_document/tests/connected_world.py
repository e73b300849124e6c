"""The named world with agencies elsewhere: another installation, an axis, and one that is only on paper."""

import sys
from pathlib import Path

from .signed_world import SignedProvinceCase

UNIT_TESTS = Path(__file__).parents[3] / 'tests' / 'unit'
KEY = 'khoa-cua-phia-ben-kia'


class ConnectedCase(SignedProvinceCase):
    """The Department of Home Affairs, and agencies that work in other systems."""

    @classmethod
    def setUpClass(cls):
        """Enter three agencies elsewhere in the directory."""
        super().setUpClass()
        sys.path.insert(0, str(UNIT_TESTS))
        cls.addClassCleanup(sys.path.remove, str(UNIT_TESTS))
        cls.exchange_administrator = cls._person('exchange_administrator', "Tạ Văn Mạng", 'administrator')
        cls.ministry, cls.bureau, cls.village = cls.env['document.agency'].create([
            {'name': "Bộ Nội vụ", 'code': 'G09', 'old_code': '000.00.00.G09'},
            {'name': "Cục Văn thư và Lưu trữ nhà nước", 'code': 'G09.15'},
            {'name': "Ủy ban nhân dân xã Thanh Hà", 'code': 'H25.30.01'}])
        cls.bureau.parent_id = cls.ministry

    @classmethod
    def _request_handler(cls, session, request, /, **settings):
        """Let requests to this machine through as they are; the test's own guard reads no pair of time-outs."""
        return super()._request_handler(session, request, **settings | {'timeout': 130})

    @classmethod
    def peer(cls, kind='peer', url='http://127.0.0.1:9', **values):
        """Return a connection whose key is entered."""
        peer = cls.env['document.peer'].create({'name': f'Hệ thống {kind}', 'kind': kind, 'url': url,
                                                'system_id': 'HANAM', **values})
        peer.with_user(cls.exchange_administrator)._set_key(KEY)
        cls.addClassCleanup(cls.env['document.key.files']._path(peer.key_name).unlink, missing_ok=True)
        return peer

    @classmethod
    def route(cls, agency, peer, **values):
        """Lead an agency through a connection."""
        return cls.env['document.route'].create({'agency_id': agency.id, 'peer_id': peer and peer.id, **values})

    def outbox(self, document):
        """Return the packets of a document, oldest first."""
        return self.env['document.transmission'].sudo().search([('outgoing_id', '=', document.id)], order='id')

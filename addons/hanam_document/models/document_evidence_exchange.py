"""Exchange in an evidence pack: packets as they were sent and received, statuses, recipients (Art. 6.3, 7)."""

from pathlib import Path

from odoo import api, models
from odoo.fields import Domain

from ..lib.evidence import Entry
from .document_delivery import STATUS_STEPS

OURS, THEIRS = 'hệ thống lập gói này', 'hệ thống nơi nhận (gói tin trạng thái của nơi nhận)'
MEANINGS = {
    '01': 'đã đến', '02': 'từ chối tiếp nhận', '03': 'đã tiếp nhận', '04': 'phân công', '05': 'đang xử lý',
    '06': 'hoàn thành', '13': 'lấy lại', '15': 'đồng ý thu hồi, cập nhật', '16': 'từ chối thu hồi, cập nhật',
}


class DocumentEvidence(models.AbstractModel):
    """What left, what came back, when, and by whose clock."""

    _inherit = 'document.evidence'

    @api.model
    def _exchange_entries(self, document):
        """Yield packets, statuses, recipients with what was done to reach them, and requests."""
        packets, names = self._packets(document), {}
        for packet in packets:
            entry = self._packet_entry(packet, names)
            if entry:
                yield entry
        yield self._json_entry(
            'goi-tin/danh-muc.json', 'Các gói tin đã gửi và đã nhận, biên nhận của từng gói',
            self._columns_and_rows(packets, lambda packet: {'tệp': names.get(packet.digest, 'không giữ nội dung')}))
        yield self._json_entry('trang-thai.json', 'Các trạng thái đã nhận và đã gửi, theo thứ tự',
                               [self._status(packet, names) for packet in packets.filtered('status_code')])
        yield from self._recipient_entries(document)
        yield from self._request_entries(document)

    @api.model
    def _packets(self, document):
        """Return the packets of a document, and those that speak of it and wait for somebody to look."""
        domain = Domain('outgoing_id' if document._name == 'document.outgoing' else 'incoming_id', '=', document.id)
        if document._name == 'document.outgoing' and document.document_code:
            domain |= (Domain('document_code', '=', document.document_code) & Domain('direction', '=', 'in')
                       & Domain('company_id', '=', document.company_id.id))
        return self.env['document.transmission'].search(domain, order='id')

    @api.model
    def _packet_entry(self, packet, names):
        """Return the bytes of a packet, once for all its receivers; None where none are kept."""
        source = self._source(packet.body_id) if packet.body_id else packet._body()
        if not source or packet.digest in names:
            return None
        way = 'gui' if packet.direction == 'out' else 'nhan'
        kind = f'trang-thai-{packet.status_code}' if packet.status_code else 'van-ban'
        name = f'goi-tin/{len(names) + 1:03d}-{way}-{kind}.edxml'
        names[packet.digest] = name
        told = f'trạng thái {packet.status_code}' if packet.status_code else 'văn bản'
        what = f'Gói tin {told} {"gửi đi" if way == "gui" else "nhận về"}, đúng các byte đã truyền'
        return Entry(name, what, source if isinstance(source, Path) else bytes(source), packet.digest)

    @api.model
    def _status(self, packet, names):
        """Return one report: both clocks, what it means, and the packet that says so."""
        came = packet.direction == 'in'
        return {
            'mã': packet.status_code, 'nghĩa': MEANINGS.get(packet.status_code, ''),
            'chiều': f'nhận từ {packet.peer_code}' if came else f'gửi tới {packet.peer_code}',
            'lúc, theo đồng hồ bên báo (ghi trong gói tin)': self._local(packet.packet_at),
            'lúc hệ thống này ghi nhận': self._local(packet.create_date),
            'lời': packet.description or '', 'gói tin': names.get(packet.digest, ''),
        }

    @api.model
    def _recipient_entries(self, document):
        if document._name != 'document.outgoing':
            return
        deliveries = document.delivery_ids.sorted('id')
        yield self._json_entry('noi-nhan.json', 'Từng nơi nhận: đã đến đâu, lúc nào, theo đồng hồ của ai',
                               self._columns_and_rows(deliveries, self._clocks, display_name='nơi nhận'))
        if 'contact_ids' in deliveries._fields and deliveries.contact_ids:
            yield self._table_entry('lien-he.json', 'Các lần gọi điện, thư điện tử, tin nhắn tới nơi nhận',
                              deliveries.contact_ids.sorted('id'))

    @api.model
    def _clocks(self, delivery):
        """Return whose clock each moment of a delivery was read from."""
        theirs = THEIRS if delivery.transport not in ('paper', 'internal') else OURS
        clocks = {'sent_at': OURS} | {column: theirs for _step, column in STATUS_STEPS.values()}
        row = {'mã định danh': delivery.agency_id.code or '',
               'đồng hồ': {column: clock for column, clock in clocks.items() if delivery[column]}}
        if delivery.peer_id.drift_at:
            row['đồng hồ nơi nhận lệch (giây)'] = delivery.peer_id.drift_seconds
        return row

    @api.model
    def _request_entries(self, document):
        """Yield what was asked about the document afterwards: recall, update, and the answers."""
        if 'document.request' not in self.env:
            return
        requests = self.env['document.request']
        column = 'outgoing_id' if document._name == 'document.outgoing' else 'incoming_id'
        if column in requests._fields and (rows := requests.search([(column, '=', document.id)], order='id')):
            yield self._table_entry('yeu-cau.json', 'Yêu cầu thu hồi, cập nhật và trả lời', rows)

"""Documents as lines of a register (Decree 30/2020, App. IV; Arts. 16.2.b, 22.3.b)."""

from odoo import fields, models
from odoo.tools import split_every

from odoo.addons.hanam_document.lib.numbering import printed_day, printed_month

# Lines are read so many at a time: the number of queries does not grow with the page, memory not with the year
BATCH = 500
HIDDEN = 'Văn bản hạn chế tiếp cận'
# What the register calls the fields that can be corrected
PRINTED_FIELDS = {
    'type_id': 'tên loại', 'type_name': 'tên loại', 'code_number': 'số văn bản', 'code_notation': 'ký hiệu văn bản',
    'issued_date': 'ngày tháng văn bản', 'organ_name': 'tác giả', 'subject': 'trích yếu nội dung',
    'signer_position': 'chức vụ người ký', 'signer_full_name': 'người ký', 'urgency': 'mức độ khẩn',
    'page_amount': 'số trang', 'description': 'ghi chú',
}
# Steps that leave the number in the book without its document
VOIDING = {'annul': 'Hủy đăng ký', 'give_back': 'Trả lại nơi gửi', 'void': 'Số hủy', 'withdraw': 'Đã bị thu hồi, hủy',
           'recall': 'Đã thu hồi'}
# Steps that change what stands in a line
CHANGING = ('correct', 'updated')


def short_date(day):
    """Return the day as offices write it in a register: zero before days 1-9 and months 1-2 only; '' for none."""
    return f'{printed_day(day)}/{printed_month(day)}/{day.year}' if day else ''


class DocumentMetadata(models.AbstractModel):
    """What both registers share."""

    _inherit = 'document.metadata'

    # field of the register's number, and of the day it was given
    _book_number = None
    _book_day = None

    def _book_rows(self, domain):
        """Yield the printed cells of each line of a register, in the order of its numbers.

        A document this person may not open keeps its line, number and day; its words are not shown.
        """
        # sudo: a register without some of its numbers would be no register
        lines = self.sudo().search(domain, order=self._book_number)
        for ids in split_every(BATCH, lines.ids):
            visible = self.browse(ids)._filtered_access('read')
            remarks = visible._book_remarks()
            # sudo: as above; what may not be seen is left out by _hidden_row
            batch = self.sudo().browse(ids)
            for line in batch:
                yield line._book_row(remarks.get(line.id, '')) if line.id in visible._ids else line._hidden_row()
            batch.invalidate_recordset()

    def _book_row(self, remarks):
        """Return the cells of one line. `remarks`: what goes under the note."""
        raise NotImplementedError(self._name)

    def _hidden_row(self):
        """Return the cells of a line whose document this person may not open."""
        raise NotImplementedError(self._name)

    def _kind_and_subject(self):
        """Return «Tên loại và trích yếu nội dung»: TypeName, then Subject."""
        return '\n'.join(filter(None, (self.type_name or self.type_id.name, self.subject)))

    def _book_remarks(self):
        """Return {document id: text}: voided numbers with their order, corrections with what stood before."""
        column = {'document.incoming': 'incoming_id', 'document.outgoing': 'outgoing_id'}[self._name]
        # sudo: the note of a line is part of it, for whoever may open the document
        events = self.env['document.event'].sudo().search(
            [(column, 'in', self.ids), ('step', 'in', [*CHANGING, *VOIDING]), ('subject_model', '=', self._name)],
            order='id')
        remarks = {}
        for event in events:
            if remark := self._book_remark(event):
                remarks.setdefault(event[column].id, []).append(remark)
        return {document: '\n'.join(texts) for document, texts in remarks.items()}

    def _book_remark(self, event):
        moment = fields.Datetime.context_timestamp(self.with_context(tz='Asia/Ho_Chi_Minh'), event.at)
        trace = f'{event.user_id.name}, {moment:%H:%M} ngày {short_date(moment.date())}'
        details = event.details or {}
        if event.step in VOIDING:
            order = event.comment or '. '.join(filter(None, (details.get('order'), details.get('reason'))))
            return f'{VOIDING[event.step]}: {order} ({trace})'
        if not details:
            return ''
        changes = '; '.join(
            f'{PRINTED_FIELDS.get(change["field"], change["label"])} trước là “{self._printed_value(change)}”'
            for change in details.get('changes', ()))
        return f'Sửa {changes}. Lý do: {details.get("reason", "")} ({trace})'

    def _printed_value(self, change):
        """Return what stood in a field before; dates as the register writes them."""
        field, old = self._fields.get(change['field']), change['old']
        is_date = field is not None and field.type == 'date' and old
        return short_date(fields.Date.to_date(old)) if is_date else old

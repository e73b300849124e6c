"""The evidence pack: one zip per document that a court can check without us (Decision 44/2024, Art. 7, 13.5)."""

import re
from datetime import UTC, datetime

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.hanam_signing.tools import VIETNAM, aware

from ..lib import evidence
from ..lib.folding import fold
from ..lib.numbering import printed_date
from ..workflows import IN_BOOK

MAKERS = ('hanam_document.group_clerk', 'hanam_document.group_leader')
# states in which there is content to give out and somebody it was given to
PROVED = {
    'document.incoming': ('arrived', 'received', *IN_BOOK, 'returned', 'annulled'),
    'document.outgoing': ('issued', 'recalled'),
}
WAYS = {'document.incoming': 'incoming', 'document.outgoing': 'outgoing'}
LONGEST_NAME = 60


class DocumentEvidence(models.AbstractModel):
    """Gathers what the system keeps of one document; `lib.evidence` writes it down."""

    _name = 'document.evidence'
    _description = 'Evidence Pack'

    @api.model
    def _refuse(self, document):
        """Raise unless this person may make the pack of this document now."""
        document.check_access('read')
        if not any(self.env.user.has_group(group) for group in MAKERS):
            raise AccessError(self.env._("Evidence packs are made by the clerks and the leaders of the agency."))
        if document.state == 'withdrawn':
            raise UserError(self.env._(
                "%(document)s was withdrawn: its content is no longer given out, so there is no pack of it. Number and "
                "trace stay in the register.", document=document.display_name))
        if document.state not in PROVED[document._name]:
            raise UserError(self.env._("An evidence pack is made of an issued document."))

    @api.model
    def _write_pack(self, document, stream):
        """Write the pack of a document into a binary stream, keep its digest in the trace; return the file's name.

        Raises AccessError or UserError as `_refuse` does, UserError when stored bytes are not what was kept.
        """
        self._refuse(document)
        # sudo: who may read the document as clerk or leader may prove all of it: files, packets, checks
        whole = self.with_context(lang=self._spoken()).sudo()
        moment = datetime.now(UTC).astimezone(VIETNAM).replace(microsecond=0)
        subject = document.with_env(whole.env)
        try:
            made = evidence.write_pack(stream, list(whole._entries(subject)), whole._occasion(subject, moment))
        except evidence.SourceChanged as damaged:
            raise UserError(self.env._(
                "%(file)s is not as it was kept; a pack with it would prove nothing. Ask the administrator to put it "
                "back from a backup.", file=damaged.name)) from damaged
        name = f'goi-bang-chung-{self._slug(document.full_code or str(document.id))}-{moment:%Y%m%d-%H%M%S}.zip'
        self.env['document.event']._log(document, 'prove', document.state, details={
            'file': name, 'note': f'SHA256SUMS: {made.mark}', 'mark': made.mark, 'sha256': made.sha256,
            'size': made.size, 'files': made.files})
        return name

    @api.model
    def _spoken(self):
        """Return the language of the pack: that of the courts, where it is installed."""
        return 'vi_VN' if self.env['res.lang']._lang_get('vi_VN') else 'en_US'

    @api.model
    def _entries(self, document):
        """Yield every `evidence.Entry` of the pack."""
        yield self._table_entry('thong-tin.json', 'Thông tin của văn bản', document)
        yield from self._file_entries(document)
        yield from self._exchange_entries(document)
        yield self._json_entry('so-dang-ky.json', 'Dòng của văn bản trong sổ đăng ký', self._register_line(document))
        yield self._table_entry('nhat-ky.json', 'Nhật ký: ai làm gì, lúc nào (đồng hồ của hệ thống lập gói)',
                          document.event_ids.sorted('id'), step_name='việc', explanation='diễn giải')

    @api.model
    def _register_line(self, document):
        """Return what the register says of the document."""
        number = document._fields.get('arrival_number') and document.arrival_number or document.code_number
        day = document._fields.get('arrival_date') and document.arrival_date or document.issued_date
        return {'sổ': document.register_id.name or '', 'số': str(number or ''), 'ngày': str(day or '')}

    @api.model
    def _occasion(self, document, moment):
        """Return what the pack is about, as a court reads it."""
        kind = document.type_name or document.type_id.name
        day = document.issued_date and printed_date(document.issued_date)
        lines = [('Số, ký hiệu', document.full_code), ('Ngày văn bản', day), ('Tên loại', kind),
                 ('Trích yếu', document.subject), ('Cơ quan ban hành', document.organ_name),
                 ('Người ký', document.signer_full_name), ('Mã định danh văn bản', document.document_code),
                 ('Tình trạng', dict(document._fields['state']._description_selection(self.env))[document.state])]
        if document._name == 'document.incoming':
            lines += [('Số đến', document.arrival_number), ('Ngày đến', document.arrival_date)]
        lines += [(f'SHA-256 của {file.name}', file.sha256) for file in document.file_ids]
        return evidence.Occasion(
            title=' '.join(filter(None, (kind, document.full_code and f'số {document.full_code}', day))),
            lines=tuple((label, str(value)) for label, value in lines if value),
            made_by=self.env.user.name, agency=document.company_id.name, moment=moment)

    @api.model
    def _slug(self, text, longest=LONGEST_NAME):
        """Return a text as a part of a file name that is the same everywhere.

        >>> 'Công văn số 12/SNV' becomes 'cong-van-so-12-snv'
        """
        return re.sub('[^a-z0-9]+', '-', fold(text))[:longest].strip('-') or 'tep'

    @api.model
    def _local(self, moment):
        """Return a naive UTC moment as ISO 8601 in the zone of the country (Art. 7.3); None for none."""
        return aware(moment).isoformat() if moment else None

"""Files of an evidence pack: versions, archive copies, checks of signatures, certificates and revocation lists."""

from pathlib import Path

from odoo import api, fields, models

from odoo.addons.hanam_signing.tools import NotDer, read_certificate

from ..lib.evidence import Entry, certificates_in


class DocumentEvidence(models.AbstractModel):
    """The bytes that were signed, and what they were judged by."""

    _inherit = 'document.evidence'

    @api.model
    def _file_entries(self, document):
        """Yield the files of a document with everything that proves them."""
        bases = {file: f'{place:02d}-{self._slug(self._stem(file.name))}'
                 for place, file in enumerate(document.file_ids, 1)}
        attachments, versions = {}, {}
        for file, base in bases.items():
            for entry, attachment, version in self._versions(file, base):
                yield entry
                attachments[attachment] = entry.name
                versions[version] = entry.name
        kept = self.env['document.file.version'].concat(*filter(None, versions))
        yield self._json_entry('phien-ban.json', 'Các phiên bản của từng tệp: ai tạo, lúc nào, SHA-256',
                               self._columns_and_rows(kept, lambda version: {'tệp': versions[version]}))
        checks = self._checks(document, attachments)
        yield from self._check_entries(checks, attachments)
        yield from self._certificate_entries(attachments, checks)

    @api.model
    def _versions(self, file, base):
        """Yield (entry, attachment, version) of the current bytes, of each other version, and of the archive copy."""
        current, versions = file._current_version(), file.version_ids.sorted('id')
        for place, version in enumerate(versions - current, 1):
            origin = version.origin
            label = dict(version._fields['origin']._description_selection(self.env))[origin]
            name = f'phien-ban/{base}/{place:02d}-{origin}{self._ending(version.attachment_id)}'
            yield self._stored(name, f'{file.name}: phiên bản {place} ({label})', version), \
                version.attachment_id, version
        if file.attachment_id:
            what = f'{file.name}: bản đang có hiệu lực trong hệ thống'
            yield self._stored(f'van-ban/{base}{self._ending(file.attachment_id)}', what, current or file), \
                file.attachment_id, current
        for copy in file.attachment_id._archived() if file.attachment_id else ():
            yield Entry(f'luu-tru/{base}.pdf', f'{file.name}: bản lưu trữ có dấu thời gian', self._source(copy),
                        copy.sha256 or ''), copy, None

    @api.model
    def _stored(self, name, what, holder):
        return Entry(name, what, self._source(holder.attachment_id), holder.sha256 or '')

    @api.model
    def _source(self, attachment):
        """Return the file of the store, so that it is streamed; the bytes of what is kept in the database."""
        place = attachment.store_fname
        return Path(attachment._full_path(place)) if place else attachment.with_context(bin_size=False).raw or b''

    @api.model
    def _content(self, attachment):
        """Return bytes that nothing keeps in memory; none where the store has lost them."""
        source = self._source(attachment)
        if isinstance(source, bytes):
            return source
        return source.read_bytes() if source.exists() else b''

    @api.model
    def _stem(self, name):
        return name.rsplit('.', 1)[0]

    @api.model
    def _ending(self, attachment):
        ending = Path(attachment.name or '').suffix
        return ending.lower() if ending[1:].isalnum() and ending.isascii() and len(ending) < 6 else ''

    @api.model
    def _checks(self, document, attachments):
        """Return every check of these files; what was never checked is checked now."""
        known = self.env['signing.verification'].search(
            [('attachment_id', 'in', [attachment.id for attachment in attachments])], order='id')
        for file in document.file_ids.filtered('page_amount'):
            if file.attachment_id not in known.attachment_id:
                known |= file._check_signatures().with_env(self.env)
        return known

    @api.model
    def _check_entries(self, checks, attachments):
        """Yield each check: its verdict in words as on the screen, and all it found as it was stored."""
        for place, check in enumerate(checks, 1):
            name = attachments[check.attachment_id]
            yield self._json_entry(
                f'kiem-tra-chu-ky/{place:02d}-{self._slug(self._stem(name), 80)}.json',
                f'Kết quả kiểm tra chữ ký của {name}', {
                    'tệp': name, 'kết quả': self._columns_and_rows(check)['dòng'][0], 'diễn giải': check._proof(),
                    'chữ ký': self._columns_and_rows(check.signature_ids), 'dữ kiện': check.facts})

    @api.model
    def _certificate_entries(self, attachments, checks):
        """Yield the certificates of all signatures, their chains, and the lists they were and are judged by."""
        carriers = {}
        for attachment, name in attachments.items():
            for der in certificates_in(self._content(attachment)):
                carriers.setdefault(der, []).append(name)
        for certificate in checks.signature_ids.certificate_id:
            carriers.setdefault(certificate._der_bytes(), [])
        found = {}
        for der, names in carriers.items():
            try:
                found[read_certificate(der).sha256] = (read_certificate(der), names)
            except NotDer:
                continue
        authorities = self._authorities([data for data, _names in found.values()])
        for authority in authorities:
            found.setdefault(authority.sha256, (read_certificate(authority._der_bytes()), []))
        yield from self._certificate_files(found, authorities)
        yield from self._list_entries(authorities, checks)

    @api.model
    def _authorities(self, certificates):
        """Return the registered authorities above certificates, also those that are archived, up to the roots."""
        everyone = self.env['signing.authority'].with_context(active_test=False)
        found, issuers = everyone.browse(), {data.issuer for data in certificates}
        while more := everyone.search([('subject', 'in', list(issuers)), ('id', 'not in', found.ids)]):
            found |= more
            issuers = set(more.mapped('issuer'))
        return found

    @api.model
    def _certificate_files(self, found, authorities):
        rows, trusted = [], set(authorities.mapped('sha256'))
        for digest, (data, names) in sorted(found.items()):
            name = f'chung-thu/{self._slug(data.common_name, 40)}-{digest[:16]}.cer'
            yield Entry(name, f'Chứng thư của {data.common_name}', data.der)
            rows.append({
                'tệp': name, 'cấp cho': data.subject, 'cấp bởi': data.issuer, 'số hiệu': data.serial,
                'SHA-256': digest, 'hiệu lực từ': self._local(data.valid_from),
                'hiệu lực đến': self._local(data.valid_to), 'là tổ chức được hệ thống tin cậy': digest in trusted,
                'nằm trong chữ ký của': sorted(set(names))})
        yield self._json_entry('chung-thu/danh-muc.json', 'Các chứng thư: của ai, ai cấp, tệp nào mang theo', rows)

    @api.model
    def _list_entries(self, authorities, checks):
        """Yield, of each authority, the list that was the newest at each check and the newest one of today."""
        lists = self.env['signing.crl'].search([('authority_id', 'in', authorities.ids)])
        chosen = lists.browse()
        for moment in {*checks.mapped('checked_at'), fields.Datetime.now()}:
            for group in lists.grouped(lambda one: (one.authority_id, one.scope)).values():
                chosen |= group.filtered(lambda one, at=moment: max(one.this_update, one.create_date) <= at)[:1]
        for one in chosen.sorted('id'):
            name = f'{self._slug(one.authority_id.common_name, 40)}-{one.this_update:%Y%m%d}-{one.sha256[:16]}'
            what = f'Danh sách thu hồi của {one.authority_id.common_name}, lập {self._local(one.this_update)}'
            yield Entry(f'chung-thu/{name}.crl', what, one._der_bytes(), one.sha256)

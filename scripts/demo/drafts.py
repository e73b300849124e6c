"""Believable documents of the province, from the invented texts in `texts/` (Decree 30/2020, App. I and III).

What it is: `Draft`, everything that stands on a document, and `Desk`, which fills it for an agency, a signer and a
subject. How to use it: `Desk(province).draft(…)`, then `decree_page.render`, `decree_docx.render` or
`decree_scan.render`. As a program, `drafts.py FONT_DIR OUT_DIR` writes one PDF of every subject, to look at.
"""

import sys
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from province import read_province

__all__ = ['KINDS', 'Desk', 'Draft', 'Subject', 'read_subjects']

TEXTS = Path(__file__).resolve().parent / 'texts'
# xml id, name in capitals, abbreviation (Decree 30/2020, App. III)
KINDS = {
    'cong_van': ('cong_van', '', ''),
    'nghi_quyet': ('nq', 'NGHỊ QUYẾT', 'NQ'), 'quyet_dinh': ('qd', 'QUYẾT ĐỊNH', 'QĐ'),
    'chi_thi': ('ct', 'CHỈ THỊ', 'CT'), 'thong_bao': ('tb', 'THÔNG BÁO', 'TB'), 'huong_dan': ('hd', 'HƯỚNG DẪN', 'HD'),
    'chuong_trinh': ('ctr', 'CHƯƠNG TRÌNH', 'CTr'), 'ke_hoach': ('kh', 'KẾ HOẠCH', 'KH'),
    'phuong_an': ('pa', 'PHƯƠNG ÁN', 'PA'), 'de_an': ('da', 'ĐỀ ÁN', 'ĐA'), 'bao_cao': ('bc', 'BÁO CÁO', 'BC'),
    'to_trinh': ('ttr', 'TỜ TRÌNH', 'TTr'), 'cong_dien': ('cd', 'CÔNG ĐIỆN', 'CĐ'),
    'ban_thoa_thuan': ('btt', 'BẢN THỎA THUẬN', 'BTT'), 'giay_moi': ('gm', 'GIẤY MỜI', 'GM'),
    'giay_gioi_thieu': ('ggt', 'GIẤY GIỚI THIỆU', 'GGT'), 'phieu_chuyen': ('pc', 'PHIẾU CHUYỂN', 'PC'),
}
ADDRESSED = ('cong_van', 'to_trinh', 'bao_cao')
URGENCY_MARKS = {'0': '', '1': 'KHẨN', '2': 'THƯỢNG KHẨN', '3': 'HỎA TỐC'}


@dataclass(frozen=True, slots=True)
class Subject:
    """One invented matter: its kind, what it is about, the acts it rests on and its paragraphs."""

    key: str
    kind: str
    about: str
    text: tuple[str, ...]
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """All that is printed. `number` and `day` stay empty on a draft: the clerk's act fills them.

    `further`: (title, name) of the signers from other agencies, of a joint document.
    """

    parent: tuple[str, ...]
    issuer: tuple[str, ...]
    notation: str
    place: str
    kind: str
    about: str
    paragraphs: tuple[str, ...]
    authority: tuple[str, ...]
    title: str
    signer: str
    copies: tuple[str, ...]
    addressees: tuple[str, ...] = ()
    competence: str = ''
    basis: tuple[str, ...] = ()
    urgency: str = ''
    number: int = 0
    day: date | None = None
    further: tuple[tuple[str, str], ...] = ()
    motto: tuple[str, str] = field(default=('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc'))

    @property
    def heading(self):
        """Return the line that opens the operative part of a decision or resolution."""
        return {'QUYẾT ĐỊNH': 'QUYẾT ĐỊNH:', 'NGHỊ QUYẾT': 'QUYẾT NGHỊ:'}.get(self.kind, '')


def read_subjects():
    """Return the subjects by key. Raises KeyError for a kind that is not in `KINDS`."""
    found = {}
    for path in sorted(TEXTS.glob('*.toml')):
        for row in tomllib.loads(path.read_text(encoding='utf-8'))['subject']:
            subject = Subject(row['key'], row['kind'], row['about'], tuple(row['text']), tuple(row.get('basis', ())))
            KINDS[subject.kind]
            found[subject.key] = subject
    return found


class Desk:
    """Fills drafts: heads, notations and signing blocks follow from who issues and who signs."""

    def __init__(self, province, year):
        self.province, self.year, self.subjects = province, year, read_subjects()

    def about(self, subject):
        """Return the abstract as it is registered: with «V/v» for a letter."""
        found = self.subjects[subject]
        return self._abstract(found, found.about.format(year=self.year, next=self.year + 1))

    def notation(self, agency, kind, symbol):
        """Return what follows the number: QĐ-UBND, or for a letter SNV-CCVC."""
        abbreviation = KINDS[kind][2]
        return f'{abbreviation}-{agency.abbrev}' if abbreviation else f'{agency.abbrev}-{symbol or "VP"}'

    def draft(self, code, subject_key, *, name, title, authority=(), symbol='', recipients=(), urgency='0',
              number=0, day=None, unit='', further=()):
        """Return the document of agency `code` about a subject, to be signed by `name` as `title`.

        `symbol`: of the drafting unit. `recipients`: names as printed. `number`, `day`: only for what has them before
        it is signed or scanned. `unit`: whose internal paper it is. `further`: (login, agency code) of the signers of
        other agencies.
        """
        agency, subject = self.province.agencies[code], self.subjects[subject_key]
        words = {'year': self.year, 'next': self.year + 1, 'issuer': agency.short_name}
        about = subject.about.format(**words)
        addressed = tuple(recipients) if subject.kind in ADDRESSED else ()
        first = ('Như trên',) if addressed else tuple(recipients)
        return Draft(
            parent=self._issuer(agency) if unit else self._parent(agency),
            issuer=(unit.upper(),) if unit else (*self._issuer(agency), *self._joint(further)),
            notation=self.notation(agency, subject.kind, symbol), place=agency.place, kind=KINDS[subject.kind][1],
            about=self._abstract(subject, about),
            paragraphs=tuple(line.format(**words) for line in subject.text),
            authority=tuple(authority), title=title, signer=name,
            copies=(*first, f'Lưu: VT, {symbol}' if symbol else 'Lưu: VT'), addressees=addressed,
            competence=self._competence(agency) if subject.basis else '', basis=subject.basis,
            urgency=URGENCY_MARKS[urgency], number=number, day=day,
            further=tuple(self._block(login, other) for login, other in further))

    def _joint(self, further):
        return tuple(f'- {line}' for _login, code in further for line in self._issuer(self.province.agencies[code]))

    def _block(self, login, code):
        """Return (title, name) as a further agency signs, its own name in the title (Decree 30/2020, App. I, II.7)."""
        post, agency = self.province.post(login, code), self.province.agencies[code]
        return f'{post.signing_title} {agency.short_name.upper()}', self.province.people[login].name

    def _abstract(self, subject, about):
        if subject.kind == 'cong_van':
            return f'V/v {about}'
        return f'Về việc {about}' if subject.basis else about[0].upper() + about[1:]

    def _issuer(self, agency):
        """Return the lines of the agency's own name: a committee's name breaks before its place."""
        name = agency.short_name if agency.kind in ('so', 'ban', 'su_nghiep') else agency.name
        for body in ('Ủy ban nhân dân', 'Hội đồng nhân dân'):
            if name.startswith(body + ' '):
                return body.upper(), name[len(body) + 1:].upper()
        return (name.upper(),)

    def _competence(self, agency):
        """Return who decides: a committee or council as such, elsewhere its head (Decree 30/2020, App. III, 1.2)."""
        issuer = ' '.join(self._issuer(agency))
        if agency.kind.startswith(('ubnd', 'hdnd', 'hoi')):
            return issuer
        return f'{self.province.post(self.province.head(agency.code), agency.code).signing_title} {issuer}'

    def _parent(self, agency):
        """Return the direct parent's name, shortened (Decree 30/2020, App. I, II.2), if it has one."""
        parent = self.province.agencies.get(agency.parent_code)
        if parent is None or agency.kind in ('hoi', 'hdnd'):
            return ()
        if parent.kind.startswith('ubnd'):
            return (parent.name.replace('Ủy ban nhân dân', 'UBND').upper(),)
        return (parent.name.upper(),)


def main(arguments):
    """Write one PDF of every subject as Sở Nội vụ would issue it."""
    from decree_page import Fonts, render

    if len(arguments) != 2:
        raise SystemExit('usage: drafts.py FONT_DIR OUT_DIR')
    fonts, out = Fonts(Path(arguments[0])), Path(arguments[1])
    out.mkdir(parents=True, exist_ok=True)
    desk = Desk(read_province(), date.today().year)
    signer = desk.province.people['giamdoc.snv']
    for key in desk.subjects:
        draft = desk.draft('H25.02', key, name=signer.name, title='GIÁM ĐỐC', symbol='VP',
                           recipients=('UBND tỉnh Hà Nam', 'UBND huyện Bình Lục'))
        (out / f'{key}.pdf').write_bytes(render(draft, fonts))


if __name__ == '__main__':
    main(sys.argv[1:])

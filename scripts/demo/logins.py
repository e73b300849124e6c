"""The list of demo logins: first those with which the story of one document is best played, then everybody."""

from load import PASSWORD

__all__ = ['write_logins']

FIRST = (
    'chuyenvien.snv', 'truongphong.snv', 'chanhvp.snv', 'giamdoc.snv', 'vanthu.snv', 'vanthu.vpbl', 'chanhvp.binhluc',
    'phochutich.ubt', 'chutich.binhluc', 'truongphong.binhluc', 'chuyenvien.binhluc', 'vanphong.trangan',
    'quantri.vpub',
)
ROLE_NAMES = {
    'clerk': "văn thư", 'form_checker': "kiểm tra thể thức", 'signatory': "ký", 'leader': "chỉ đạo",
    'archivist': "lưu trữ", 'directory_manager': "quản lý danh mục cơ quan", 'province_office': "theo dõi toàn tỉnh",
    'administrator': "quản trị",
}


def write_logins(province, home):
    """Write HOME/demo-logins.txt (the first dozen) and HOME/demo-logins-all.txt (everybody)."""
    others = [login for login in province.people if login not in FIRST]
    everybody = home / 'demo-logins-all.txt'
    everybody.write_text(_table(province, (*FIRST, *others)), encoding='utf-8')
    lines = _table(province, FIRST) + (
        f'Password of everybody, and PIN of every demo key: {PASSWORD}\n'
        f'All {len(province.people)} people: {everybody}\n')
    (home / 'demo-logins.txt').write_text(lines, encoding='utf-8')


def _table(province, logins):
    rows = [('Login', 'Person', 'Roles', 'Agency')]
    rows += [(login, province.people[login].name, _roles(province, login), _agencies(province, login))
             for login in logins]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return ''.join('  '.join([*(row[column].ljust(widths[column]) for column in range(3)), row[3]]) + '\n'
                   for row in rows)


def _roles(province, login):
    roles = [ROLE_NAMES[role] for role in province.people[login].roles]
    return ', '.join(roles) or province.posts_of(login)[0].job_title.lower()


def _agencies(province, login):
    return '; '.join(province.agencies[post.agency].short_name for post in province.posts_of(login))

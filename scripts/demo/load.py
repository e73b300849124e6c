"""Brings the province into the database: directory, agencies, units, people, signing authorities, registers.

`load(env, province, settings)` creates what is not there yet, in one transaction; what is there stays as the office
has left it. No e-mail is written. Everybody gets the same password: this is a demonstration.
"""

from stage import keep, kept

__all__ = ['PASSWORD', 'load']

PASSWORD = 'Hanam@2026'
OFFICE_HOURS = (('morning', 7.5, 11.5), ('afternoon', 13.5, 17.0))
KINDS = {'ubnd_tinh': 'province', 'so': 'department', 'ban': 'department', 'su_nghiep': 'service',
         'ubnd_huyen': 'district', 'hdnd': 'district', 'phong': 'district', 'ubnd_xa': 'commune',
         'bo': 'other', 'hoi': 'other'}
DELEGATION_KINDS = {'TM.': 'TM', 'KT.': 'KT', 'TL.': 'TL', 'Q.': 'Q', 'TUQ.': 'TUQ'}


def load(env, province, year):
    """Create what is missing. Returns how many people there are."""
    env = env(context={**env.context, 'tracking_disable': True, 'mail_create_nolog': True, 'no_reset_password': True,
                       'mail_create_nosubscribe': True, 'install_mode': True})
    loader = Loader(env, province)
    loader.calendar()
    loader.directory()
    loader.companies()
    loader.departments()
    loader.users()
    loader.employees()
    loader.heads()
    loader.delegations()
    loader.registers(year)
    return len(province.people)


class Loader:
    """One load; each method makes one sort of record, in batches."""

    def __init__(self, env, province):
        self.env, self.province = env, province

    def _create(self, model, rows):
        """Create the rows whose name is not kept yet: [(name, values)]. Returns the records of all, by name."""
        known = {name: kept(self.env, name) for name, _values in rows}
        new = [(name, values) for name, values in rows if not known[name]]
        records = self.env[model].create([values for _name, values in new])
        made = list(zip((name for name, _values in new), records, strict=True))
        keep(self.env, made)
        return known | dict(made)

    def ref(self, kind, key):
        """Return the id of a kept record of the province."""
        return kept(self.env, f'{kind}_{key}').id

    def calendar(self):
        """Office hours of the province: 7:30-11:30 and 13:30-17:00, Monday to Friday."""
        lines = [(0, 0, {'name': f'{part} {day + 1}', 'dayofweek': str(day), 'day_period': part,
                         'hour_from': start, 'hour_to': end})
                 for day in range(5) for part, start, end in OFFICE_HOURS]
        self._create('resource.calendar', [('office_hours', {
            'name': 'Giờ làm việc hành chính', 'tz': 'Asia/Ho_Chi_Minh', 'company_id': False,
            'attendance_ids': [(5, 0, 0), *lines]})])

    def directory(self):
        """From the top down, so that a governing agency is there first."""
        agencies = self.province.agencies.values()
        for level in sorted({agency.level for agency in agencies}):
            self._create('document.agency', [
                (f'agency_{agency.key}', self._agency(agency)) for agency in agencies if agency.level == level])

    def _agency(self, agency):
        parent = self.province.agencies.get(agency.parent_code)
        return {
            'name': agency.name, 'code': agency.code, 'old_code': agency.old_code or False,
            'alias_ids': [(0, 0, {'code': agency.alias})] if agency.alias else [],
            'abbreviation': agency.abbrev, 'level': agency.level,
            'kind_id': self.env.ref(f'hanam_document.document_agency_kind_{KINDS[agency.kind]}').id,
            'parent_id': self.ref('agency', parent.key) if parent else False, 'focal_unit': agency.focal_unit,
            'place': agency.place, 'email': agency.email, 'phone': agency.phone, 'address': agency.address,
            'valid_from': agency.valid_from or False, 'valid_to': agency.valid_to or False,
            'is_placeholder': agency.is_placeholder, 'is_voluntary': agency.is_voluntary,
            'gso_code': agency.gso_code or False,
        }

    def companies(self):
        """The first hosted agency takes the company every database is born with; each other gets its own."""
        hosted, main = self.province.hosted, self.env.ref('base.main_company')
        first = hosted[0]
        if not kept(self.env, f'company_{first.key}'):
            main.write(self._company(first))
            keep(self.env, [(f'company_{first.key}', main)])
        self._create('res.company', [(f'company_{agency.key}', self._company(agency)) for agency in hosted[1:]])
        for agency in hosted:
            entry = kept(self.env, f'agency_{agency.key}')
            if not entry.company_id:
                entry.company_id = self.ref('company', agency.key)

    def _company(self, agency):
        return {
            'name': agency.name, 'notation': agency.abbrev, 'place': agency.place, 'street': agency.address,
            'forwarding_basis': "Quy chế làm việc của cơ quan",
            'email': agency.email, 'phone': agency.phone, 'country_id': self.env.ref('base.vn').id,
            'currency_id': self.env.ref('base.VND').id, 'resource_calendar_id': self.ref('office', 'hours'),
        }

    def departments(self):
        self._create('hr.department', [
            (self._department_name(unit.agency, unit.name), {
                'name': unit.name, 'symbol': unit.symbol,
                'company_id': self.ref('company', self.province.agencies[unit.agency].key)})
            for unit in self.province.departments])

    def _department_name(self, code, name):
        symbol = next(unit.symbol for unit in self.province.departments if (unit.agency, unit.name) == (code, name))
        return f'department_{self.province.agencies[code].key}_{symbol}'

    def users(self):
        """Accounts, all with the one password; it is hashed once, since a hash costs a third of a second."""
        rows = [(f'user_{person.key}', self._user(person)) for person in self.province.people.values()]
        new = [name for name, _values in rows if not kept(self.env, name)]
        users = self._create('res.users', rows)
        hashed = self.env['res.users']._crypt_context().hash(PASSWORD) if new else ''
        for name in new:
            self.env['res.users']._set_encrypted_password(users[name].id, hashed)

    def _user(self, person):
        companies = [self.ref('company', self.province.agencies[post.agency].key)
                     for post in self.province.posts_of(person.login)]
        groups = [self.env.ref(f'hanam_document.group_{role}').id for role in ('officer', *person.roles)]
        return {
            'name': person.name, 'login': person.login, 'lang': 'vi_VN', 'tz': 'Asia/Ho_Chi_Minh',
            'email': f'{person.login}@hanam.example', 'notification_type': 'inbox',
            'company_id': companies[0], 'company_ids': [(6, 0, companies)],
            'group_ids': [(6, 0, [self.env.ref('base.group_user').id, *groups])],
        }

    def employees(self):
        self._create('hr.employee', [
            (self._employee_name(post), {
                'name': self.province.people[post.login].name, 'job_title': post.job_title,
                'user_id': self.ref('user', self.province.people[post.login].key),
                'company_id': self.ref('company', self.province.agencies[post.agency].key),
                'department_id': post.department and kept(
                    self.env, self._department_name(post.agency, post.department)).id,
                'work_email': f'{post.login}@hanam.example', 'tz': 'Asia/Ho_Chi_Minh'})
            for post in self.province.posts])

    def _employee_name(self, post):
        return f'employee_{self.province.people[post.login].key}_{self.province.agencies[post.agency].key}'

    def heads(self):
        """Heads of units, agencies and offices."""
        for post in self.province.posts:
            user = self.ref('user', self.province.people[post.login].key)
            company = kept(self.env, f'company_{self.province.agencies[post.agency].key}')
            if post.heads_agency and not company.head_id:
                company.head_id = user
            if post.chief_of_office and not company.chief_of_office_id:
                company.chief_of_office_id = user
            if post.heads_unit:
                unit = kept(self.env, self._department_name(post.agency, post.department))
                if not unit.manager_id:
                    unit.manager_id = kept(self.env, self._employee_name(post))

    def delegations(self):
        """Who may sign for which agency (Decree 30/2020, Art. 13)."""
        signing = [post for post in self.province.posts if post.signing_title]
        self._create('document.delegation', [
            (f'delegation_{self._employee_name(post).removeprefix("employee_")}', {
                'company_id': self.ref('company', self.province.agencies[post.agency].key),
                'user_id': self.ref('user', self.province.people[post.login].key), 'kind': self._kind(post),
                'sequence': 10 if post.heads_agency else 20, 'competence': ' '.join(post.authority),
                'position': post.signing_title, 'instrument': 'Quy chế làm việc của cơ quan',
                'valid_from': '2024-09-04', 'is_joint': post.heads_agency, 'may_sign_copies': post.chief_of_office})
            for post in signing])

    def _kind(self, post):
        """The last line decides: «TM. …, KT. CHỦ TỊCH» is signed in place of the head."""
        return DELEGATION_KINDS[post.authority[-1].split()[0]] if post.authority else 'head'

    def registers(self, year):
        companies = self.env['res.company'].browse(
            [self.ref('company', agency.key) for agency in self.province.hosted])
        companies._open_registers(year)
        self._create('document.register', [
            (f'{self._department_name(unit.agency, unit.name)}_register_{year}', {
                'company_id': self.ref('company', self.province.agencies[unit.agency].key), 'year': year,
                'direction': 'outgoing', 'series': unit.name,
                'department_id': kept(self.env, self._department_name(unit.agency, unit.name)).id})
            for unit in self.province.departments if unit.symbol == 'VP'])

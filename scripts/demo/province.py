"""The demonstration province as plain values, read from the CSV files of `addons/hanam_document/demo`.

`read_province()` gives a `Province`: agencies, departments, people and the posts that tie them together. Nothing here
knows Odoo. All persons are invented; identity codes marked as placeholders are made up (spec: Decision 20/2020).
"""

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

__all__ = ['DATA', 'Agency', 'Department', 'Person', 'Post', 'Province', 'read_province']

DATA = Path(__file__).resolve().parents[2] / 'addons' / 'hanam_document' / 'demo'


@dataclass(frozen=True, slots=True)
class Agency:
    """One line of the directory; `hosted` agencies work in this system."""

    code: str
    old_code: str
    alias: str
    name: str
    short_name: str
    abbrev: str
    level: int
    parent_code: str
    kind: str
    gso_code: str
    valid_from: str
    valid_to: str
    successor: str
    email: str
    phone: str
    address: str
    on_axis: bool
    is_placeholder: bool
    is_voluntary: bool
    focal_unit: str
    place: str
    hosted: bool

    @property
    def key(self):
        """Return a word that can stand in external ids and file names: h25-35-03."""
        return self.code.lower().replace('.', '-')


@dataclass(frozen=True, slots=True)
class Department:
    """A unit of an agency; `symbol` stands in the notation of its letters."""

    agency: str
    name: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person who signs in; `roles` are last words of groups."""

    login: str
    name: str
    roles: tuple[str, ...]

    @property
    def key(self):
        return self.login.replace('.', '-')


@dataclass(frozen=True, slots=True)
class Post:
    """What a person is in one agency. `authority`: lines above the printed title (Decree 30/2020, App. I, II.7b)."""

    login: str
    agency: str
    department: str
    job_title: str
    heads_unit: bool
    heads_agency: bool
    chief_of_office: bool
    authority: tuple[str, ...]
    signing_title: str


@dataclass(frozen=True)
class Province:
    """Everything of the four files, by key."""

    agencies: dict[str, Agency]
    departments: tuple[Department, ...]
    people: dict[str, Person]
    posts: tuple[Post, ...]

    @cached_property
    def hosted(self):
        """Return the agencies that work in this system, in file order."""
        return [agency for agency in self.agencies.values() if agency.hosted]

    def posts_in(self, code):
        return [post for post in self.posts if post.agency == code]

    def posts_of(self, login):
        return [post for post in self.posts if post.login == login]

    def post(self, login, code):
        """Return what the person is in that agency. Raises LookupError when nothing."""
        for post in self.posts_of(login):
            if post.agency == code:
                return post
        raise LookupError(f"{login} has no post in {code}")

    def holder(self, code, role):
        """Return the login of the first person of the agency who holds the role. Raises LookupError."""
        for post in self.posts_in(code):
            if role in self.people[post.login].roles:
                return post.login
        raise LookupError(f"nobody is {role} in {code}")

    def certified_by(self, login):
        """Return the code of the agency that stands in the person's certificate: the first they sign for."""
        return next((post.agency for post in self.posts_of(login) if post.signing_title), '')

    def head(self, code):
        return next(post.login for post in self.posts_in(code) if post.heads_agency)

    def chief(self, code):
        """Return the login of the chief of office, or '' where there is none (a commune)."""
        return next((post.login for post in self.posts_in(code) if post.chief_of_office), '')

    def unit_head(self, code, department):
        """Return the login of the head of a unit; without a unit, the head of the agency."""
        heads = [post.login for post in self.posts_in(code) if department and post.heads_unit
                 and post.department == department]
        return heads[0] if heads else self.head(code)


def _rows(name):
    with open(DATA / name, encoding='utf-8', newline='') as file:
        yield from csv.DictReader(file)


def _agency(row):
    flags = ('on_axis', 'is_placeholder', 'is_voluntary', 'hosted')
    return Agency(**row | {name: row[name] == '1' for name in flags} | {'level': int(row['level'])})


def _post(row):
    flags = ('heads_unit', 'heads_agency', 'chief_of_office')
    authority = tuple(line.strip() for line in row['authority'].split('|') if line.strip())
    return Post(**row | {name: row[name] == '1' for name in flags} | {'authority': authority})


def read_province():
    """Read the files. Raises KeyError or ValueError where they do not fit each other."""
    province = Province(
        {row['code']: _agency(row) for row in _rows('agencies.csv')},
        tuple(Department(**row) for row in _rows('departments.csv')),
        {row['login']: Person(row['login'], row['name'], tuple(row['roles'].split())) for row in _rows('people.csv')},
        tuple(_post(row) for row in _rows('posts.csv')))
    for post in province.posts:
        if post.login not in province.people or not province.agencies[post.agency].hosted:
            raise ValueError(f"a post without a person or in an agency that is not hosted: {post}")
    return province

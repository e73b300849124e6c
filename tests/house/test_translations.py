"""Vietnamese is complete: the office reads no English by accident."""

import re

import polib
import pytest
from tree import none

PLACEHOLDER = re.compile(r'%\(\w+\)[a-z]|%[sdif]|\{\w*\}')


def catalogues(tree):
    """Return (addon, template, translation) of every addon that has either, or has a manifest."""
    for addon in tree.addons():
        template, vietnamese = addon / 'i18n' / f'{addon.name}.pot', addon / 'i18n' / 'vi.po'
        if (addon / '__manifest__.py').exists() or vietnamese.exists():
            yield addon, template, vietnamese


def missing_catalogues(tree):
    """Find addons without a template or without Vietnamese."""
    return [f'{tree.name(path)}: missing' for _addon, *both in catalogues(tree) for path in both if not path.exists()]


def unready_terms(tree):
    """Find terms of vi.po that are empty, fuzzy or obsolete."""
    found = []
    for _addon, _template, path in catalogues(tree):
        catalogue = polib.pofile(str(path)) if path.exists() else []
        for entry in catalogue:
            faults = [word for word, is_so in (
                ('fuzzy', entry.fuzzy), ('obsolete', entry.obsolete),
                ('empty', not entry.obsolete and not entry.msgstr.strip())) if is_so]
            found += [f'{tree.name(path)}:{entry.linenum}: {fault}: {entry.msgid[:60]}' for fault in faults]
    return found


def untranslated_sources(tree):
    """Find terms of the template that vi.po does not have."""
    found = []
    for _addon, template, path in catalogues(tree):
        if template.exists() and path.exists():
            known = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path)) if not entry.obsolete}
            found += [f'{tree.name(path)}: not there: {entry.msgid[:60]}' for entry in polib.pofile(str(template))
                      if (entry.msgctxt, entry.msgid) not in known]
    return found


def unlike_placeholders(tree):
    """Find translations whose placeholders are not those of their source."""
    found = []
    for _addon, _template, path in catalogues(tree):
        for entry in polib.pofile(str(path)).translated_entries() if path.exists() else ():
            if sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr)):
                found.append(f'{tree.name(path)}:{entry.linenum}: other placeholders: {entry.msgid[:60]}')
    return found


@pytest.mark.parametrize('check', [missing_catalogues, unready_terms, untranslated_sources, unlike_placeholders])
def test_vietnamese_is_complete(house, check):
    """Every term of the template is there, translated, and takes the same values."""
    none(check(house))


def test_the_checks_see_what_is_missing(sample):
    """One fault of each."""
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    tree = sample({
        'addons/a/__manifest__.py': '{}',
        'addons/a/i18n/a.pot': head + 'msgid "Register"\nmsgstr ""\n\nmsgid "Issue"\nmsgstr ""\n',
        'addons/a/i18n/vi.po': head + 'msgid "Issue"\nmsgstr ""\n\n#, fuzzy\nmsgid "Seal"\nmsgstr "Dấu"\n\n'
        'msgid "No. %(number)s of %(year)s"\nmsgstr "Số %(number)s năm %(nam)s"\n\n#~ msgid "Old"\n#~ msgstr "Cũ"\n',
        'addons/b/__manifest__.py': '{}'})
    assert [len(check(tree)) for check in (
        missing_catalogues, unready_terms, untranslated_sources, unlike_placeholders)] == [2, 3, 1, 1]

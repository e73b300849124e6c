"""Manifests say what the addon is, and load every file it has."""

import ast
import re

import pytest
from tree import ADDONS, none, text

VERSION = re.compile(r'19\.0\.\d+\.\d+\.\d+')
LOADED = ('security', 'data', 'views', 'wizard', 'report')


def manifests(tree):
    """Return {addon folder: manifest}."""
    return {addon: ast.literal_eval(text(addon / '__manifest__.py')) for addon in tree.addons()
            if (addon / '__manifest__.py').exists()}


def wrong_words(tree):
    """Find manifests without the house's licence, version, author, name, summary or category."""
    found = []
    for addon, manifest in manifests(tree).items():
        said = {'license': manifest.get('license') == 'LGPL-3',
                'version': VERSION.fullmatch(manifest.get('version', '')),
                **{word: bool(manifest.get(word)) for word in ('author', 'name', 'summary', 'category')}}
        found += [f'{addon.name}: {word}: {manifest.get(word)!r}' for word, is_right in said.items() if not is_right]
    return found


def wrong_depends(tree):
    """Find addons that depend upward, or skip the one right below."""
    found = []
    for addon, manifest in manifests(tree).items():
        depends = set(manifest.get('depends', ()))
        if addon.name not in ADDONS:
            continue
        level = ADDONS.index(addon.name)
        found += [f'{addon.name} depends on {name} above it' for name in ADDONS[level:] if name in depends]
        if level and ADDONS[level - 1] not in depends:
            found.append(f'{addon.name} does not depend on {ADDONS[level - 1]}')
    return found


def wrong_files(tree):
    """Find files a manifest names that do not exist, and files of the addon that no manifest loads."""
    found = []
    for addon, manifest in manifests(tree).items():
        named = {*manifest.get('data', ()), *manifest.get('demo', ())}
        found += [f'{addon.name}: {name} does not exist' for name in sorted(named) if not (addon / name).is_file()]
        files = [path for folder in LOADED for path in tree.files(f'addons/{addon.name}/{folder}')]
        there = {path.relative_to(addon).as_posix() for path in files
                 if path.suffix == '.xml' or path.name == 'ir.model.access.csv'}
        found += [f'{addon.name}: {name} is not loaded' for name in sorted(there - named)]
    return found


@pytest.mark.parametrize('check', [wrong_words, wrong_depends, wrong_files])
def test_manifests_are_right(house, check):
    """LGPL-3, 19.0.x.y.z, one line of dependency, nothing forgotten."""
    none(check(house))


def test_the_checks_see_a_wrong_manifest(sample):
    """One fault of each kind."""
    tree = sample({
        'addons/hanam_signing/__manifest__.py':
            "{'license': 'AGPL-3', 'version': '19.0.1.0', 'depends': ['hanam_document']}",
        'addons/hanam_document/__manifest__.py':
            "{'license': 'LGPL-3', 'version': '19.0.1.0.0', 'author': 'a', 'name': 'n',"
            " 'summary': 's', 'category': 'c', 'depends': ['base'], 'data': ['views/gone.xml']}",
        'addons/hanam_document/views/here.xml': '<odoo/>'})
    assert len(wrong_words(tree)) == 6
    assert wrong_depends(tree) == ['hanam_document does not depend on hanam_signing',
                                   'hanam_signing depends on hanam_document above it']
    assert wrong_files(tree) == ['hanam_document: views/gone.xml does not exist',
                                 'hanam_document: views/here.xml is not loaded']

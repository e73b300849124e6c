"""Nothing of one machine is in the tree: no private key, no path, no name of a package mirror."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tree import none, text

PRIVATE_KEY = re.compile(r'-----BEGIN [A-Z ]*PRIVATE KEY-----')
KEY_FILES = ('.p12', '.pfx', '.key', '.jks')
HOME = re.compile(r'(?<![\w.$}/-])/(?:home|Users)/[a-z]\w*/')
# Places every machine has, which tell nothing about one
COMMON = {Path(name) for name in ('/', '/tmp', '/home', '/root', '/opt', '/srv', '/var', '/usr', '/usr/local', '/mnt')}
HERE = {'localhost', '127.0.0.1'}
ASKING = (['apt-get', 'indextargets', '--format', '$(SITE)'], [sys.executable, '-m', 'pip', 'config', 'list'],
          ['npm', 'config', 'get', 'registry'])


def machine_paths(root):
    """Return the folders of this machine that a committed file could name: the clone, what holds it, the Python."""
    near = {root, root.parent, Path(sys.prefix), Path(sys.prefix).parent} - COMMON
    return [f'{path}/' for path in sorted(near) if not near & set(path.parents)]


def machine_mirrors(said):
    """Return the hosts and folders of package mirrors in what the clients say, public ones too: none is named here."""
    hosts = {host.rpartition('@')[2].partition(':')[0] for host in re.findall(r'https?://([^/\s\'"]+)', said)}
    folders = set(re.findall(r'file://(/[^\s\'"]+)', said))
    return sorted({host for host in hosts if '.' in host} - HERE | folders)


def ask_clients():
    """Return what this machine's own package clients say of their mirrors; a client that is not there is silent."""
    said = [os.environ.get(name, '') for name in ('PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'UV_INDEX_URL')]
    for command in ASKING:
        try:
            said.append(subprocess.run(command, capture_output=True, text=True, check=False, timeout=60).stdout)
        except FileNotFoundError:
            continue
    return '\n'.join(said)


def named(tree, words):
    """Find files that contain one of the words."""
    return [f'{tree.name(path)}: names {word} {text(path).count(word)} times' for path in tree.files()
            for word in words if word in text(path)]


def keys(tree):
    """Find private keys, by content and by kind of file."""
    return [f'{tree.name(path)}: a private key' for path in tree.files()
            if path.suffix in KEY_FILES or PRIVATE_KEY.search(text(path))]


def homes(tree):
    """Find paths into somebody's home."""
    return [f'{tree.name(path)}: {match.group()}' for path in tree.files() for match in HOME.finditer(text(path))]


def test_no_private_key_is_committed(house):
    """Demo keys are made at set-up."""
    none(keys(house))


def test_no_path_of_a_machine_is_committed(house):
    """The product runs in any folder."""
    none(named(house, machine_paths(house.root)) + homes(house))


def test_no_mirror_is_committed(house):
    """Each machine has its own."""
    none(named(house, machine_mirrors(ask_clients())))


def test_the_check_sees_a_key(sample):
    """In a text, or as a key store."""
    key = '-----BEGIN EC PRIVATE| KEY-----'.replace('|', '')
    tree = sample({'a.txt': key, 'b.p12': '', 'c.pem': '-----BEGIN CERTIFICATE-----'})
    assert len(keys(tree)) == 2


def test_the_check_sees_a_machine_path(sample):
    """The folder of the clone, and a home; a web address and a variable are none."""
    tree = sample({'b.sh': 'curl https://x.vn/home/index/\nls $HANAM/home/x/\n',
                   'c.sh': 'cd /ho|me/lan/x'.replace('|', '')})
    (tree.root / 'a.sh').write_text(f'cd {tree.root}/x\n', encoding='utf-8')
    assert {row.split(':')[0] for row in named(tree, machine_paths(tree.root)) + homes(tree)} == {'a.sh', 'c.sh'}


def test_the_check_sees_a_mirror(sample):
    """As pip and apt name it: with user, port and path, or as a folder; this machine itself is none."""
    said = ("index-url='https://u:p@mirror.example.vn:8443/simple'\nhttp://localhost/debian\n"
            "x='file:///srv/py/simple'")
    assert machine_mirrors(said) == ['/srv/py/simple', 'mirror.example.vn']
    tree = sample({'a.txt': 'x\n--index-url https://mirror.example.vn/simple', 'b.txt': 'localhost'})
    assert named(tree, machine_mirrors(said)) == ['a.txt: names mirror.example.vn 1 times']

"""Packs for the tests of the evidence lib, and the verifier as a person runs it."""

import hashlib
import json
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import evidence
import pades_world
from evidence import Entry, Occasion

VIETNAM = timezone(timedelta(hours=7))
OCCASION = Occasion(
    title='Công văn số 1523/SNV-CCVC ngày 02/3/2026', lines=(('Trích yếu', 'V/v báo cáo biên chế năm 2026'),),
    made_by='Trần Thị Văn Thư', agency='Sở Nội vụ tỉnh Hà Nam', moment=datetime(2026, 3, 2, 16, 30, 5, tzinfo=VIETNAM))
VERIFIER = Path(evidence.__file__).parent / 'verifier'


def entries(pdf=None):
    return [Entry('van-ban/01-cong-van.pdf', 'Văn bản đã phát hành', pdf or pades_world.sealed()),
            Entry('nhat-ky.json', 'Nhật ký', b'{}\n')]


def written(things=None, occasion=OCCASION):
    stream = BytesIO()
    made = evidence.write_pack(stream, things or entries(), occasion)
    return stream.getvalue(), made


def unpacked(folder, content=None):
    with ZipFile(BytesIO(content or written()[0])) as archive:
        archive.extractall(folder)
    return folder


def judged(*words, folder=VERIFIER):
    """Return (exit status, what was said) of the verifier, run as a person runs it: by plain Python, without us."""
    done = subprocess.run([sys.executable, '-I', '-S', '-c', 'import runpy, sys; sys.path.insert(0, sys.argv[1]); '
                           'sys.argv = sys.argv[2:]; runpy.run_path(sys.argv[0], run_name="__main__")',
                           str(folder), str(folder / 'kiem_tra.py'), *map(str, words)],
                          capture_output=True, check=False)
    assert not done.stderr, done.stderr.decode()
    return done.returncode, done.stdout.decode()


def with_sums(folder):
    """Write SHA256SUMS and the manifest anew, as one would who wants a change to stay unseen."""
    manifest = json.loads((folder / 'manifest.json').read_text('utf-8'))
    for row in manifest['files']:
        row['sha256'] = hashlib.sha256((folder / row['name']).read_bytes()).hexdigest()
    (folder / 'manifest.json').write_text(json.dumps(manifest), 'utf-8')
    names = sorted(line.split('  ')[1] for line in (folder / 'SHA256SUMS').read_text().splitlines())
    (folder / 'SHA256SUMS').write_text(''.join(
        f'{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n' for name in names))

"""What checking a file costs beside bare pyHanko, and how much memory fifty megabytes take.

    verifying.py

Fifty signed and sealed documents are checked one after the other, as a server does it (a fresh pool, whose start
counts), and by a loop of pyHanko's own validation with the same comparison of revisions in this process. Bar: 1.15
times the bare time, plus the pool's one start. Then a scan of 50 MB, signed, through the command. Ends with 1 when a
bar is not met.
"""

import os
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / 'addons' / 'hanam_signing' / 'lib'
sys.path[:0] = [str(LIBRARY), str(ROOT / 'tests' / 'unit')]

import pades_world as world  # noqa: E402
import pikepdf  # noqa: E402
from pades.differences import DIFFERENCE_POLICY  # noqa: E402
from pades.pool import Pool  # noqa: E402
from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: E402
from pyhanko.sign.validation import validate_pdf_signature  # noqa: E402
from pyhanko_certvalidator import ValidationContext  # noqa: E402

FILES, ROUNDS, RATIO = 50, 3, 1.15
SCAN_BYTES, MEMORY = 49_500_000, 300


def bare(pdf, roots, crls):
    """Validate every signature as pyHanko's manual shows it; all must hold."""
    def context():
        return ValidationContext(trust_roots=roots, crls=crls, moment=world.LATER, revocation_mode='require',
                                 allow_fetching=False)

    for signature in PdfFileReader(BytesIO(pdf)).embedded_regular_signatures:
        status = validate_pdf_signature(signature, context(), context(), diff_policy=DIFFERENCE_POLICY)
        assert status.bottom_line


def seconds(work):
    """Time one call."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure_time(pdf):
    """Print bare, pooled and starting time of one file, in turns; return whether the bar is met."""
    material, pool = world.trust(), Pool(children=1)
    roots, crls = world.pades.trust.load_certificates(material.roots), world.pades.trust.load_crls(material.crls)

    def check():
        assert pool.verify(pdf, trust=material, at=world.LATER).signatures[0].trusted

    pairs, starts = [], []
    for number in range(ROUNDS * FILES):
        if number % FILES == 0:
            pool.end()
            starts.append(seconds(check))
        pairs.append((seconds(check), seconds(lambda: bare(pdf, roots, crls))))
    pool.end()
    mine, plain = (median(column) for column in zip(*pairs, strict=True))
    start = max(0, median(starts) - mine)
    allowed = RATIO * plain + start / FILES
    print(f'{len(pdf) // 1000} KB, 2 signatures: bare {plain * 1000:.1f} ms, here {mine * 1000:.1f} ms a file '
          f'({mine / plain:.2f} times, at most {RATIO}) and {start:.2f} s to start; over {FILES} files '
          f'{(mine + start / FILES) * 1000:.0f} ms (at most {allowed * 1000:.0f})')
    return mine <= RATIO * plain


def large_scan():
    """Give a signed file of pictures that cannot be packed, as scanners make them."""
    output = BytesIO()
    with pikepdf.new() as document:
        for _page in range(27):
            page = document.add_blank_page(page_size=(595, 842))
            picture = document.make_stream(os.urandom(SCAN_BYTES // 27), {
                '/Type': pikepdf.Name.XObject, '/Subtype': pikepdf.Name.Image, '/Width': 1000, '/Height': 1800,
                '/BitsPerComponent': 8, '/ColorSpace': pikepdf.Name.DeviceGray})
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=picture))
            page.Contents = document.make_stream(b'q 595 0 0 842 0 0 cm /Scan Do Q')
        document.save(output)
    return world.attachment(output.getvalue())


WATCHED = '''
import io, json, re, resource, sys
from datetime import UTC, datetime
from pades import command
answer = io.BytesIO()
command.main(sys.argv[1:], stdout=answer, stderr=sys.stderr, now=datetime.now(UTC))
own = int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])
print(json.loads(answer.getvalue())['verdict'], (own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024)
'''


def measure_memory():
    """Print what the command and its child take together for 50 MB; return whether the bar is met."""
    with tempfile.TemporaryDirectory(prefix='hanam-bench-') as folder:
        scan, trust = Path(folder) / 'scan.pdf', Path(folder) / 'anchors'
        trust.mkdir()
        scan.write_bytes(large_scan())
        for name, der in enumerate((world.authority().root_der, *world.authority().crls())):
            (trust / str(name)).write_bytes(der)
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, '-P', '-c', WATCHED, scan, '--anchors', trust, '--at', world.LATER.isoformat()],
            env={'PYTHONPATH': str(LIBRARY)}, capture_output=True, text=True, check=True)
        verdict, memory = done.stdout.split()
        print(f'{scan.stat().st_size / 1e6:.1f} MB: {verdict}, {memory} MB of memory in two processes '
              f'(at most {MEMORY}), {time.perf_counter() - began:.1f} s')
    return verdict == 'PASSED' and int(memory) <= MEMORY


if __name__ == '__main__':
    if sys.argv[1:]:
        raise SystemExit('usage: verifying.py')
    raise SystemExit(0 if all([measure_time(world.sealed()), measure_memory()]) else 1)

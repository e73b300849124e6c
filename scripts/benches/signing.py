"""What a signature costs, as ratios in one run: time against bare pyHanko, memory for a file of 50 MB.

    signing.py

Both sides sign the same prepared file of 100 KB with the same key in the same field with the same picture, by turns;
ours counts with the checks before and the check of the result. Ends with 1 when a bar is missed.
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
SIGN_ONCE = ROOT / 'scripts' / 'lib' / 'sign_once.py'
sys.path[:0] = [str(ROOT / 'tests' / 'unit'), str(ROOT / 'addons' / 'hanam_signing' / 'lib')]

import drafts  # noqa: E402
import pades  # noqa: E402
import pades_world as world  # noqa: E402
import pikepdf  # noqa: E402
import pki  # noqa: E402
from pades.appearance import PictureStyle, check_image  # noqa: E402
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: E402
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter  # noqa: E402
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner  # noqa: E402

TURNS, RATIO_BAR = 25, 1.15
SMALL, LARGE, MEMORY_BAR = 100_000, 50_000_000, 200_000_000


def prepared_draft(size):
    """Return a draft with its fields laid, filled up to a size with a picture nobody can compress."""
    with pikepdf.open(BytesIO(pades.normalise(drafts.draft()))) as document:
        rows = max(1, (size - 25_000) // 3000)
        picture = pikepdf.Stream(document, os.urandom(rows * 3000), Type=pikepdf.Name.XObject, BitsPerComponent=8,
                                 Subtype=pikepdf.Name.Image, Width=1000, Height=rows,
                                 ColorSpace=pikepdf.Name.DeviceRGB)
        document.pages[0].Resources.XObject = pikepdf.Dictionary(Picture=picture)
        output = BytesIO()
        document.save(output)
    draft = output.getvalue()
    return pades.prepare(draft, pades.find_layout(draft, signer_name=drafts.SIGNER))


def with_pyhanko(pdf, key):
    """Sign as its documentation shows, with the look of ours."""
    metadata = PdfSignatureMetadata(field_name='HanamNguoiKy', md_algorithm='sha256', certify=True,
                                    subfilter=SigSeedSubFilter.PADES, docmdp_permissions=MDPPerm.FILL_FORMS)
    style = PictureStyle(border_width=0, image=check_image(drafts.blue_signature()))
    signer = PdfSigner(metadata, key, stamp_style=style)
    return signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), existing_fields_only=True).getvalue()


def seconds(sign):
    """Return the processor time of one signature: other jobs of the machine do not count."""
    began = time.process_time()
    sign()
    return time.process_time() - began


def measure_time():
    """Let each side sign by turns; return whether the bar was met."""
    pdf, signer, picture = prepared_draft(SMALL), world.signer(world.chairman()), drafts.blue_signature()
    cached = signer.open()
    plain = SimpleSigner(cached.signing_cert, cached.signing_key, cached.cert_registry)
    sides = {
        'ours': lambda: pades.sign_person(pdf, signer, image_png=picture, signed_at=pki.NOW),
        'pyHanko, key cached': lambda: with_pyhanko(pdf, cached),
        'pyHanko as it is': lambda: with_pyhanko(pdf, plain),
    }
    for sign in sides.values():
        sign()
    turns = [{name: seconds(sign) for name, sign in sides.items()} for _turn in range(TURNS)]
    took = {name: median(turn[name] for turn in turns) for name in sides}
    ratio = took['ours'] / took['pyHanko, key cached']
    print(f'a person signs {len(pdf) / 1000:.0f} KB, level B-B: '
          + ', '.join(f'{name} {value * 1000:.1f} ms' for name, value in took.items()))
    print(f'ours takes {ratio:.2f} of pyHanko with a cached key (bar: {RATIO_BAR}), '
          f'{took["ours"] / took["pyHanko as it is"]:.2f} of pyHanko as it is')
    return ratio <= RATIO_BAR


def measure_memory():
    """Sign a large file in a process of its own; return whether its peak stayed under the bar."""
    with tempfile.TemporaryDirectory(prefix='hanam-bench-') as folder:
        place = Path(folder)
        pdf = prepared_draft(LARGE)
        (place / 'draft.pdf').write_bytes(pdf)
        (place / 'key.p12').write_bytes(world.chairman().pkcs12())
        (place / 'picture.png').write_bytes(drafts.blue_signature())
        done = subprocess.run([sys.executable, SIGN_ONCE, folder, pki.PIN, pki.NOW.isoformat()],
                              stdout=subprocess.PIPE, check=True)
    began, peak = map(int, done.stdout.split())
    print(f'a person signs {len(pdf) / 1e6:.0f} MB: at most {peak / 1e6:.0f} MB of memory (bar: '
          f'{MEMORY_BAR / 1e6:.0f}), {began / 1e6:.0f} MB of it before the file is read')
    return peak <= MEMORY_BAR


def main():
    met = [measure_time(), measure_memory()]
    raise SystemExit(0 if all(met) else 1)


if __name__ == '__main__':
    if sys.argv[1:]:
        raise SystemExit('usage: signing.py')
    main()

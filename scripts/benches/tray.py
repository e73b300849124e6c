"""Twenty documents of ten pages before one signer: how long the tray takes after the PIN, with a soft key.

    tray.py DATABASE

DATABASE is a fresh clone of the tests' database. The documents pass their checks before the clock starts. Measured are
the calls the tray makes in the browser: what waits for this signer, then one request for each document, locked to the
bytes that were read, one after the other, against a server with two worker processes. Ends with 1 when a document is
not signed or the bar is missed.
"""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / 'tests' / 'e2e'))

from keys import PIN  # noqa: E402
from offices import Offices  # noqa: E402
from people import Refused  # noqa: E402
from server import Server  # noqa: E402

DOCUMENTS, PAGES, WORKERS, BAR = 20, 10, 2, 20


def seconds(work):
    """Return how long a call took, and what it gave."""
    began = time.perf_counter()
    given = work()
    return time.perf_counter() - began, given


def sign(signer, line):
    """Sign one line of the tray as the browser does; return what the signer would be told, None when it is signed."""
    try:
        signer.call(line['model'], line['method'], [line['id']], pin=PIN, sha256=line['sha256'])
    except Refused as refused:
        return refused.words
    return None


def measure(offices):
    """Fill the tray, empty it, and print how long that took; return whether the bar was met."""
    signer = offices.home.leader
    for number in range(1, DOCUMENTS + 1):
        offices.to_sign(subject=f'V/v báo cáo biên chế, phần {number}', pages=PAGES)
    loading, tray = seconds(lambda: signer.call('document.outgoing', 'signing_tray'))
    outcomes = [seconds(lambda line=line: sign(signer, line)) for line in tray['documents']]
    took, problems = sum(one for one, _said in outcomes), [said for _one, said in outcomes if said]
    states = {row['state'] for row in signer.read('document.outgoing', [line['id'] for line in tray['documents']],
                                                  'state')}
    whole = len(outcomes) == DOCUMENTS and states == {'signed'} and not problems
    print(f'{len(outcomes)} documents of {PAGES} pages signed in {took:.1f} s (bar: {BAR}), the slowest in '
          f'{max(one for one, _said in outcomes):.2f} s; the tray opened in {loading:.2f} s')
    print(f'not signed: {"none" if whole else problems or "SOME"}')
    return whole and took <= BAR


def main(arguments):
    if len(arguments) != 1:
        raise SystemExit('usage: tray.py DATABASE')
    server = Server(arguments[0], workers=WORKERS, options=('--max-cron-threads=0',))
    with tempfile.TemporaryDirectory(prefix='hanam-keys-') as folder:
        try:
            met = measure(Offices.open(server.restart(), Path(folder)))
        finally:
            if server.process:
                server.kill()
            server.stop()
    raise SystemExit(0 if met else 1)


if __name__ == '__main__':
    main(sys.argv[1:])

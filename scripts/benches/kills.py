"""Two servers that exchange packets are killed five hundred times: nothing lost, nothing doubled, nothing too early.

    kills.py DATABASE [KILLS [SEED]]

DATABASE is a fresh clone of the tests' database; it names where to make two more of the same. Documents go both ways,
clerks take them in and return them, packets come twice, late, half, or without an answer, and processes end by signal 9
at marked points of sending and receiving: a worker, all workers of the other side, a whole server. Every step is drawn
from SEED, which is printed; what happens to pass a point is not. Ends with 1 when a document, a report or a number is
lost or doubled, or when anything was said before its commit.
"""

import os
import secrets
import sys
import tempfile
import time
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / 'tests' / 'e2e'), str(ROOT / 'addons' / 'hanam_document' / 'lib')]

from exchange_kills import Killer  # noqa: E402
from exchange_pair import Pair  # noqa: E402

KILLS, WAVE, TOLD = 500, 100, 50
ISSUED = "SELECT count(*) FROM document_outgoing WHERE state = 'issued'"


def said_of(killer, seconds):
    """Print what was done, where, and what happened on the road."""
    print(f'{killer.killed} kills in {seconds:.0f} s, {killer.processes} processes dead: {dict(killer.done)}')
    for point, times in sorted(killer.points.items()):
        print(f'  {times:4} at {point}')
    for site in killer.pair.sites:
        print(f'{site.name}: on its road {dict(site.road.met)}')
    print(f'packets and answers seen: {dict(killer.pair.watch.seen)}; '
          f'clerks: {[dict(clerk.done) for clerk in killer.clerks]}')


def progress(killer):
    """Say how far it is, now and then."""
    if killer.killed % TOLD == 0:
        print(f'{killer.killed} kills, packets waiting: {[site.waiting() for site in killer.pair.sites]}', flush=True)


def measure(pair, kills, seed):
    """Kill, let everything come to rest, and print what is left; return whether it is whole."""
    began = time.perf_counter()
    killer = Killer(pair, Random(seed), wave=WAVE)
    killer.run(kills, progress)
    said_of(killer, time.perf_counter() - began)
    pair.drain()
    findings = pair.findings()
    print(f'documents issued: {[site.count(ISSUED) for site in pair.sites]}; {findings}')
    return not findings


def main(arguments):
    if not 1 <= len(arguments) <= 3:
        raise SystemExit('usage: kills.py DATABASE [KILLS [SEED]]')
    os.environ['HANAM_TEST_DATABASE'] = arguments[0]
    seed = int(arguments[2]) if arguments[2:] else secrets.randbits(32)
    print(f'seed: {seed}')
    with tempfile.TemporaryDirectory(prefix='hanam-keys-') as folder:
        pair = Pair.open(Path(folder), seed)
        try:
            met = measure(pair, int(arguments[1]) if arguments[1:] else KILLS, seed)
        finally:
            pair.close()
    raise SystemExit(0 if met else 1)


if __name__ == '__main__':
    main(sys.argv[1:])

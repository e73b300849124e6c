"""The same packet a hundred times at the same moment, again and again: one document each, equal answers, how fast.

    receiving.py DATABASE [DOCUMENTS]

DATABASE is a fresh clone of the tests' database. Documents that another agency issued lie at the shut door of an
installation; each is posted by a hundred senders at once, as the bytes they are, and then sent once more by the other
installation itself. Ends with 1 when there is more or less than one document, or when two answers differ.
"""

import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / 'tests' / 'e2e'), str(ROOT / 'addons' / 'hanam_document' / 'lib')]

from exchange_pair import Pair  # noqa: E402
from exchange_twins import answer_to, waiting_packets  # noqa: E402

DOCUMENTS, TWINS, SEED = 20, 100, 20240544


def measure(pair, amount):
    """Post every packet by all senders at once; print and return whether there is one document and one answer each."""
    here, there = pair.sites
    packets = waiting_packets(here, amount)
    began, answers = time.perf_counter(), []
    with ThreadPoolExecutor(TWINS) as senders:
        for packet in packets:
            answers.append(list(senders.map(lambda _twin, one=packet: answer_to(here.road, one), range(TWINS))))
    seconds = time.perf_counter() - began
    here.road.shut = False
    pair.drain()
    differ = sum(any(answer[:2] != (200, each[0][1]) for answer in each) for each in answers)
    findings = pair.findings()
    print(f'{amount} packets {TWINS} times each: {amount * TWINS / seconds:.0f} answers a second, packets with answers '
          f'that differ: {differ}, sent again: {sum(answer[2] for each in answers for answer in each)}, '
          f'{dict(pair.watch.seen)}')
    print(findings)
    return not differ and not findings


def main(arguments):
    if not 1 <= len(arguments) <= 2:
        raise SystemExit('usage: receiving.py DATABASE [DOCUMENTS]')
    os.environ['HANAM_TEST_DATABASE'] = arguments[0]
    with tempfile.TemporaryDirectory(prefix='hanam-keys-') as folder:
        pair = Pair.open(Path(folder), SEED)
        try:
            met = measure(pair, int(arguments[1]) if arguments[1:] else DOCUMENTS)
        finally:
            pair.close()
    raise SystemExit(0 if met else 1)


if __name__ == '__main__':
    main(sys.argv[1:])

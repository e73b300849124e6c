"""The same packet a hundred times at the same moment, again and again: one document each, equal answers, how fast.

    receiving.py DATABASE [DOCUMENTS]

DATABASE is a fresh clone of the tests' database. A document that another agency issued lies at the shut door of an
installation; it is posted by a hundred senders at once, as the bytes it is, and then sent once more by the other
installation itself; then the next one. Ends with 1 when there is more or less than one document, or when two answers
differ.
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
from exchange_twins import answer_to, waiting_packet  # noqa: E402

DOCUMENTS, TWINS, SEED = 10, 100, 20240544


def twins(pair):
    """Post one packet by all senders at once; return (its answers, seconds)."""
    here = pair.sites[0]
    packet = waiting_packet(here)
    began = time.perf_counter()
    with ThreadPoolExecutor(TWINS) as senders:
        answers = list(senders.map(lambda _twin: answer_to(here.road, packet), range(TWINS)))
    seconds = time.perf_counter() - began
    here.road.shut = False
    pair.drain()
    return answers, seconds


def measure(pair, amount):
    """Do so with packet after packet; print and return whether there is one document and one answer of each."""
    outcomes = [twins(pair) for _packet in range(amount)]
    differ = sum(any(answer[:2] != (200, answers[0][1]) for answer in answers) for answers, _seconds in outcomes)
    findings = pair.findings()
    print(f'{amount} packets, {TWINS} times each: {amount * TWINS / sum(each for _answers, each in outcomes):.0f} '
          f'answers a second, packets with answers that differ: {differ}, sent again: '
          f'{sum(answer[2] for answers, _seconds in outcomes for answer in answers)}, {dict(pair.watch.seen)}')
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

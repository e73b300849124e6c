"""Fifty people register two hundred documents each at one register: no hole, no double, and how many a second.

    numbering.py DATABASE [DOCUMENTS OF EACH]

DATABASE is a fresh clone of the tests' database. The papers are taken in before the clock starts; what is measured is
the registration, each in a request of its own, against a server with eight worker processes (fifty people at once
need 8 × workers ≥ 50: that many connections may wait). Ends with 1 when a number is missing, doubled or refused.
"""

import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles

sys.path.insert(0, str(Path(__file__).parents[2] / 'tests' / 'e2e'))

from offices import Offices  # noqa: E402
from people import Lost, Refused  # noqa: E402
from server import Server  # noqa: E402

CLIENTS, EACH, WORKERS, BAR = 50, 200, 8, 20


def register(tab, pile):
    """Register a pile one by one; return (seconds of each call, errors)."""
    took, errors = [], []
    for paper in pile:
        began = time.perf_counter()
        try:
            tab.call('document.incoming', 'action_register', [paper])
        except (Refused, Lost) as error:
            errors.append(str(error))
        took.append(time.perf_counter() - began)
    return took, errors


def measure(offices, each):
    """Let everybody register at once and print what came of it; return whether the bar was met."""
    clerk = offices.home.clerk
    papers = offices.arrivals(CLIENTS * each)
    tabs = [clerk.tab() for _client in range(CLIENTS)]
    piles = [papers[place::CLIENTS] for place in range(CLIENTS)]
    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as people:
        outcomes = list(people.map(register, tabs, piles))
    rate = len(papers) / (time.perf_counter() - began)
    took = sorted(seconds for pile, _errors in outcomes for seconds in pile)
    errors = [error for _pile, pile_errors in outcomes for error in pile_errors]
    numbers = sorted(row['arrival_number'] for row in clerk.read('document.incoming', papers, 'arrival_number'))
    whole = numbers == list(range(1, len(papers) + 1))
    print(f'{len(papers)} registrations by {CLIENTS} people on {WORKERS} workers: {rate:.1f} a second (bar: {BAR}), '
          f'half within {took[len(took) // 2]:.2f} s, 99 of 100 within {quantiles(took, n=100)[-1]:.2f} s')
    print(f'holes or doubles: {"none" if whole else "SOME"}; errors shown to a person: {len(errors)}')
    for error in errors[:5]:
        print(f'  {error}')
    return whole and not errors and rate >= BAR


def main(arguments):
    if not 1 <= len(arguments) <= 2:
        raise SystemExit('usage: numbering.py DATABASE [DOCUMENTS OF EACH]')
    server = Server(arguments[0], workers=WORKERS, options=('--max-cron-threads=0',))
    with tempfile.TemporaryDirectory(prefix='hanam-keys-') as folder:
        try:
            met = measure(Offices.open(server.restart(), Path(folder)), int(arguments[1]) if arguments[1:] else EACH)
        finally:
            if server.process:
                server.kill()
            server.stop()
    raise SystemExit(0 if met else 1)


if __name__ == '__main__':
    main(sys.argv[1:])

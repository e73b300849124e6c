"""Fifty thousand status packets for two thousand deliveries: taken in and put down how fast, and who has to wait.

    statuses.py DATABASE [REPORTS OF EACH DELIVERY]

DATABASE is a fresh clone of the tests' database. Forty documents were issued to fifty agencies each; every one of them
reports 25 times, in no order. Two processes take the packets in as the inbox does, each packet in a transaction of its
own that also moves its delivery; meanwhile a probe asks for the same rows, and a clerk writes notes on the same
documents. A part goes through the real inbox, over HTTP with two worker processes. Ends with 1 when a report is lost,
noted twice, slower than 200 a second, or when a row was locked longer than 50 ms.
"""

import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Event, local
from urllib.parse import quote

import requests

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / 'tests' / 'e2e'), str(ROOT / 'addons' / 'hanam_document' / 'lib')]

from exchange_backlog import OWN, Backlog  # noqa: E402
from exchange_probe import probing  # noqa: E402
from server import Server  # noqa: E402

AGENCIES, DOCUMENTS, EACH, WORKERS = 50, 40, 25, 2
OVER_HTTP, CLIENTS = 2000, 4
BAR, LONGEST, PAUSE, SEED = 200, 0.05, 1, 20240544


def over_http(backlog, reports):
    """Post reports to the inbox; return (seconds, answers other than 200)."""
    mine, url = local(), f'{backlog.offices.server.url}/hanam/exchange/v1/inbox'

    def post(report):
        if not hasattr(mine, 'session'):
            mine.session = requests.Session()
            mine.session.trust_env = False
        return mine.session.post(url, data=report.body, timeout=300, headers={
            'Authorization': f'Bearer {backlog.key}', 'Content-Type': 'application/xml', 'X-Hanam-Receiver': OWN,
            'X-Hanam-Sender': quote(report.sender), 'X-Hanam-Message': quote(report.message)}).status_code

    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        answers = list(clients.map(post, reports))
    return time.perf_counter() - began, [answer for answer in answers if answer != 200]


def write_along(backlog, ended):
    """Let the clerk write notes on documents that reports come for; return the seconds each took."""
    clerk, took = backlog.offices.home.clerk.tab(), []
    documents = [row['id'] for row in clerk.search('document.outgoing', [], 'state')]
    while not ended.is_set():
        began = time.perf_counter()
        clerk.call('document.outgoing', 'message_post', [documents[len(took) % len(documents)]],
                   body=f'Ghi chú {len(took)}')
        took.append(time.perf_counter() - began)
        ended.wait(PAUSE)
    return took


def said_of(probe, took):
    """Print how long rows were locked; return whether that was short enough."""
    longest = max(probe.waited, default=0)
    print(f'rows asked for: {probe.asked}, locked: {len(probe.waited)}, the longest wait {longest * 1000:.0f} ms (bar: '
          f'{LONGEST * 1000:.0f}); a clerk wrote {len(took)} times, the slowest in {max(took) * 1000:.0f} ms')
    return longest <= LONGEST


def measure(backlog, each, folder):
    """Take everything in and print what came of it; return whether the bar was met."""
    reports = backlog.reports(each, Random(SEED))
    posted, rest = reports[:OVER_HTTP], reports[OVER_HTTP:]
    ended = Event()
    with ThreadPoolExecutor(1) as clerk, probing(backlog.database, Random(SEED)) as probe:
        writing = clerk.submit(write_along, backlog, ended)
        try:
            seconds, odd = over_http(backlog, posted)
            print(f'over HTTP with {WORKERS} workers: {len(posted) / seconds:.0f} a second, refused: {len(odd)}')
            figures = backlog.take_in(rest, Path(folder))
        finally:
            ended.set()
        took = writing.result()
    rate = len(rest) / max(one['seconds'] for one in figures)
    each_took = sum(one['processor_seconds'] for one in figures) / len(rest)
    print(f'{len(rest)} reports by 2 processes: {rate:.0f} a second (bar: {BAR}), {each_took * 1000:.1f} ms of a '
          f'processor each, taken again: {sum(one["again"] for one in figures)}, {[one["said"] for one in figures]}')
    short = said_of(probe, took)
    wrong = backlog.judge(len(reports))
    print(f'lost or noted twice: {wrong or "none"}')
    return short and not wrong and not odd and rate >= BAR


def main(arguments):
    if not 1 <= len(arguments) <= 2:
        raise SystemExit('usage: statuses.py DATABASE [REPORTS OF EACH DELIVERY]')
    server = Server(arguments[0], workers=WORKERS, options=('--max-cron-threads=0',))
    with tempfile.TemporaryDirectory(prefix='hanam-reports-') as folder:
        try:
            backlog = Backlog.open(server.restart(), AGENCIES, DOCUMENTS)
            met = measure(backlog, int(arguments[1]) if arguments[1:] else EACH, folder)
        finally:
            if server.process:
                server.kill()
            server.stop()
    raise SystemExit(0 if met else 1)


if __name__ == '__main__':
    main(sys.argv[1:])

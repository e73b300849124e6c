"""An axis on loopback, both families over one store, with the faults that axes have.

In a test: `with AxisServer({'CENTRE': System('its key', ('H25.02',))}) as axis:` then `axis.url` (family A at the
root, family B below /v1), `axis.store`, `axis.faults.script('send', 'lost')`, `axis.order = 'shuffled'`.

As a process: `python axis_server.py --system CENTRE:KEY:H25.02,H25.35 --port 0 --store DIR` prints its address on the
first line and serves until it is killed; what it has told anybody is still there when it is started again with the
same folder. `POST /_axis` with JSON sets the attributes below and `rates`; `GET /_axis` tells what it holds.

Faults of one call, by `script` or by chance (`rates`): `slow` (the answer waits `slow_seconds`, or until the server
ends), `error` (500), `busy` (503), `many` (429), `lost` (stored, then the connection is closed without an answer),
`cut` (half of the answer), `page` (a web page), `moved` (a redirect), `packed` (gzip), `flood` (an endless answer),
`duplicate` (delivered twice), `status:NNN`, `code:NN`.
"""

import argparse
import gzip
import json
import random
import sys
import threading
from collections import Counter, deque
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from axis_families import PATHS_A, PATHS_B, WORDS, Call, Desk, FamilyA, FamilyB
from axis_store import Store, System

WAIT_SECONDS = 30
PAGE = b'<html><body>It works!</body></html>'
STATUSES = {'error': 500, 'busy': 503, 'many': 429}
SETTABLE = {'order', 'huge', 'slow_seconds', 'drift_seconds'}


class Faults:
    """What goes wrong: scripted calls first, then chance. The same seed gives the same faults for the same calls."""

    def __init__(self, seed):
        self._lock, self._chance, self._scripts = threading.Lock(), random.Random(seed), {}
        self.rates = {}
        self.happened = Counter()

    def script(self, call, *names):
        """Let the next calls of a kind ('send', 'list', 'fetch', 'confirm', 'agencies') fail so, one after another."""
        self._scripts.setdefault(call, deque()).extend(names)

    def take(self, call):
        """The fault of this call, '' for none."""
        with self._lock:
            name = self._scripts[call].popleft() if self._scripts.get(call) else self._by_chance()
            if name:
                self.happened[name] += 1
            return name

    def _by_chance(self):
        at = self._chance.random()
        for name, rate in self.rates.items():
            if at < rate:
                return name
            at -= rate
        return ''


class Listener(ThreadingHTTPServer):
    """Takes many connections at once."""

    request_queue_size = 128


class AxisServer:
    """The server; see the head of this file.

    systems: {system id: System}; store, ids, resend: see `Store`; shape, page_size: of family B; seed: of chance.
    """

    def __init__(self, systems, *, store=None, ids='scattered', resend='same', shape='code', page_size=100, port=0,
                 seed=1):
        self.systems, self.store, self.faults = systems, Store(store, ids=ids, resend=resend), Faults(seed)
        desk = Desk(self.store, systems, self)
        self._families = [(PATHS_A, FamilyA(desk)), (PATHS_B, FamilyB(desk, shape, page_size))]
        self.order, self.broken, self.expired = 'arrival', [], set()
        self.huge, self.slow_seconds, self.drift_seconds = 0, WAIT_SECONDS, 0
        self.calls, self.ended, self._chance = Counter(), threading.Event(), random.Random(seed)
        self._http = Listener(('127.0.0.1', port), type('Handler', (AxisHandler,), {'axis': self}))
        self.url = f'http://127.0.0.1:{self._http.server_port}'
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={'poll_interval': 0.02}, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self.ended.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(WAIT_SECONDS)
        self.store.close()

    def wait(self):
        """Serve until the process ends."""
        self._thread.join()

    def in_order(self, rows):
        """Entries of a list as they arrived, reversed, or shuffled."""
        if self.order == 'shuffled':
            self._chance.shuffle(rows)
        return rows[::-1] if self.order == 'reverse' else rows

    def clock(self):
        """What the server says the moment is."""
        return datetime.now(UTC) + timedelta(seconds=self.drift_seconds)

    def find(self, path):
        """The family of a path and the name of the call; (None, '') for any other."""
        return next(((family, paths[path]) for paths, family in self._families if path in paths), (None, ''))

    def state(self):
        """What the server holds, for another process."""
        return {'calls': self.calls, 'faults': self.faults.happened,
                'parcels': [asdict(parcel) for parcel in list(self.store.parcels)]}

    def change(self, wanted):
        """Set attributes, rates of faults, expired systems and scripts, as another process asks."""
        for name in SETTABLE & wanted.keys():
            setattr(self, name, wanted[name])
        self.faults.rates = wanted.get('rates', self.faults.rates)
        self.expired = set(wanted.get('expired', self.expired))
        for call, names in wanted.get('script', {}).items():
            self.faults.script(call, *names)


class AxisHandler(BaseHTTPRequestHandler):
    """One connection to the axis."""

    protocol_version = 'HTTP/1.1'
    timeout = WAIT_SECONDS
    disable_nagle_algorithm = True
    axis: AxisServer

    def do_GET(self):
        """Answer any call."""
        if self.axis.ended.is_set():
            self.close_connection = True
            return None
        body = self.rfile.read(int(self.headers.get('Content-Length') or 0))
        call = Call(self.command, self.path, self.headers, body)
        if call.path == '/_axis':
            self.axis.change(json.loads(body or b'{}'))
            return self._send(200, json.dumps(self.axis.state()).encode())
        family, name = self.axis.find(call.path)
        if not family:
            return self._send(404, PAGE, 'text/html')
        self.axis.calls[name] += 1
        return self._answer(family, name, call, self.axis.faults.take(name))

    do_POST = do_GET

    def log_message(self, *_args):
        """Write nothing."""

    def date_time_string(self, timestamp=None):
        """The clock of the axis, for the header Date."""
        return format_datetime(self.axis.clock(), usegmt=True)

    def _answer(self, family, name, call, fault):
        if fault in STATUSES or fault.startswith('status:'):
            return self._send(STATUSES.get(fault) or int(fault.partition(':')[2]), PAGE, 'text/html')
        if fault in {'page', 'moved', 'flood'}:
            return getattr(self, f'_{fault}')()
        if fault.startswith('code:'):
            return self._send(200, json.dumps(_refusal(fault.partition(':')[2])).encode())
        status, said = family.answer(name, call, 2 if fault == 'duplicate' else 1)
        content = json.dumps(said).encode()
        if fault == 'slow':
            self.axis.ended.wait(self.axis.slow_seconds)
        if fault == 'lost':
            self.close_connection = True
            return None
        return self._send(status, content, packed=fault == 'packed', share=0.5 if fault == 'cut' else 1)

    def _page(self):
        self._send(200, PAGE, 'text/html')

    def _moved(self):
        self._send(307, b'', more={'Location': f'{self.axis.url}/elsewhere'})

    def _flood(self):
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        with suppress(OSError):
            while not self.axis.ended.is_set():
                self.wfile.write(b' ' * 65536)

    def _send(self, status, content, kind='application/json', packed=False, share=1, more=None):
        content = gzip.compress(content) if packed else content
        self.send_response(status)
        for name, value in {'Content-Type': kind, 'Content-Length': str(len(content)), **(more or {}),
                            **({'Content-Encoding': 'gzip'} if packed else {})}.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(content[:int(len(content) * share)])
        self.close_connection = self.close_connection or share < 1


def _refusal(code):
    """A refusal in the words of both families at once."""
    return {'status': 'FAIL', 'ErrorCode': code, 'ErrorDesc': WORDS.get(code, ''), 'success': False,
            'message': WORDS.get(code, ''), 'data': {'errorCode': code, 'errorDesc': WORDS.get(code, '')}}


def main(arguments):
    """Serve until killed."""
    parser = argparse.ArgumentParser(description='An axis on loopback, for tests.')
    parser.add_argument('--system', action='append', required=True, metavar='ID:KEY:CODE,CODE')
    parser.add_argument('--port', type=int, default=0)
    parser.add_argument('--store')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--shape', choices=('code', 'success'), default='code')
    parser.add_argument('--resend', choices=('same', 'again'), default='same')
    asked = parser.parse_args(arguments)
    systems = {}
    for text in asked.system:
        name, key, codes = text.split(':')
        systems[name] = System(key, tuple(codes.split(',')))
    with AxisServer(systems, store=asked.store, port=asked.port, seed=asked.seed, shape=asked.shape,
                    resend=asked.resend) as axis:
        sys.stdout.write(f'{axis.url}\n')
        sys.stdout.flush()
        axis.wait()


if __name__ == '__main__':
    main(sys.argv[1:])

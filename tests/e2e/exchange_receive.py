"""Take many packets in as the inbox does, each in a transaction of its own. Run inside `odoo shell`.

    HANAM_EXCHANGE_PACKETS=FILE   {"company": 2, "peer": 1, "packets": [[sender, message, body in base64], …]}
    HANAM_EXCHANGE_PROFILE=FILE   where to write what took the time; optional

A transaction that met another one at the same row is taken again, as the server does with a request. The last line
printed is JSON: how many were taken in, in how many seconds by the clock and of the processor, how many had to be
taken again, what was said.
"""

import base64
import cProfile
import json
import os
import pstats
import sys
import time
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

from psycopg2 import OperationalError

from odoo import api
from odoo.exceptions import ConcurrencyError

TRIES = 20


def take_in(registry, plan, packet):
    """Take one packet in; return what was said and how often it had to be taken again."""
    sender, message, body = packet
    for again in range(TRIES):
        with registry.cursor() as cr:
            env = api.Environment(cr, 1, {'allowed_company_ids': [plan['company']]})
            inbox, peer = env['document.transmission'], env['document.peer'].browse(plan['peer'])
            try:
                receipt = inbox._receive(
                    env['res.company'].browse(plan['company']), sender, message, base64.b64decode(body), peer)
                cr.commit()
            except (ConcurrencyError, OperationalError):
                cr.rollback()
                continue
            return receipt['outcome'], again
    raise SystemExit(f"{message} could not be taken in")


def take_all(registry, plan):
    """Take every packet in; return the figures."""
    began, worked, said, again = time.perf_counter(), time.process_time(), Counter(), 0
    for packet in plan['packets']:
        outcome, tries = take_in(registry, plan, packet)
        said[outcome] += 1
        again += tries
    return {'amount': len(plan['packets']), 'seconds': time.perf_counter() - began,
            'processor_seconds': time.process_time() - worked, 'again': again, 'said': said}


def measured(registry, plan, report):
    """Take every packet in under the profiler where `report` names a file; return the figures."""
    profile = cProfile.Profile() if report else None
    with profile or nullcontext():
        figures = take_all(registry, plan)
    if profile:
        with open(report, 'w', encoding='utf-8') as stream:
            pstats.Stats(profile, stream=stream).sort_stats('cumulative').print_stats(70).sort_stats(
                'tottime').print_stats(30)
    return figures


if 'env' in globals():
    packets = json.loads(Path(os.environ['HANAM_EXCHANGE_PACKETS']).read_text(encoding='utf-8'))
    json.dump(measured(env.registry, packets, os.environ.get('HANAM_EXCHANGE_PROFILE')), sys.stdout)  # noqa: F821
    print()  # noqa: T201

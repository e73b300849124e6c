"""Never lose, never double: what two servers say of each other after they were killed at work.

The full measure is `./hanam bench kills`; this is its short form.
"""

import secrets
from random import Random

from exchange_kills import ACTS, Killer
from exchange_proxy import ACCIDENTS

KILLS, DOCUMENTS = 20, 15


def test_nothing_is_lost_doubled_or_said_too_early_while_servers_are_killed(pair):
    """Decision 44/2024, Art. 6.1, 6.3, 7: processes and connections die while packets come twice, late, or not at all.

    Proves: EX.once, EX.outbox
    """
    seed = secrets.randbits(32)
    print(f"seed: {seed}")
    killer = Killer(pair, Random(seed), wave=DOCUMENTS)
    killer.run(KILLS)
    pair.drain()
    print(killer.done, killer.points, [clerk.done for clerk in killer.clerks], [road.met for road in pair.roads],
          pair.watch.seen)
    assert killer.done.keys() == ACTS.keys()
    assert set().union(*(road.met for road in pair.roads)) >= ACCIDENTS.keys()
    findings = pair.findings()
    assert not findings, str(findings)

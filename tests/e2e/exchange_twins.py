"""Packets that lie at the shut door of an installation, for a test to post as often as it likes."""

import json
from concurrent.futures import Future, wait
from contextlib import suppress

from exchange_pair import Site
from exchange_proxy import NoAnswer, Packet, Road

LOOKS = 600  # of a tenth of a second


def waiting_packet(site: Site) -> Packet:
    """Shut the road of a site and let it issue a document; return the packet it tries to send."""
    site.road.shut = True
    [code] = site.issue_many(1, "V/v thử nghiệm gửi lặp")
    for look in range(LOOKS):
        if found := [packet for packet in site.road.kept if packet.message == code]:
            return found[0]
        if look % 10 == 0:
            site.an_hour_later()
        wait([Future()], timeout=0.1)
    raise AssertionError("the packet was not sent")


def answer_to(road: Road, packet: Packet) -> tuple[int, dict, int]:
    """Return what the receiver says of a packet in the end, and how often it had to be sent again.

    More come at once than the server lets stand in line; a connection it breaks off is like 503: ask again.
    """
    for again in range(LOOKS):
        with suppress(NoAnswer):
            status, said = road.post(packet)
            if status != 503:
                return status, json.loads(said), again
    raise AssertionError(f"{packet.message} was sent away {LOOKS} times")

"""A backlog of status packets: one agency that issued to many, and what each of them reports, in no order.

`Backlog.open(server, agencies, documents)` makes an agency that reaches `agencies` others through one
connected system and has issued `documents` to all of them; `reports(amount, chance)` are packets of these agencies;
`judge(…)` compares where the deliveries stand with what was reported.
"""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from edxml import Organization, ResponseFor, Staff, StatusCode, StatusReport, encode
from exchange_judge import rows
from exchange_pair import issue_many, run_inside
from offices import Agency, Offices, new_agency, xml_id
from people import log_in

# what a recipient reports while it works: each code of progress once, then how far it is
CODES, MORE = ("01", "03", "04", "06"), "05"
FINAL, OWN = "completed", "H25.90"
DELIVERIES = """
    SELECT delivery.id, agency.code, agency.name, document.document_code, document.id
    FROM document_delivery delivery JOIN document_agency agency ON agency.id = delivery.agency_id
    JOIN document_outgoing document ON document.id = delivery.outgoing_id WHERE delivery.transport = 'peer'"""
STANDS = """
    SELECT delivery.state, count(*) FROM document_delivery delivery WHERE delivery.transport = 'peer' GROUP BY 1"""
NOTED = """
    SELECT count(*) FROM document_event event WHERE event.subject_model = 'document.delivery'
      AND event.step IN ('arrive', 'accept', 'assign', 'process', 'complete')"""


@dataclass(frozen=True, slots=True)
class Report:
    """One status packet: who says it, under which name, its bytes."""

    sender: str
    message: str
    body: bytes


@dataclass(slots=True)
class Backlog:
    """One agency, its recipients, and its connection to the system they are in."""

    offices: Offices
    peer: int
    key: str

    @classmethod
    def open(cls, server, agencies: int, documents: int) -> "Backlog":
        """Make the agency, its recipients and its documents."""
        admin = log_in(server.url, server.database, "admin", "admin")
        admin.call("res.users", "write", [admin.uid],
                   {"group_ids": [[4, xml_id(admin, "hanam_document.group_administrator")]]})
        home = new_agency(server, admin, "Văn phòng UBND tỉnh", OWN, "UBND", "backlog", "Nguyễn Văn An")
        above = admin.create("document.agency", {"name": "Các huyện", "code": "H25.91"})
        below = admin.call("document.agency", "create", [
            {"name": f"Cơ quan số {place}", "code": f"H25.91.{place:02}", "parent_id": above}
            for place in range(1, agencies + 1)])
        peer = admin.create("document.peer", {"name": "Hệ thống các huyện", "kind": "peer",
                                              "url": "http://127.0.0.1:9"})
        admin.create("document.route", {"agency_id": above, "peer_id": peer, "covers_below": True})
        key = admin.call("document.peer", "action_issue_key", [peer])["context"]["default_key"]
        offices = Offices(server, admin, xml_id(admin, "hanam_document.document_type_cong_van"), home,
                          Agency(0, above, None, None, None, 0, ""))
        offices.run("cron_open_registers", admin)
        issue_many(offices, below, documents, "V/v báo cáo tình hình")
        return cls(offices, peer, key)

    @property
    def database(self) -> str:
        """The database of the agency."""
        return self.offices.server.database

    def reports(self, each: int, chance: Random) -> list[Report]:
        """Return `each` reports of every recipient on every document, all of them shuffled."""
        made = [report for _id, code, name, document, _document_id in rows(self.database, DELIVERIES)
                for report in _story(code, name, document, each)]
        chance.shuffle(made)
        return made

    def take_in(self, reports: list[Report], folder: Path, processes: int = 2) -> list[dict]:
        """Let processes take reports in as the inbox does; return the figures of each."""
        plans = [self._write_plan(folder / f"{part}.json", reports[part::processes]) for part in range(processes)]
        with ThreadPoolExecutor(processes) as starters:
            done = starters.map(lambda plan: run_inside(
                self.database, "exchange_receive.py", HANAM_EXCHANGE_PACKETS=str(plan)), plans)
            return [json.loads(figures) for figures in done]

    def _write_plan(self, path: Path, reports: list[Report]) -> Path:
        path.write_text(json.dumps({"company": self.offices.home.company, "peer": self.peer, "packets": [
            [one.sender, one.message, base64.b64encode(one.body).decode()] for one in reports]}), encoding="utf-8")
        return path

    def judge(self, reported: int) -> list[str]:
        """Return what is not as the reports say, once everything is taken in: every delivery completed, all noted."""
        states, noted = dict(rows(self.database, STANDS)), rows(self.database, NOTED)[0][0]
        wrong = [f"{amount} deliveries are {state}" for state, amount in states.items() if state != FINAL]
        return wrong + ([f"{noted} reports were noted, {reported} came"] if noted != reported else [])


def _story(code: str, name: str, document: str, each: int):
    """Yield what one recipient reports on one document: a minute lies between two reports."""
    begun = datetime.now(UTC).replace(microsecond=0) - timedelta(days=2)
    for place, status in enumerate([*CODES[:3], *[MORE] * (each - len(CODES)), CODES[3]]):
        packet = StatusReport(
            from_=Organization(code, name), response_for=ResponseFor(OWN, "", document), code=StatusCode(status),
            description=f"Báo cáo lần {place + 1}", timestamp=begun + timedelta(minutes=place),
            staff=Staff(staff="Văn thư"))
        yield Report(code, packet.message_id, encode(packet))

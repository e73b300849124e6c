"""Two agencies with the people of one registry each, made on a bare server by its administrator.

`Offices.open(server, folder)` makes them through the calls of the web client and returns them with everybody logged
in: `home` takes in paper and issues documents, `health` is its neighbour in the same system. `folder` gets the keys.
"""

import base64
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

from keys import PIN, TITLE, draft, give_keys
from people import Person, log_in
from reportlab.pdfgen.canvas import Canvas

PASSWORD = "Hanam@2026"


def plain_pdf(text: str) -> bytes:
    """Return a small real PDF that holds `text`."""
    output = io.BytesIO()
    canvas = Canvas(output, invariant=True)
    canvas.drawString(72, 720, text)
    canvas.save()
    return output.getvalue()


@dataclass(slots=True)
class Agency:
    """One hosted agency: its company, its row in the directory, its people and its head's authority to sign."""

    company: int
    row: int
    clerk: Person
    leader: Person
    officer: Person
    authority: int
    leader_name: str


@dataclass(slots=True)
class Offices:
    """Two agencies of one system and their administrator."""

    server: object
    admin: Person
    letter: int
    home: Agency
    health: Agency

    @classmethod
    def open(cls, server, folder: Path) -> "Offices":
        """Make the agencies, their people, their keys and this year's registers."""
        admin = log_in(server.url, server.database, "admin", "admin")
        admin.call("res.users", "write", [admin.uid],
                   {"group_ids": [[4, xml_id(admin, "hanam_document.group_administrator")]]})
        home = new_agency(server, admin, "Sở Nội vụ", "H25.02", "SNV", "home", "Nguyễn Văn An")
        health = new_agency(server, admin, "Sở Y tế", "H25.16", "SYT", "health", "Dương Văn Khánh")
        offices = cls(server, admin, xml_id(admin, "hanam_document.document_type_cong_van"), home, health)
        offices.run("cron_open_registers", admin)
        give_keys(server.database, folder, {"H25.02": "Sở Nội vụ", "H25.16": "Sở Y tế"}, {
            "leader.home": (home.leader_name, "Sở Nội vụ"), "leader.health": (health.leader_name, "Sở Y tế")})
        return offices

    def run(self, job: str, tab: Person) -> None:
        """Let the administrator run a timed job now."""
        assert tab.call("ir.cron", "method_direct_trigger", [xml_id(tab, f"hanam_document.{job}")]) is True

    def dispatch(self, tab: Person) -> None:
        """Send what waits in the outbox."""
        self.run("cron_dispatch", tab)

    def arrivals(self, amount: int, received: bool = True, batch: int = 50) -> list[int]:
        """Let the clerk take in `amount` papers with their scans; return their ids, not yet registered."""
        scan = base64.b64encode(plain_pdf("scan")).decode()
        ids = []
        for start in range(0, amount, batch):
            rows = [self._arrival(number, scan) for number in range(start, min(start + batch, amount))]
            made = self.home.clerk.call("document.incoming", "create", rows)
            if received:
                self.home.clerk.call("document.incoming", "action_receive", made)
            ids += made
        return ids

    def _arrival(self, number: int, scan: str) -> dict:
        return {"type_id": self.letter, "code_number": str(number + 1), "code_notation": "STC-NS",
                "issued_date": f"{date.today().year}-01-05", "organ_name": "Sở Tài chính",
                "subject": f"V/v lập dự toán, phần {number + 1}", "scan_waiver": "Bản đồ khổ lớn",
                "file_ids": [[0, 0, {"name": "scan.pdf", "upload": scan}]]}

    def to_sign(self, sender: Agency | None = None, subject: str = "V/v báo cáo biên chế", pages: int = 1) -> int:
        """Carry a draft of `home` (or another sender) through its checks to the signer; return its id."""
        sender = sender or self.home
        other = self.health if sender is self.home else self.home
        pdf = draft(signer=sender.leader_name, number="Số:            /SNV-VP", pages=pages)
        number = sender.officer.create("document.outgoing", {
            "type_id": self.letter, "subject": subject, "delegation_id": sender.authority,
            "recipient_agency_ids": [[6, 0, [other.row]]],
            "file_ids": [[0, 0, {"name": "draft.pdf", "upload": base64.b64encode(pdf).decode()}]]})
        assert sender.officer.call("document.outgoing", "action_submit", [number]) is True
        self.pass_checks(number, sender)
        return number

    def pass_checks(self, number: int, sender: Agency) -> None:
        """Let content and form of a draft be checked; it is laid before the signer."""
        assert sender.leader.call("document.outgoing", "action_pass_content", [number]) is True
        assert sender.clerk.call("document.outgoing", "action_pass_form", [number]) is True

    def signed(self, sender: Agency | None = None) -> int:
        """Carry a draft of `home` (or another sender) to its signature; return its id."""
        number = self.to_sign(sender)
        assert (sender or self.home).leader.call("document.outgoing", "action_sign", [number], pin=PIN) is True
        return number

    def numbered(self, sender: Agency | None = None) -> int:
        """Carry a draft of `home` (or another sender) to its number; return its id."""
        number = self.signed(sender)
        assert (sender or self.home).clerk.call("document.outgoing", "action_assign_number", [number]) is True
        return number

    def issue(self, number: int, clerk: Person) -> None:
        """Seal and issue: the act that writes the files, the deliveries and the packet."""
        assert clerk.call("document.outgoing", "action_issue", [number], pin=PIN) is True

    def issued(self) -> int:
        """Return a document of `home` whose packet waits in an outbox that is otherwise empty."""
        number = self.numbered()
        self.dispatch(self.admin)
        self.issue(number, self.home.clerk)
        return number

    def receive_packet(self) -> list[int]:
        """Let `health` issue a document to `home`, carry it over and receive it there; return it in a list."""
        number = self.numbered(self.health)
        self.issue(number, self.health.clerk)
        self.dispatch(self.admin)
        self.run("cron_verify", self.admin)
        code = self.health.clerk.read("document.outgoing", [number], "document_code")[0]["document_code"]
        rows = self.home.clerk.search("document.incoming", [["document_code", "=", code]], "verdict")
        assert [row["verdict"] for row in rows] == ["valid"]
        self.home.clerk.call("document.incoming", "action_receive", [rows[0]["id"]])
        return [rows[0]["id"]]

    def register(self, agency: Agency, direction: str) -> dict:
        """Return this year's register of an agency: its id and its last number."""
        return agency.clerk.search("document.register", [
            ["company_id", "=", agency.company], ["direction", "=", direction], ["year", "=", date.today().year]],
            "last_number", "state")[0]

    def steps(self, link: str, number: int) -> list[str]:
        """Return the steps taken on a document of `home`, in their order."""
        return [row["step"] for row in self.home.clerk.search("document.event", [[link, "=", number]], "step")]

    def arrivals_of(self, number: int) -> list[int]:
        """Return the incoming documents `health` has of a document of `home`."""
        code = self.home.clerk.read("document.outgoing", [number], "document_code")[0]["document_code"]
        found = self.health.clerk.search("document.incoming", [["document_code", "=", code]], "state")
        return [row["id"] for row in found]

    def outbox_of(self, number: int) -> list[tuple]:
        """Return state and receipt of each packet that carries a document of `home`."""
        return [(row["state"], row["receipt"]) for row in self.home.clerk.search(
            "document.transmission", [["outgoing_id", "=", number], ["direction", "=", "out"]], "state", "receipt")]

    def receipt_of(self, number: int) -> dict:
        """Return the receipt the inbox of `health` gives for a document of `home`."""
        [row] = self.health.clerk.search("document.transmission", [
            ["incoming_id", "in", self.arrivals_of(number)], ["direction", "=", "in"]], "create_date", "digest")
        taken = datetime.fromisoformat(row["create_date"]).replace(tzinfo=UTC).astimezone(timezone(timedelta(hours=7)))
        return {"outcome": "accepted", "digest": row["digest"], "received_at": taken.isoformat()}

    def assert_issued_once(self, number: int) -> None:
        """Assert one seal, one delivery, one packet and one event, after whatever happened on the way."""
        clerk = self.home.clerk
        assert clerk.read("document.outgoing", [number], "state")[0]["state"] == "issued"
        versions = clerk.search("document.file.version", [["outgoing_id", "=", number]], "origin")
        assert [row["origin"] for row in versions] == ["upload", "prepare", "sign", "seal"]
        assert len(clerk.search("document.delivery", [["outgoing_id", "=", number]], "state")) == 1
        assert len(self.outbox_of(number)) == 1
        assert self.steps("outgoing_id", number).count("issue") == 1


def xml_id(person: Person, name: str) -> int:
    """Return the id of a record of the addons, by its full name."""
    module, _dot, name = name.partition(".")
    return person.search("ir.model.data", [["module", "=", module], ["name", "=", name]], "res_id")[0]["res_id"]


def new_agency(server, admin: Person, name: str, code: str, notation: str, word: str, head: str) -> Agency:
    """Make an agency with a clerk, a leader who signs and heads its units, and an officer who drafts."""
    company = admin.create("res.company", {"name": name, "notation": notation, "place": "Hà Nam"})
    admin.call("res.users", "write", [admin.uid], {"company_ids": [[4, company]]})
    row = admin.create("document.agency", {"name": name, "code": code, "company_id": company})
    clerk = _person(server, admin, company, f"clerk.{word}", "Trần Thị Văn Thư", "clerk", "form_checker")
    leader = _person(server, admin, company, f"leader.{word}", head, "leader", "signatory")
    officer = _person(server, admin, company, f"officer.{word}", "Vũ Văn Em")
    admin.call("res.company", "write", [company], {"head_id": leader.uid})
    authority = admin.call("document.delegation", "create", [{
        "company_id": company, "user_id": leader.uid, "kind": "head", "competence": TITLE, "position": TITLE,
        "valid_from": "2020-01-01"}], context={"allowed_company_ids": [company]})[0]
    return Agency(company, row, clerk, leader, officer, authority, head)


def _person(server, admin: Person, company: int, login: str, name: str, *roles: str) -> Person:
    groups = [xml_id(admin, f"hanam_document.group_{role}") for role in ("officer", *roles)]
    admin.call("res.users", "create", [{
        "name": name, "login": login, "password": PASSWORD, "tz": "Asia/Ho_Chi_Minh", "lang": "vi_VN",
        "company_id": company, "company_ids": [[6, 0, [company]]], "group_ids": [[6, 0, groups]]}],
        context={"no_reset_password": True})
    return log_in(server.url, server.database, login, PASSWORD)

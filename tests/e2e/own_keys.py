"""An agency whose keys the server cannot reach: the leader's and the seal's lie in a token or in a tool of their own.

`open_office(offices, provider, code, …)` makes the agency on the running server and registers its certificates without
their private keys; these are in the hands of the test alone, which puts them where the provider says. `TokenDesk` is
the person's computer: tokens of SoftHSM2 and the reference agent.
"""

import base64
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding
from keys import ROOT
from offices import Agency, Offices, new_agency, xml_id

sys.path[:0] = [str(ROOT / "scripts" / "pki"), str(ROOT / "tests" / "unit")]

import keys_world  # noqa: E402
from demo_ca import make_authority, subject  # noqa: E402
from pictures import seal_png, signature_png  # noqa: E402
from pki import Identity  # noqa: E402
from softhsm import MODULE, SoftHsm  # noqa: E402

SEAL_MM, SIGNATURE_MM = 36, 45
AGENT_SETTING, TOOL_SETTING = "hanam_signing.agent_url", "hanam_signing.vgca_url"


@dataclass(slots=True)
class KeyedOffice:
    """An agency of the running server, with the keys of its leader and of its seal."""

    offices: Offices
    agency: Agency
    leader: Identity
    seal: Identity

    def to_sign(self, **options) -> int:
        """Carry a draft to the leader's signature; return its id."""
        return self.offices.to_sign(self.agency, **options)

    def file_of(self, number: int) -> bytes:
        """Return the main file of a document as it is now."""
        row = self.versions(number)[-1]
        content = self.agency.clerk.search("ir.attachment", [["id", "=", row["attachment_id"][0]]], "datas")[0]["datas"]
        return base64.b64decode(content)

    def versions(self, number: int) -> list[dict]:
        """Return the versions of the files of a document, the oldest first."""
        return self.agency.clerk.search(
            "document.file.version", [["outgoing_id", "=", number]], "origin", "attachment_id")

    def origins(self, number: int) -> list[str]:
        """Return how each version of the files came about."""
        return [row["origin"] for row in self.versions(number)]

    def state(self, number: int) -> str:
        """Return the state of a document."""
        return self.agency.clerk.read("document.outgoing", [number], "state")[0]["state"]

    def set(self, name: str, value: str) -> None:
        """Let the administrator change a setting of the system."""
        self.offices.admin.call("ir.config_parameter", "set_param", name, value)


@cache
def _authorities():
    """Make a root and an authority below it, once a run."""
    now = datetime.now(UTC).replace(microsecond=0)
    root = make_authority("desk-root", "CA gốc của các bàn làm việc (thử)", now)
    return root, root.subordinate("desk", "CA của các bàn làm việc (thử)", now)


def open_office(offices: Offices, provider: str, code: str, name: str, notation: str, head: str) -> KeyedOffice:
    """Make an agency and register its certificates, whose keys are kept as `provider` says."""
    admin, word = offices.admin, notation.lower()
    admin.call("res.users", "write", [admin.uid],
               {"group_ids": [[4, xml_id(admin, "hanam_signing.group_signing_manager")]]})
    agency = new_agency(offices.server, admin, name, code, notation, word, head)
    offices.run("cron_open_registers", admin)
    _trust(admin)
    leader, seal = _identity(subject(head, name)), _identity(subject(name, name, code))
    person, company = {"user_id": agency.leader.uid}, {"company_id": agency.company}
    _register(admin, provider, leader, person)
    admin.call("res.company", "write", [agency.company], {
        "seal_certificate_id": _register(admin, provider, seal, company), "seal_diameter_mm": SEAL_MM,
        "seal_image_id": admin.create("signing.image", company | {
            "kind": "seal", "png": _text(seal_png(name)), "width_mm": SEAL_MM})})
    agency.leader.create("signing.image", person | {
        "kind": "signature", "png": _text(signature_png(head)), "width_mm": SIGNATURE_MM})
    return KeyedOffice(offices, agency, leader, seal)


def _trust(admin) -> None:
    """Let the system trust the authorities of the run."""
    for authority in _authorities():
        der = _text(authority.holder.certificate_der)
        if not any(row["der"] == der for row in admin.search("signing.authority", [], "der")):
            admin.create("signing.authority", {"der": der, "purpose": "signing"})
            admin.create("signing.crl", {"der": _text(authority.revocation_list(_now()))})


def _identity(name) -> Identity:
    root, issuing = _authorities()
    holder = issuing.certify(name, _now())
    return Identity(holder.certificate, holder.key, (issuing.holder.certificate, root.holder.certificate))


def _register(admin, provider: str, identity: Identity, owner: dict) -> int:
    der = identity.certificate.public_bytes(Encoding.DER)
    return admin.create("signing.certificate", owner | {"der": _text(der), "provider": provider})


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


class TokenDesk:
    """A computer with tokens of SoftHSM2 and, while `agent()` lasts, the reference agent that speaks to them."""

    def __init__(self, office: KeyedOffice, folder: Path, pins: dict[str, tuple[str, Identity]]):
        """pins: {label of the token: (its PIN, whose key it holds)}."""
        self._office, self._folder = office, folder
        self._hsm = SoftHsm(folder)
        for label, (pin, identity) in pins.items():
            self._hsm.add_token(label, pin, [identity])

    @contextmanager
    def agent(self, *labels: str):
        """Run the agent with these tokens plugged in, and let the server's pages know its address."""
        settings = self._folder / "agent.toml"
        keys_world.write_settings(settings, {
            "origins": [self._office.offices.server.url], "modules": [MODULE], "tokens": list(labels), "port": 0,
            "dialog": "none"})
        with keys_world.Program("hanam-agent", settings, self._hsm.environment) as program:
            self._office.set(AGENT_SETTING, program.address)
            yield program


def requests_to_sign(page) -> list[str]:
    """Return a list that grows with each request to sign which the page sends to an agent."""
    sent = []

    def watch(socket):
        socket.on("framesent", lambda frame: sent.append(frame) if '"op":"sign"' in frame else None)

    page.on("websocket", watch)
    return sent

"""A real server on a database of its own, for tests that speak to it as a browser or a peer system does.

`Server.start()` clones the template database that ./hanam test made, starts Odoo with worker processes on a free port
of the loopback address and waits until it answers; `stop()` ends it by its pid and drops the clone. `kill_worker()`
and `kill()` are for tests of what a crash leaves behind: nothing is said to the process.
"""

import os
import re
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

ROOT = Path(__file__).parents[2]
HOME = Path(os.environ.get("HANAM_HOME", ROOT / ".hanam"))
PATIENCE = 240  # tries, a quarter of a second each


def free_port() -> int:
    """Return a TCP port of the loopback address that nobody uses now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def children(pid: int) -> list[int]:
    """Return the pids of a process's children."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]


@dataclass(slots=True)
class Server:
    """One server process with its workers. `options` are further arguments of Odoo's command line."""

    database: str
    workers: int = 2
    options: tuple[str, ...] = ()
    jobs: str = "root:1"
    template: str = field(default_factory=lambda: os.environ["HANAM_TEST_DATABASE"])
    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        """Address of the server, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """File the server writes to."""
        return HOME / "log" / f"{self.database}.log"

    def start(self) -> "Server":
        """Clone the template, start, and return when the server answers."""
        _script("lib/clone-database", self.template, self.database)
        self.log.unlink(missing_ok=True)
        return self.restart()

    def restart(self) -> "Server":
        """Start on the database as it is, after stop or kill."""
        command = [
            # A test run that is killed takes its servers along.
            "setpriv", "--pdeathsig", "TERM", sys.executable, Path(sys.prefix, "bin/odoo"), "-d", self.database,
            f"--workers={self.workers}", "--max-cron-threads=1", f"--http-port={self.port}",
            f"--gevent-port={free_port()}", f"--logfile={self.log}", *self.options,
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env=os.environ | {"ODOO_QUEUE_JOB_CHANNELS": self.jobs},
            )
        self._wait()
        return self

    def _wait(self) -> None:
        for _attempt in range(PATIENCE):
            if self.answers():
                return
            try:
                status = self.process.wait(0.25)
            except subprocess.TimeoutExpired:
                continue
            raise RuntimeError(f"the server ended with {status}, see {self.log}")
        self.kill()
        raise RuntimeError(f"the server did not answer, see {self.log}")

    def answers(self) -> bool:
        """Tell whether the server is healthy."""
        try:
            with build_opener(ProxyHandler({})).open(f"{self.url}/web/health", timeout=5) as response:
                return response.status == 200
        except (URLError, ConnectionError, TimeoutError):
            return False

    def http_workers(self) -> list[int]:
        """Return the pids of the child processes that serve requests: Odoo logs the birth of each."""
        born = re.findall(r"Worker WorkerHTTP \((\d+)\) alive", self.log.read_text(encoding="utf-8"))
        return sorted(set(map(int, born)) & set(children(self.process.pid)))

    def kill_worker(self) -> int:
        """Kill a process that serves requests, in the middle of what it does; return its pid. Odoo starts another."""
        victim = self.http_workers()[0]
        os.kill(victim, signal.SIGKILL)
        return victim

    def kill(self) -> None:
        """Kill the server and every process it started, at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Stop the server in an orderly way and drop its database."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.kill()
        _script("lib/drop-database", self.database)


def world_database() -> str:
    """Return the name of the database with the demonstration province, made when first asked for (a minute)."""
    return _script("setup/world").splitlines()[-1]


def _script(name: str, *arguments: str) -> str:
    done = subprocess.run(["sh", ROOT / "scripts" / name, *arguments], check=True, stdout=subprocess.PIPE, text=True,
                          env=os.environ | {"HANAM_ROOT": str(ROOT)})
    return done.stdout

"""Wait until a server answers at its health address. Usage: wait_healthy.py URL PID.

Ends with 0 when it answers 200, with 1 when the process is gone or two minutes have passed.
"""

import os
import sys
import time
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

PATIENCE = 120
PAUSE = 0.2


def answers(url: str) -> bool:
    """Tell whether the address answers 200; a proxy of the environment is not asked."""
    try:
        with build_opener(ProxyHandler({})).open(url, timeout=5) as response:
            return response.status == 200
    except (URLError, ConnectionError, TimeoutError):
        return False


def main(url: str, pid: int) -> int:
    """Ask again and again while the process lives."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if answers(url):
            return 0
        if not os.path.exists(f"/proc/{pid}"):
            return 1
        time.sleep(PAUSE)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))

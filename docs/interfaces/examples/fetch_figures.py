#!/usr/bin/env python3
"""Fetch figures for the operations centre and print them as CSV, a line for each agency and day.

    HANAM_URL=https://vanban.example.vn HANAM_KEY=… python3 fetch_figures.py 2026-11-01 2026-11-30

With --now as a third word: what waits at this moment instead, a line for each agency.
Exit status 0: told; 1: refused, with the reason on standard error; 2: no answer, try again later.
"""

import csv
import json
import os
import sys
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen


def main(first, last, which="--days"):
    """Fetch the figures of a period and return the exit status."""
    call = Request(
        f"{os.environ['HANAM_URL'].rstrip('/')}/hanam/api/v1/figures?" + urlencode({"from": first, "to": last}),
        headers={"Authorization": f"Bearer {os.environ['HANAM_KEY']}"})
    try:
        with urlopen(call, timeout=120) as answer:
            rows = json.load(answer)[which.removeprefix("--")]
    except HTTPError as refused:
        print(refused.read().decode("utf-8"), file=sys.stderr)
        return 2 if refused.code in (429, 500, 502, 503, 504) else 1
    except URLError as unreachable:
        print(unreachable.reason, file=sys.stderr)
        return 2
    if rows:
        table = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    return 0


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4) or sys.argv[3:] not in ([], ["--now"]):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))

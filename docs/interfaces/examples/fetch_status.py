#!/usr/bin/env python3
"""Ask how far a document is: what was handed in under an identifier of one's own, or what the agency issued.

    HANAM_URL=https://vanban.example.vn HANAM_KEY=… python3 fetch_status.py ID
    HANAM_URL=https://vanban.example.vn HANAM_KEY=… python3 fetch_status.py --document-code CODE

Prints the answer; exit status 0: told; 1: refused, with the reason on standard error; 2: no answer, try again later.
"""

import json
import os
import sys
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen


def main(*words):
    """Ask for one document and return the exit status."""
    if words[0] == "--document-code":
        place = "documents?" + urlencode({"document_code": words[1]})
    else:
        place = "documents/" + quote(words[0])
    call = Request(f"{os.environ['HANAM_URL'].rstrip('/')}/hanam/api/v1/{place}",
                   headers={"Authorization": f"Bearer {os.environ['HANAM_KEY']}"})
    try:
        with urlopen(call, timeout=60) as answer:
            print(json.dumps(json.load(answer), ensure_ascii=False, indent=2))
            return 0
    except HTTPError as refused:
        print(refused.read().decode("utf-8"), file=sys.stderr)
        return 2 if refused.code in (429, 500, 502, 503, 504) else 1
    except URLError as unreachable:
        print(unreachable.reason, file=sys.stderr)
        return 2


if __name__ == "__main__":
    if len(sys.argv) - 1 != (2 if "--document-code" in sys.argv else 1):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))

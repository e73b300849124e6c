#!/usr/bin/env python3
"""Hand in a draft: the document itself first (PDF or .docx), then what is attached.

    HANAM_URL=https://vanban.example.vn HANAM_KEY=… python3 submit_draft.py ID «metadata.json» FILE [FILE …]

ID is the caller's own identifier of the draft; handing the same in again is safe. metadata.json holds the fields of
the document, such as {"TypeName": "Công văn", "Subject": "V/v …", "To": [{"OrganId": "H25.16"}]}. Prints the answer;
exit status 0: taken in; 1: refused, with the reason on standard error; 2: no answer, to be tried again later.
"""

import base64
import json
import os
import sys
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen


def main(external_id, metadata, *files):
    """Send one draft and return the exit status."""
    body = {
        "external_id": external_id,
        "document": json.loads(Path(metadata).read_text("utf-8")),
        "files": [{"name": Path(file).name, "content": base64.b64encode(Path(file).read_bytes()).decode("ascii")}
                  for file in files],
    }
    call = Request(
        f"{os.environ['HANAM_URL'].rstrip('/')}/hanam/api/v1/drafts", json.dumps(body).encode("utf-8"),
        {"Authorization": f"Bearer {os.environ['HANAM_KEY']}", "Content-Type": "application/json"})
    try:
        with urlopen(call, timeout=120) as answer:
            print(json.dumps(json.load(answer), ensure_ascii=False, indent=2))
            return 0
    except HTTPError as refused:
        print(refused.read().decode("utf-8"), file=sys.stderr)
        return 2 if refused.code in (429, 500, 502, 503, 504) else 1
    except URLError as unreachable:
        print(unreachable.reason, file=sys.stderr)
        return 2


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))

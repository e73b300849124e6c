"""Open the web client once, without a browser, so that its styles and scripts are compiled before a person waits.

Usage: warm.py URL DATABASE LOGIN, the password on standard input.
"""

import re
import sys

import requests


def main(url: str, database: str, login: str) -> None:
    """Log in, open the web client and fetch what its page names. A refusal raises."""
    session = requests.Session()
    session.trust_env = False
    credentials = {"db": database, "login": login, "password": sys.stdin.readline().strip()}
    answer = session.post(f"{url}/web/session/authenticate", json={"params": credentials}, timeout=60).json()
    if "error" in answer:
        raise SystemExit(f"hanam: cannot log in as {login}: {answer['error']['data']['message']}")
    for page in ("/web/login", "/odoo"):
        html = session.get(url + page, timeout=300)
        html.raise_for_status()
        for path in re.findall(r'(?:href|src)="(/web/(?:assets|webclient)/[^"]+)"', html.text):
            session.get(url + path, timeout=300).raise_for_status()
    for file in session.get(f"{url}/web/bundle/web.assets_backend_lazy", timeout=300).json():
        session.get(url + file["src"], timeout=300).raise_for_status()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Who gets keys: writes the list that `scripts/pki` makes certificates and pictures from.

    persons.py FILE.json

Every hosted agency gets a key and a seal, every person who signs for one gets a key and a signature. PINs of the
demonstration are the one password printed with the logins.
"""

import json
import sys
from pathlib import Path

from province import read_province

__all__ = ['PIN', 'world']

PIN = 'Hanam@2026'
SEAL_MM = 36


def world(province):
    """Return the agencies and persons as `make_demo_pki` takes them."""
    signers = {login: province.certified_by(login) for login in province.people if province.certified_by(login)}
    return {
        'agencies': [
            {'key': agency.key, 'company': f'hanam_demo.company_{agency.key}', 'name': agency.name, 'code': agency.code,
             'pin': PIN, 'seal_mm': SEAL_MM} for agency in province.hosted],
        'persons': [
            {'key': province.people[login].key, 'login': login, 'name': province.people[login].name,
             'organisation': province.agencies[code].name, 'pin': PIN} for login, code in signers.items()],
    }


def main(arguments):
    if len(arguments) != 1:
        raise SystemExit('usage: persons.py FILE.json')
    text = json.dumps(world(read_province()), ensure_ascii=False, indent=1)
    file = Path(arguments[0])
    part = file.with_suffix('.part')
    part.write_text(text, encoding='utf-8')
    part.replace(file)


if __name__ == '__main__':
    main(sys.argv[1:])

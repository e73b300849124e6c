"""Make the keys, certificates, pictures and revocation lists of the demonstration; what is there already stays.

    make_demo_pki.py OUT_DIR persons.json

persons.json:
    {"agencies": [{"key": "ubnd", "company": "UBND tỉnh", "name": "Ủy ban nhân dân tỉnh", "code": "H42",
                   "pin": "…", "seal_mm": 36}],
     "persons":  [{"key": "hung", "login": "hung@…", "name": "Nguyễn Văn Hùng", "organisation": "UBND tỉnh",
                   "pin": "…"}]}
    `company` is the name or the external id of the agency's company in the database, `key` a plain file name.

OUT_DIR gets, directories closed to others:
    authority/  keys and certificates of root and issuing authority, their revocation lists
    keys/       KEY.p12, opened by the PIN of persons.json
    public/     KEY.der certificates, KEY.png signatures and seals
    index.json  what `load_demo_pki.py` registers; no PIN in it
Names are fixed, keys random. A revocation list that ends within 30 days is signed again.
"""

import json
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from demo_ca import Authority, Holder, make_authority, subject
from pictures import seal_png, signature_png

RENEW_BEFORE = timedelta(days=30)
SIGNATURE_MM = 45


def _write(path: Path, content: bytes) -> None:
    """Write a file only its owner can read; whole or not at all."""
    part = path.with_suffix(path.suffix + '.part')
    part.touch(mode=0o600)
    part.write_bytes(content)
    part.replace(path)


def _kept(path: Path, make) -> bytes:
    if not path.exists():
        _write(path, make())
    return path.read_bytes()


def stored_authority(folder: Path, name: str) -> Authority:
    """Return the authority `name` kept in the folder, with its key."""
    key = serialization.load_pem_private_key((folder / f'{name}.key').read_bytes(), None)
    certificate = x509.load_der_x509_certificate((folder / f'{name}.der').read_bytes())
    return Authority(name, Holder(key, certificate))


def _kept_authority(folder: Path, name: str, make) -> Authority:
    """Return the authority kept in the folder, made when its key or certificate is missing."""
    if not all((folder / f'{name}.{ending}').exists() for ending in ('key', 'der')):
        made = make()
        _write(folder / f'{name}.key', made.holder.key_pem())
        _write(folder / f'{name}.der', made.holder.certificate_der)
    return stored_authority(folder, name)


def _renew_list(path: Path, authority: Authority, moment: datetime) -> None:
    """Sign the authority's list again when it is missing or about to end; what it revokes stays revoked."""
    revoked, number = (), 1
    if path.exists():
        held = x509.load_der_x509_crl(path.read_bytes())
        if held.next_update_utc > moment + RENEW_BEFORE:
            return
        revoked = tuple(entry.serial_number for entry in held)
        number = held.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number + 1
    _write(path, authority.revocation_list(moment - timedelta(hours=1), revoked, number))


def _certify(out: Path, issuing: Authority, key: str, name: x509.Name, pin: str, moment: datetime) -> None:
    """Make KEY.p12 and KEY.der unless both are there; a half of the pair is of no use and is made anew."""
    store, public = out / 'keys' / f'{key}.p12', out / 'public' / f'{key}.der'
    if store.exists() and public.exists():
        return
    holder = issuing.certify(name, moment)
    _write(store, holder.pkcs12(pin, (issuing.holder.certificate,)))
    _write(public, holder.certificate_der)


def _agency(out: Path, issuing: Authority, agency: dict, moment: datetime) -> dict:
    key, width = agency['key'], agency.get('seal_mm', 36)
    _certify(out, issuing, key, subject(agency['name'], agency['name'], agency.get('code')), agency['pin'], moment)
    _kept(out / 'public' / f'{key}.png', lambda: seal_png(agency['name'], width))
    return {'key': key, 'company': agency['company'], 'name': agency['name'], 'width_mm': width}


def _person(out: Path, issuing: Authority, person: dict, moment: datetime) -> dict:
    key = person['key']
    _certify(out, issuing, key, subject(person['name'], person['organisation']), person['pin'], moment)
    _kept(out / 'public' / f'{key}.png', lambda: signature_png(person['name'], SIGNATURE_MM))
    return {'key': key, 'login': person['login'], 'name': person['name'], 'width_mm': SIGNATURE_MM}


def _check_keys(world: dict) -> None:
    keys = [one['key'] for one in world['agencies'] + world['persons']]
    if len(set(keys)) != len(keys) or not all(re.fullmatch(r'[a-z0-9][a-z0-9_-]*', key) for key in keys):
        raise SystemExit('keys must be unique and plain file names: ' + ', '.join(sorted(keys)))


def make_demo_pki(out: Path, world: dict, moment: datetime) -> dict:
    """Make what is missing under `out` for the agencies and persons of `world`; return the index."""
    _check_keys(world)
    for folder in ('authority', 'keys', 'public'):
        (out / folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    authority = out / 'authority'
    root = _kept_authority(authority, 'root', lambda: make_authority('root', 'Hà Nam Root CA (thử nghiệm)', moment))
    issuing = _kept_authority(
        authority, 'issuing', lambda: root.subordinate('issuing', 'Hà Nam Issuing CA (thử nghiệm)', moment))
    for one in (root, issuing):
        _renew_list(authority / f'{one.name}.crl', one, moment)
    index = {
        'agencies': [_agency(out, issuing, agency, moment) for agency in world['agencies']],
        'persons': [_person(out, issuing, person, moment) for person in world['persons']],
    }
    _write(out / 'index.json', json.dumps(index, ensure_ascii=False, indent=1).encode())
    return index


def main(arguments: list[str]) -> None:
    if len(arguments) != 2:
        raise SystemExit('usage: make_demo_pki.py OUT_DIR persons.json')
    world = json.loads(Path(arguments[1]).read_text(encoding='utf-8'))
    index = make_demo_pki(Path(arguments[0]), world, datetime.now(UTC).replace(microsecond=0))
    sys.stdout.write(f"{len(index['agencies'])} agencies and {len(index['persons'])} persons in {arguments[0]}\n")


if __name__ == '__main__':
    main(sys.argv[1:])

"""Register the demonstration's authorities, certificates, pictures and revocation lists. Run inside `odoo shell`.

    HANAM_PKI_DIR=OUT_DIR odoo shell -d DATABASE < scripts/pki/load_demo_pki.py

OUT_DIR is what `make_demo_pki.py` wrote. What is registered already stays; what was made anew replaces it. Switches
keys in PKCS#12 files on, and lets a revocation list count for the year it promises: everything that is signed so is
marked «KÝ THỬ».
"""

import base64
import json
import os
from hashlib import sha256
from pathlib import Path


def _content(path):
    return base64.b64encode(path.read_bytes())


def _registered(env, model, digest, values):
    """Return the row with the fingerprint, created with `values` when it is not there yet."""
    rows = env[model].with_context(active_test=False)
    return rows.search([('sha256', '=', digest)], limit=1) or rows.create(values)


def _digest(path):
    return sha256(path.read_bytes()).hexdigest()


def _load_authorities(env, folder):
    for name in ('root', 'issuing'):
        certificate, crl = folder / f'{name}.der', folder / f'{name}.crl'
        _registered(env, 'signing.authority', _digest(certificate), {
            'der': _content(certificate), 'purpose': 'signing', 'note': "Demonstration only."})
        _registered(env, 'signing.crl', _digest(crl), {'der': _content(crl)})


def _load_certificate(env, folder, key, owner):
    """Register KEY.der for its owner and archive what the owner had in the same key file before."""
    path = folder / 'public' / f'{key}.der'
    certificate = _registered(env, 'signing.certificate', _digest(path), owner | {
        'der': _content(path), 'provider': 'pkcs12', 'key_reference': f'{key}.p12'})
    (field, value), = owner.items()
    earlier = env['signing.certificate'].search([
        (field, '=', value), ('key_reference', '=', f'{key}.p12'), ('id', '!=', certificate.id)])
    earlier.active = False
    return certificate


def _load_image(env, folder, entry, kind, owner):
    """Register KEY.png for its owner, archiving another picture it had."""
    png = (folder / 'public' / f"{entry['key']}.png").read_bytes()
    (field, value), = owner.items()
    held = env['signing.image'].search([(field, '=', value), ('kind', '=', kind)])
    same = held.filtered(lambda image: image._png_bytes() == png)[:1]
    (held - same).active = False
    return same or env['signing.image'].create(owner | {
        'kind': kind, 'png': base64.b64encode(png), 'width_mm': entry['width_mm']})


def _load_agency(env, folder, entry):
    named = entry['company']
    company = env.ref(named) if '.' in named else env['res.company'].search([('name', '=', named)], limit=1)
    if not company:
        raise SystemExit(f"no agency {named} in this database")
    owner = {'company_id': company.id}
    company.write({
        'seal_certificate_id': _load_certificate(env, folder, entry['key'], owner).id,
        'seal_image_id': _load_image(env, folder, entry, 'seal', owner).id,
        'seal_diameter_mm': entry['width_mm'],
    })


def _load_person(env, folder, entry):
    person = env['res.users'].search([('login', '=', entry['login'])], limit=1)
    if not person:
        raise SystemExit(f"no person {entry['login']} in this database")
    owner = {'user_id': person.id}
    _load_certificate(env, folder, entry['key'], owner)
    _load_image(env, folder, entry, 'signature', owner)


def load_demo_pki(env, folder):
    """Register what `make_demo_pki` wrote into `folder`; return the index it was read from."""
    index = json.loads((folder / 'index.json').read_text(encoding='utf-8'))
    settings = env['ir.config_parameter']
    settings.set_param('hanam_signing.pkcs12_directory', str(folder / 'keys'))
    settings.set_param('hanam_signing.allow_pkcs12', 'True')
    # Nobody publishes the lists of the demonstration anew, so they count for the year they promise.
    settings.set_param('hanam_signing.crl_max_age_days', '366')
    _load_authorities(env, folder / 'authority')
    for entry in index['agencies']:
        _load_agency(env, folder, entry)
    for entry in index['persons']:
        _load_person(env, folder, entry)
    return index


if 'env' in globals():  # odoo shell brings it; a test that imports this file has its own
    load_demo_pki(env, Path(os.environ['HANAM_PKI_DIR']).resolve())  # noqa: F821
    env.cr.commit()  # noqa: F821

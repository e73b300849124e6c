"""Issue many documents at once, for tests of the exchange that need hundreds. Run inside `odoo shell`.

    HANAM_EXCHANGE_PLAN='{"company": 2, "clerk": 7, "officer": 9, "to": [5], "letter": 1, "amount": 100, "subject": …}'

Draft, number, deliveries and packets are made by the product's own methods; what is left out are the signatures and
the people who give them. The last line printed is the list of the documents' identifiers.
"""

import base64
import io
import json
import os
import sys

from reportlab.pdfgen.canvas import Canvas

PORTION = 5


def page(text):
    """Return a small real PDF that holds `text`."""
    output = io.BytesIO()
    canvas = Canvas(output, invariant=True)
    canvas.drawString(72, 720, text)
    canvas.save()
    return output.getvalue()


def issue(env, plan, place):
    """Return one document, issued to the agencies of the plan."""
    subject = f"{plan['subject']}, phần {place}"
    draft = env['document.outgoing'].with_user(plan['officer']).with_company(plan['company']).create({
        'type_id': plan['letter'], 'subject': subject, 'recipient_agency_ids': [(6, 0, plan['to'])],
        'file_ids': [(0, 0, {'name': 'van-ban.pdf', 'upload': base64.b64encode(page(f'part {place}')).decode()})]})
    now = env.cr.now()
    draft._earn(state='signed', signed_at=now, signer_position="GIÁM ĐỐC", signer_full_name="Người ký", page_amount=1)
    document = draft.with_user(plan['clerk'])
    document.action_assign_number()
    document._earn(state='issued', issued_at=now, issued_by_id=plan['clerk'], forwarded_date=now.date())
    document.env['document.delivery']._send_out(document)
    return document


def issue_many(env, plan):
    """Issue as many as the plan says, and keep them in portions."""
    codes = []
    for place in range(1, plan['amount'] + 1):
        codes.append(issue(env, plan, place).document_code)
        if place % PORTION == 0:
            env.cr.commit()
    env.cr.commit()
    return codes


if 'env' in globals():
    json.dump(issue_many(env, json.loads(os.environ['HANAM_EXCHANGE_PLAN'])), sys.stdout)  # noqa: F821
    print()  # noqa: T201

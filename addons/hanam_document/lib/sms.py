"""Text messages: one message handed to the gateway of the agency's telephone company.

What it is: `send` posts `{"id", "to", "text"}` as JSON with a bearer key and returns the gateway's own identifier of
the message, empty where it gives none.

How to use it: `send('https://sms.example.vn/send', key, message_id='…-17', number='0226 385 2222', text="…")`.
The id is the same for every attempt, so that a gateway that knows it sends the message once.

How it works: an answer 2xx is a success. `Unreachable` means try later: no connection, time-out, 408, 425, 429, 5xx.
`Refused` is final: any other answer. Redirects are not followed, proxies of the environment are not used, at most
`LONGEST_ANSWER` bytes of an answer are read, and no error carries the key.
"""

import json

import requests

__all__ = ['Refused', 'SmsError', 'Unreachable', 'send']

LONGEST_ANSWER = 64 * 1024
LATER = {408, 425, 429}


class SmsError(Exception):
    """A message did not leave. `reason`: why, in words for the log."""

    def __init__(self, reason):
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


class Unreachable(SmsError):
    """The gateway gave no answer, or asks to be tried later."""


class Refused(SmsError):
    """The gateway will not send this message. `status`: of its answer (HTTP)."""

    def __init__(self, status, reason):
        """Keep status and reason."""
        super().__init__(f'{status} {reason}'.strip())
        self.status = status


def send(url, key, *, message_id, number, text, timeout=30):
    """Hand one message to the gateway; return its identifier there.

    `number`: as people write it. `timeout`: seconds to connect, and between bytes. Raises Unreachable, Refused.
    """
    with requests.Session() as session:
        session.trust_env = False
        try:
            with session.post(
                    url, json={'id': message_id, 'to': ''.join(number.split()), 'text': text}, timeout=timeout,
                    headers={'Authorization': f'Bearer {key}'}, allow_redirects=False, stream=True) as answer:
                return _reference(answer.status_code, answer.raw.read(LONGEST_ANSWER, decode_content=True))
        except (requests.RequestException, OSError) as broken:
            raise Unreachable(type(broken).__name__) from None


def _reference(status, body):
    if status >= 500 or status in LATER:
        raise Unreachable(f'HTTP {status}')
    if not 200 <= status < 300:
        raise Refused(status, body[:200].decode('utf-8', 'replace'))
    try:
        said = json.loads(body)
    except ValueError:
        return ''
    reference = said.get('id') if isinstance(said, dict) else ''
    return str(reference or '')

"""Ask a remote signing service for the right to sign (CSC API 1.0.4, credentials/authorize); name its refusals."""

import aiohttp
from pyhanko.sign.signers.csc_signer import CSCAuthorizationInfo, CSCAuthorizationManager

from ..errors import AuthorisationRefused, PinLocked, PinWrong, ServiceDown

__all__ = ['Authorising', 'post']


class Authorising(CSCAuthorizationManager):
    """Authorise a batch of hashes once, with the holder's PIN and one-time password."""

    def __init__(self, session, csc_session_info, credential_info, pin: str, otp: str):
        super().__init__(csc_session_info, credential_info)
        self._session, self._pin, self._otp = session, pin, otp

    async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
        request = self.format_csc_auth_request(pin=self._pin or None, otp=self._otp or None, hash_b64s=hash_b64s)
        answer = await post(self._session, self.csc_session_info, 'credentials/authorize', request)
        if not isinstance(answer.get('SAD'), str):
            raise AuthorisationRefused('the remote signing service gave no authorisation')
        return CSCAuthorizationInfo(sad=answer['SAD'])


async def post(session: aiohttp.ClientSession, info, endpoint: str, body: dict) -> dict:
    """Call an endpoint; a JSON object, or PinWrong, PinLocked, AuthorisationRefused, ServiceDown."""
    async with session.post(info.endpoint_url(endpoint), headers=info.auth_headers, json=body) as response:
        answer = await _json(response)
        if response.status >= 500:
            raise ServiceDown(f'the remote signing service answered {response.status}')
        if response.status >= 400:
            raise _refusal(response.status, answer)
    return answer


async def _json(response: aiohttp.ClientResponse) -> dict:
    try:
        answer = await response.json(content_type=None)
    except ValueError as error:
        if response.status >= 400:
            return {}
        raise ServiceDown('the remote signing service gave no JSON') from error
    return answer if isinstance(answer, dict) else {}


def _refusal(status: int, answer: dict):
    """Name a refusal by the error code of the specification, and a locked PIN by the words beside it."""
    code, said = str(answer.get('error', status)), str(answer.get('error_description', ''))
    sentence = f'the remote signing service refused: {code} {said}'.strip()
    if 'lock' in said.lower() and 'pin' in (code + said).lower():
        return PinLocked(sentence)
    if code == 'invalid_pin':
        return PinWrong(sentence)
    return AuthorisationRefused(sentence)

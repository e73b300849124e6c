"""The agent on a person's machine: a WebSocket on 127.0.0.1 that signs with the token plugged in there.

Any page a browser shows can try to speak to it. So only pages of the origins in the settings are answered (the
browser writes that header, the page cannot), only under a loopback name (a foreign name that was pointed here is
refused), only signed attributes of CMS signatures are signed, and never without a PIN.
"""

import asyncio
import json
import logging
import os
import signal
from concurrent.futures import CancelledError
from http import HTTPStatus

from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

from .asking import Question, ask_pin
from .keyring import Keyring
from .messages import SignRequest, answer_of, certificates_of, error_of, parse_sign
from .settings import AgentSettings
from .troubles import BadRequest, Busy, KeyTrouble

__all__ = ['Agent', 'run']

LOG = logging.getLogger('hanam-agent')
VERSION = '1'
HOST = '127.0.0.1'
STOP_SECONDS = 5
MAX_MESSAGE = 10 * 1024 * 1024
# The names of the protocol; what happens inside has no name of its own for the page
NAMES = {'pin_wrong', 'pin_locked', 'token_absent', 'key_absent', 'cancelled', 'session_lost', 'failed'}


class Agent:
    """Answers «hello», «certificates» and «sign» of allowed pages, one answer per message with the same id."""

    def __init__(self, settings: AgentSettings, keyring: Keyring):
        self._settings, self._keyring = settings, keyring
        # One question at a time in front of the person
        self._asking = asyncio.Lock()

    def refuse_foreign_name(self, connection, request):
        """Refuse a request that was addressed to another name than loopback (DNS rebinding)."""
        name = request.headers.get('Host', '').rpartition(':')[0]
        if name not in (HOST, 'localhost'):
            LOG.warning('refused a request addressed to another name')
            return connection.respond(HTTPStatus.FORBIDDEN, 'not here\n')
        return None

    async def serve_page(self, connection) -> None:
        """Answer one page until it leaves."""
        origin = connection.request.headers['Origin']
        try:
            async for text in connection:
                await connection.send(json.dumps(await self.answer(text, origin)))
        except ConnectionClosed:
            LOG.info('%s left', origin)

    async def answer(self, text, origin: str) -> dict:
        """Give the answer to one message; every failure has a name of the protocol."""
        message = {}
        try:
            message = _parsed(text)
            return {'id': message.get('id'), **await self._do(message, origin)}
        except KeyTrouble as trouble:
            LOG.warning('%s %s: %s: %s', origin, message.get('op'), trouble.name, trouble)
            answer = error_of(trouble)
            answer['error'] = trouble.name if trouble.name in NAMES else 'failed'
            return {'id': message.get('id'), **answer}

    async def _do(self, message: dict, origin: str) -> dict:
        if message.get('op') == 'hello':
            return {'agent': 'hanam', 'version': VERSION}
        if message.get('op') == 'certificates':
            return certificates_of(await asyncio.to_thread(self._keyring.certificates))
        if message.get('op') == 'sign':
            return answer_of(await self._sign(parse_sign(message), origin))
        raise BadRequest('op must be hello, certificates or sign')

    async def _sign(self, request: SignRequest, origin: str) -> list[bytes]:
        worker, certificate, _key = await asyncio.to_thread(self._keyring.locate, request)
        holder = certificate.holder if certificate else request.key
        question = Question(origin, len(request.items), holder, worker.device.label)
        LOG.info('%s', ' '.join(question.lines[:3]))
        pin = await self._ask(question) if request.pin is None else request.pin
        future = await asyncio.to_thread(self._keyring.sign, request, pin)
        try:
            return await asyncio.wrap_future(future)
        except CancelledError as error:
            raise Busy('the program is stopping') from error

    async def _ask(self, question: Question) -> str:
        async with self._asking:
            return await asyncio.to_thread(ask_pin, question, self._settings.dialog, self._settings.dialog_seconds)


def _parsed(text) -> dict:
    try:
        message = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRequest('a message must be one JSON object') from error
    if not isinstance(message, dict):
        raise BadRequest('a message must be one JSON object')
    return message


def run(settings: AgentSettings) -> int:
    """Serve until SIGTERM, SIGINT or Ctrl+C; the exit status."""
    keyring = Keyring(settings.modules, settings.tokens or None, idle_seconds=settings.idle_seconds,
                      queue_limit=settings.queue_limit)
    for trouble in keyring.troubles:
        LOG.error('%s', trouble)
    try:
        asyncio.run(_serve(settings, Agent(settings, keyring)))
    except KeyboardInterrupt:
        LOG.info('stopping')
    if keyring.stop(STOP_SECONDS):
        return 0
    LOG.error('a token did not end its work in time')
    # A thread inside a driver that hangs cannot be ended in another way
    os._exit(1)


async def _serve(settings: AgentSettings, agent: Agent) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
        except NotImplementedError:
            # Windows: Ctrl+C comes as KeyboardInterrupt
            break
    async with serve(agent.serve_page, HOST, settings.port, origins=settings.origins, max_size=MAX_MESSAGE,
                     process_request=agent.refuse_foreign_name, server_header=None) as server:
        print(f'ready ws://{HOST}:{server.sockets[0].getsockname()[1]}/', flush=True)
        await ended.wait()

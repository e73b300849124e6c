"""One token: its one session, and the rules for its PIN. Called by one thread only (`worker`)."""

import hmac

import pkcs11
from pkcs11 import Attribute, ObjectClass, TokenFlag

from .certificates import TokenCertificate, read_certificates
from .mechanisms import sign_with
from .modules import Module
from .pins import PinMemory
from .troubles import Failed, KeyAbsent, PinLocked, PinWrong, SessionLost, TokenAbsent

__all__ = ['Device']

WRONG = (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange)
# What a module says when a session, the login in it or the token itself went away since it was opened
LOST = (pkcs11.SessionHandleInvalid, pkcs11.SessionClosed, pkcs11.DeviceRemoved, pkcs11.DeviceError,
        pkcs11.TokenNotPresent, pkcs11.TokenNotRecognised, pkcs11.UserNotLoggedIn, pkcs11.UserAlreadyLoggedIn,
        pkcs11.KeyHandleInvalid, pkcs11.ObjectHandleInvalid, pkcs11.GeneralError, pkcs11.FunctionFailed)


class Device:
    """A token by module, label and serial number, present or not.

    A session stays open with its login, but is used only for who gives the same PIN again; another PIN logs out and
    in. A PIN goes to the token once per login and is never tried twice: not after a refusal, not by a later request.
    """

    def __init__(self, module: Module, label: str, serial: bytes, pins: PinMemory):
        self.module, self.label, self.serial = module, label, serial
        self._pins = pins
        self._session = None
        self._slot_id: int | None = None
        self._mark = b''

    @property
    def identity(self) -> str:
        """Name the token among all tokens of all modules."""
        return f'{self.module.path}\n{self.label}\n{self.serial.hex()}'

    @property
    def is_logged_in(self) -> bool:
        """Say whether a session with a login is open."""
        return self._session is not None

    def find(self) -> pkcs11.Token:
        """Give the token with its state of now; TokenAbsent."""
        for token in self.module.tokens():
            if (token.label, token.serial) == (self.label, self.serial):
                return token
        raise TokenAbsent(f'token {self.label} is not there')

    def certificates(self) -> tuple[TokenCertificate, ...]:
        """Read the certificates in a public session; TokenAbsent, SessionLost."""
        with self.module.guard:
            token = self.find()
            try:
                with token.open() as session:
                    return read_certificates(session, self.label)
            except LOST as error:
                raise SessionLost(_said(error)) from error
            except pkcs11.PKCS11Error as error:
                raise Failed(_said(error)) from error

    def sign(self, key_id: str, pin: str, items) -> list[bytes]:
        """Sign all items (data, mechanism) with one login; raw RSA signatures, or ECDSA as DER.

        TokenAbsent, PinLocked, PinWrong, KeyAbsent, SessionLost, Failed. A kept session that is lost is opened once
        more, with the PIN that it had accepted; a fresh one that is lost is not.
        """
        with self.module.guard:
            token = self._usable()
            mark = self._pins.mark(self.identity, pin)
            if self._pins.was_refused(mark):
                raise _refusal('this PIN was refused before; the token was not asked again', token)
            if self._session is not None and hmac.compare_digest(mark, self._mark):
                try:
                    return self._sign_all(key_id, items)
                except LOST:
                    self.rest()
            self._log_in(token, pin, mark)
            return self._sign_fresh(key_id, items)

    def rest(self) -> None:
        """Log out and close; nothing if nothing is open."""
        if self._slot_id is not None:
            self.module.close_sessions(self._slot_id)
        self._session, self._slot_id, self._mark = None, None, b''

    def _usable(self) -> pkcs11.Token:
        try:
            token = self.find()
        except TokenAbsent:
            self.rest()
            raise
        if token.flags & TokenFlag.USER_PIN_LOCKED:
            self.rest()
            raise PinLocked(f'the PIN of token {self.label} is locked')
        return token

    def _log_in(self, token: pkcs11.Token, pin: str, mark: bytes) -> None:
        self.rest()
        self._slot_id = token.slot.slot_id
        try:
            self._session = token.open(user_pin=pin)
        except pkcs11.PKCS11Error as error:
            self.rest()
            raise self._login_trouble(error, mark) from error
        self._mark = mark

    def _login_trouble(self, error: pkcs11.PKCS11Error, mark: bytes):
        if isinstance(error, WRONG):
            self._pins.refuse(mark)
            return _refusal(f'token {self.label} refused the PIN', self.find())
        if isinstance(error, pkcs11.PinLocked):
            return PinLocked(f'the PIN of token {self.label} is locked')
        if isinstance(error, LOST):
            return SessionLost(f'login: {_said(error)}')
        return Failed(f'login: {_said(error)}')

    def _sign_fresh(self, key_id: str, items) -> list[bytes]:
        try:
            return self._sign_all(key_id, items)
        except LOST as error:
            self.rest()
            raise SessionLost(_said(error)) from error

    def _sign_all(self, key_id: str, items) -> list[bytes]:
        try:
            key = self._key(key_id)
            known = self._session.token.slot.get_mechanisms()
            return [sign_with(key, item.mechanism, item.data, known) for item in items]
        except LOST:
            raise
        except pkcs11.PKCS11Error as error:
            raise Failed(_said(error)) from error

    def _key(self, key_id: str):
        wanted = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: bytes.fromhex(key_id)}
        for key in self._session.get_objects(wanted):
            return key
        raise KeyAbsent(f'token {self.label} has no private key {key_id}')


def _refusal(sentence: str, token: pkcs11.Token) -> PinWrong:
    return PinWrong(sentence, final_try=bool(token.flags & TokenFlag.USER_PIN_FINAL_TRY),
                    count_low=bool(token.flags & TokenFlag.USER_PIN_COUNT_LOW))


def _said(error: Exception) -> str:
    return f'{type(error).__name__}: {error}' if str(error) else type(error).__name__

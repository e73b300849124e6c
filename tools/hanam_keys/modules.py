"""Load a PKCS#11 module so that several threads may call it.

python-pkcs11 initialises a module without arguments, which promises it that only one thread will ever call
(PKCS#11 2.40, 5.4). Here tokens have a thread each, so the module is initialised again with CKF_OS_LOCKING_OK; a
module that cannot lock is called by one thread at a time.
"""

import ctypes
import threading
from contextlib import nullcontext

import pkcs11

from .troubles import Failed, ModuleAbsent

__all__ = ['Module']

OS_LOCKING_OK = 2
OK = 0
POINTER_FIELDS = ('CreateMutex', 'DestroyMutex', 'LockMutex', 'UnlockMutex')


class _InitializeArgs(ctypes.Structure):
    # The standard packs its structures on Windows only, where these fields have the size of a pointer or less
    _pack_ = 1 if ctypes.sizeof(ctypes.c_ulong) != ctypes.sizeof(ctypes.c_void_p) else 8
    _fields_ = [*((name, ctypes.c_void_p) for name in POINTER_FIELDS), ('flags', ctypes.c_ulong),
                ('pReserved', ctypes.c_void_p)]


class Module:
    """One PKCS#11 module of this process; ModuleAbsent if it cannot be loaded."""

    def __init__(self, path: str):
        self.path = path
        try:
            self._lib = pkcs11.lib(path)
            self._functions = ctypes.CDLL(path)
            can_lock = self._initialise_for_threads()
        except (pkcs11.PKCS11Error, OSError, AttributeError) as error:
            raise ModuleAbsent(f'{path}: {error or type(error).__name__}') from error
        self.guard = nullcontext() if can_lock else threading.RLock()

    def _initialise_for_threads(self) -> bool:
        arguments = _InitializeArgs(flags=OS_LOCKING_OK)
        self._functions.C_Finalize(None)
        if self._functions.C_Initialize(ctypes.byref(arguments)) == OK:
            return True
        if (answer := self._functions.C_Initialize(None)) != OK:
            raise OSError(f'C_Initialize gave 0x{answer:x}')
        return False

    def tokens(self) -> list[pkcs11.Token]:
        """Give the tokens that are in a slot now and have a label; Failed if the module cannot say."""
        with self.guard:
            try:
                return [token for slot in self._lib.get_slots(token_present=True)
                        if (token := _token_in(slot)) and token.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED]
            except pkcs11.PKCS11Error as error:
                raise Failed(f'{self.path}: {type(error).__name__}') from error

    def close_sessions(self, slot_id: int) -> None:
        """Close and log out whatever this process has open on the slot; python-pkcs11 forgets a refused login."""
        with self.guard:
            self._functions.C_CloseAllSessions(ctypes.c_ulong(slot_id))


def _token_in(slot: pkcs11.Slot) -> pkcs11.Token | None:
    # Pulled out, not a token, or broken: it can sign nothing, and must not hide the tokens in the other slots
    try:
        return slot.get_token()
    except pkcs11.PKCS11Error:
        return None

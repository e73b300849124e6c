"""Ask the person at this machine for a PIN: with pinentry, a small window (Tk) or the terminal.

What is asked is shown first: who asks, how many documents, with whose certificate. No answer in time is a refusal.
"""

import getpass
import shutil
import subprocess
import sys
from importlib.util import find_spec

from .troubles import Cancelled, Failed

__all__ = ['DIALOGS', 'Question', 'ask_pin']

DIALOGS = ('auto', 'pinentry', 'tk', 'terminal', 'none')
TITLE = 'Ký số'


class Question:
    """The words of one question; the person reads Vietnamese."""

    def __init__(self, origin: str, count: int, holder: str, token: str):
        self.lines = (f'{origin} đề nghị ký {count} văn bản.', f'Chứng thư số: {holder}', f'Thiết bị: {token}',
                      'Nhập mã PIN để ký, hoặc bấm Hủy.')

    def __str__(self) -> str:
        return '\n'.join(self.lines)


def ask_pin(question: Question, dialog: str, seconds: int) -> str:
    """Give the PIN; Cancelled if the person closed the question or did not answer, Failed if nobody can be asked."""
    dialog = _first_usable() if dialog == 'auto' else dialog
    if dialog == 'none':
        raise Failed('no PIN was sent, and this machine has no dialog to ask for it')
    pin = {'pinentry': _pinentry, 'tk': _tk, 'terminal': _terminal}[dialog](question, seconds)
    if not pin:
        raise Cancelled('the person did not give the PIN')
    return pin


def _first_usable() -> str:
    if shutil.which('pinentry'):
        return 'pinentry'
    if find_spec('tkinter'):
        return 'tk'
    return 'terminal' if sys.stdin and sys.stdin.isatty() else 'none'


def _pinentry(question: Question, seconds: int) -> str:
    """Speak the Assuan protocol: each command is answered by OK or ERR, the PIN comes as a line of data."""
    commands = (f'SETTIMEOUT {seconds}', f'SETTITLE {TITLE}', f'SETDESC {_escaped(str(question))}', 'SETPROMPT PIN',
                'SETOK Ký', 'SETCANCEL Hủy', 'GETPIN', 'BYE')
    try:
        answer = subprocess.run(['pinentry'], input='\n'.join(commands) + '\n', capture_output=True, text=True,
                                timeout=seconds + 5, check=False).stdout
    except subprocess.TimeoutExpired:
        return ''
    except OSError as error:
        raise Failed(f'pinentry: {error}') from error
    data = [line[2:] for line in answer.splitlines() if line.startswith('D ')]
    return _unescaped(data[0]) if data else ''


def _escaped(text: str) -> str:
    return text.replace('%', '%25').replace('\r', '%0D').replace('\n', '%0A')


def _unescaped(text: str) -> str:
    return text.replace('%0A', '\n').replace('%0D', '\r').replace('%25', '%')


def _tk(question: Question, seconds: int) -> str:
    import tkinter
    from tkinter import simpledialog
    try:
        root = tkinter.Tk()
    except tkinter.TclError as error:
        raise Failed(f'tk: {error}') from error
    try:
        root.withdraw()
        root.attributes('-topmost', True)
        root.after(seconds * 1000, root.destroy)
        return simpledialog.askstring(TITLE, str(question), show='•', parent=root) or ''
    except tkinter.TclError:
        return ''
    finally:
        _destroy(root, tkinter.TclError)


def _destroy(root, gone) -> None:
    try:
        root.destroy()
    except gone:
        # The time was over before the person answered
        return


def _terminal(question: Question, seconds: int) -> str:
    print(question, file=sys.stderr, flush=True)
    try:
        return getpass.getpass('PIN: ')
    except (EOFError, KeyboardInterrupt):
        return ''

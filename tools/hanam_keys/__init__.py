"""Keys on tokens: what the signing service of a server and the agent on a person's machine have in common.

A `Keyring` knows the PKCS#11 modules and the tokens in them; each token has one worker, one queue and one session.
Nothing of this package imports the product: it needs python-pkcs11, asn1crypto and, for the agent, websockets.
"""

from .keyring import Keyring
from .messages import MAX_ITEMS, Item, SignRequest, answer_of, error_of, parse_sign
from .troubles import KeyTrouble

__all__ = ['MAX_ITEMS', 'Item', 'KeyTrouble', 'Keyring', 'SignRequest', 'answer_of', 'error_of', 'parse_sign']

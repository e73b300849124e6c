from . import signing_key_finder

from . import test_engine
from . import test_incoming

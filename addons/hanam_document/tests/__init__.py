from . import test_desks
from . import test_engine
from . import test_exchange
from . import test_incoming
from . import test_matrix
from . import test_outgoing
from . import test_queries
from . import test_secrets

from . import document_evidence
from . import document_page
from . import exchange_inbox
from . import exchange_health
from . import exchange_packet
from . import interface_dispatcher
from . import document_interface

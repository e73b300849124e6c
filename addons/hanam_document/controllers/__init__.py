from . import document_page
from . import exchange_inbox

from . import document_register_close, document_register_print

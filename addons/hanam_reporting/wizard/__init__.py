from . import document_envelope_print, document_post_book, document_register_close, document_register_print

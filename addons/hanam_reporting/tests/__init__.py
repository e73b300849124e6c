from . import (
    test_evidence_line,
    test_handling_slip,
    test_post,
    test_printing_door,
    test_register_book,
    test_register_close,
    test_register_volume,
    test_renderer,
)

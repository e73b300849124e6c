from . import (
    test_handling_slip,
    test_printing_door,
    test_register_book,
    test_register_close,
    test_register_volume,
    test_renderer,
)

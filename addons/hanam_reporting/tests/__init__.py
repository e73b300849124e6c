from . import test_handling_slip, test_register_book, test_register_close, test_register_volume, test_renderer

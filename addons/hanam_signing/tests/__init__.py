from . import (
    test_certificates,
    test_demo_keys,
    test_images,
    test_keys,
    test_signed_files,
    test_signing,
    test_verification,
)

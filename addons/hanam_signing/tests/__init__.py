from . import (
    test_certificates,
    test_demo_keys,
    test_images,
    test_keys,
    test_signed_files,
    test_signing,
    test_trust_endings,
    test_trust_lists,
    test_trust_stamps,
    test_trust_verdicts,
    test_verification,
)

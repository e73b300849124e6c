import logging

from . import models

# They warn at each signature of what is meant: revocation lists are not fetched, a font without ROS is taken as it is.
for name in ('pyhanko.sign.signers.pdf_signer', 'pyhanko.pdf_utils.font.opentype'):
    logging.getLogger(name).setLevel(logging.ERROR)

import logging

from . import controllers, models, wizard

# They speak at each signature of what is meant: no revocation list is fetched, a font without ROS, glyphs left out.
for name in ('pyhanko.sign.signers.pdf_signer', 'pyhanko.pdf_utils.font.opentype', 'fontTools.subset'):
    logging.getLogger(name).setLevel(logging.ERROR)

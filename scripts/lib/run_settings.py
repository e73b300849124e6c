"""Settings of the database of ./hanam run alone: its address, and a password of its own. Run inside `odoo shell`."""

import os
from pathlib import Path

address = f"http://localhost:{os.environ['HANAM_PORT']}"
env["ir.config_parameter"].set_param("web.base.url", address)
env["ir.config_parameter"].set_param("report.url", address)
secret = Path(os.environ["HANAM_HOME"], "secrets", "administrator").read_text(encoding="ascii")
env.ref("base.user_admin").password = secret.strip()
env.cr.commit()

"""Settings every database starts with: Vietnamese, Hanoi time, Việt Nam. Run inside `odoo shell`."""

import os

ZONE = "Asia/Ho_Chi_Minh"

for field, value in (("lang", "vi_VN"), ("tz", ZONE)):
    env["ir.default"].set("res.partner", field, value)
people = env["res.users"].with_context(active_test=False).search([])
people.partner_id.write({"lang": "vi_VN", "tz": ZONE})

company = env.ref("base.main_company")
company.write({"country_id": env.ref("base.vn").id, "currency_id": env.ref("base.VND").id})
env["resource.calendar"].with_context(active_test=False).search([]).write({"tz": ZONE})

env["ir.config_parameter"].set_param("hanam.font_dir", os.environ["HANAM_FONT_DIR"])
env.cr.commit()

# The set-up every word needs before it can use Odoo: each step looks first whether there is anything to do.
. "$HANAM_ROOT/scripts/lib/steps.sh"
. "$HANAM_ROOT/scripts/lib/server.sh"

# set_up run|test: from a bare machine to a running database server.
set_up() {
    make_places
    with_lock set-up 9
    step "System packages" packages "$1"
    step "Odoo 19.0" odoo
    step "Fonts" fonts
    step "Python environment" python
    step "PostgreSQL" postgres
    . "$HANAM_ROOT/scripts/lib/odoo.sh"
}

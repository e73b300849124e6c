# Odoo as the product runs it: odoo.conf of the clone, and what depends on the machine by environment.
. "$HANAM_ROOT/scripts/lib/postgres.sh"
export PATH="$HANAM_VENV/bin:$PATH"
export ODOO_RC="$HANAM_ROOT/odoo.conf" ODOO_DATA_DIR="$HANAM_HOME/data" ODOO_HTTP_PORT="$HANAM_PORT"
export FONTCONFIG_FILE="$HANAM_FONT_DIR/fonts.conf" PYTHONNOUSERSITE=1
ADDONS="$HANAM_ROOT/addons"

# What is installed: the addons here, and beneath them what they stand on.
own_addons() {
    for manifest in "$ADDONS"/*/__manifest__.py; do
        [ ! -f "$manifest" ] || basename "$(dirname "$manifest")"
    done | paste -sd, -
}
BASE_ADDONS=base,web,mail,hr,calendar,queue_job,password_security

# Odoo warns of an addons folder without addons.
[ -z "$(own_addons)" ] || export ODOO_ADDONS_PATH="$ADDONS"

odoo() { python "$HANAM_VENV/bin/odoo" "$@"; }

# install_addons DATABASE ADDON,…: a database that does not exist is created.
install_addons() { odoo -d "$1" -i "$2" --load-language=vi_VN --no-http --stop-after-init; }

# run_inside DATABASE FILE: Python with `env` at hand; the file commits what it means to keep.
run_inside() { odoo shell -d "$1" --no-http <"$2"; }

drop_database() {
    dropdb --if-exists --force "$1"
    rm -rf "$ODOO_DATA_DIR/filestore/$1"
}

# rename_database OLD NEW: the files move first; a database without its files would be found and believed.
rename_database() {
    rm -rf "$ODOO_DATA_DIR/filestore/$2"
    [ ! -d "$ODOO_DATA_DIR/filestore/$1" ] || mv "$ODOO_DATA_DIR/filestore/$1" "$ODOO_DATA_DIR/filestore/$2"
    psql -qXc "alter database \"$1\" rename to \"$2\"" postgres
}

# What a database was made from, one line for each addon. Tests leave no trace in a database.
addon_digests() {
    for manifest in "$ADDONS"/*/__manifest__.py; do
        [ -f "$manifest" ] || continue
        addon=$(dirname "$manifest")
        echo "$(basename "$addon") $(find "$addon" -type f ! -name '*.pyc' ! -path '*/tests/*' -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)"
    done
}

# The database every other is cloned from, named by what it was made from.
base_database() {
    echo "hanam_base_$(echo "$BASE_ADDONS" | cat - "$HANAM_HOME/stamps/odoo" "$HANAM_HOME/stamps/python" "$HANAM_ROOT/scripts/lib/base_settings.py" | sha256sum | cut -c1-12)"
}

test_database() {
    echo "hanam_test_$(addon_digests | cat - "$HANAM_ROOT/scripts/setup/template" | sha256sum | cut -c1-6)_$(base_database | cut -d_ -f3)"
}

# drop_others PREFIX KEPT: databases whose name starts like this, made from what is no more.
drop_others() {
    psql -XAtc "select datname from pg_database where starts_with(datname, '$1') and datname <> '$2'" postgres |
        while read -r old; do drop_database "$old"; done
}

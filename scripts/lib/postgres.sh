# The database server: an own cluster in HANAM_HOME, reached by a socket only its owner and root can enter, or an
# existing server named by HANAM_DB_HOST. Odoo and PostgreSQL's tools read the same PG* variables.
cluster=$HANAM_HOME/pg
socket=$HANAM_HOME/socket

if [ -n "${HANAM_DB_HOST:-}" ]; then
    PGHOST=$HANAM_DB_HOST
    [ -z "${HANAM_DB_PORT:-}" ] || export PGPORT="$HANAM_DB_PORT"
    [ -z "${HANAM_DB_PASSWORD:-}" ] || export PGPASSWORD="$HANAM_DB_PASSWORD"
else
    PGHOST=$socket
    unset PGPORT PGPASSWORD
fi
PGUSER=${HANAM_DB_USER:-hanam}
export PGHOST PGUSER
unset PGDATABASE

is_own_server() { [ -z "${HANAM_DB_HOST:-}" ]; }

postgres_bin() {
    newest=""
    for folder in /usr/lib/postgresql/*/bin; do
        [ ! -x "$folder/initdb" ] || newest=$folder
    done
    # A cluster keeps to the version that made it.
    made_by=/usr/lib/postgresql/$(cat "$cluster/PG_VERSION" 2>/dev/null || echo none)/bin
    if [ -x "$made_by/initdb" ]; then echo "$made_by"; else echo "$newest"; fi
}

# PostgreSQL refuses to run as root, so root lends it a user without rights.
postgres_user() { if id postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi; }

as_postgres() {
    if is_root; then
        (cd / && setpriv --reuid="$(postgres_user)" --regid="$(id -g "$(postgres_user)")" --clear-groups "$@")
    else
        "$@"
    fi
}

postgres_runs() { is_own_server && as_postgres "$(postgres_bin)/pg_ctl" -s -D "$cluster" status >/dev/null 2>&1; }

stop_postgres() {
    ! postgres_runs || as_postgres "$(postgres_bin)/pg_ctl" -s -D "$cluster" -m fast stop
}

database_exists() { [ "$(psql -XAtc "select 1 from pg_database where datname = '$1'" postgres)" = 1 ]; }

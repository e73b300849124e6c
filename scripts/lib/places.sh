# Where things live, and how to say that something is wrong. Sourced by every script.
: "${HANAM_ROOT:?start with ./hanam}"
export LC_ALL=C.UTF-8
umask 022

die() {
    echo "hanam: $*" >&2
    exit 1
}

is_root() { [ "$(id -u)" -eq 0 ]; }

# A place of this clone's own. Root's is outside the clone: PostgreSQL refuses root, and the user
# it runs as may not be able to enter the folder the clone lies in.
default_home() {
    key=$(printf %s "$HANAM_ROOT" | sha256sum | cut -c1-12)
    if is_root; then
        echo "/var/lib/hanam/$key"
    elif [ -w "$HANAM_ROOT" ]; then
        echo "$HANAM_ROOT/.hanam"
    elif [ -n "${HOME:-}" ] && [ -w "$HOME" ]; then
        echo "$HOME/.local/share/hanam/$key"
    else
        die "this clone and your home folder cannot be written; set HANAM_HOME to a folder of yours."
    fi
}

default_cache() {
    if [ -n "${HOME:-}" ] && [ -w "$HOME" ]; then
        echo "$HOME/.cache/hanam"
    else
        echo "$HANAM_HOME/cache"
    fi
}

if [ -z "${HANAM_HOME:-}" ]; then
    HANAM_HOME=$(default_home) || exit 1
fi
case $HANAM_HOME in
    /*) ;;
    *) die "HANAM_HOME must be a full path, not '$HANAM_HOME'." ;;
esac
: "${HANAM_CACHE:=$(default_cache)}"
: "${HANAM_PORT:=8069}"
export HANAM_HOME HANAM_CACHE HANAM_PORT

HANAM_VENV=$HANAM_HOME/venv
HANAM_PREFIX=$HANAM_HOME/prefix
HANAM_SITE=$HANAM_PREFIX/usr/lib/python3/dist-packages
HANAM_FONT_DIR=$HANAM_HOME/fonts
export HANAM_VENV HANAM_PREFIX HANAM_SITE HANAM_FONT_DIR

make_places() {
    mkdir -p "$HANAM_HOME/log" "$HANAM_HOME/run" "$HANAM_HOME/stamps" "$HANAM_HOME/data" "$HANAM_CACHE" ||
        die "cannot write in $HANAM_HOME or $HANAM_CACHE; set HANAM_HOME and HANAM_CACHE to folders of yours."
    mkdir -p "$HANAM_HOME/secrets"
    chmod 700 "$HANAM_HOME/secrets"
}

# Stamps: a step that ended leaves the digest of what it was made from; the same digest means nothing to do.
digest_of() { cat -- "$@" | sha256sum | cut -c1-16; }

# Digest of every file below some folders, by content and path; compiled Python is not content.
digest_of_tree() {
    find "$@" -type f ! -name '*.pyc' ! -path '*/.*' -print0 | sort -z | xargs -0r sha256sum | sha256sum | cut -c1-16
}

is_fresh() { [ "$(cat "$HANAM_HOME/stamps/$1" 2>/dev/null)" = "$2" ]; }

stamp() {
    echo "$2" >"$HANAM_HOME/stamps/$1.new"
    mv "$HANAM_HOME/stamps/$1.new" "$HANAM_HOME/stamps/$1"
}

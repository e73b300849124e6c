# Timed set-up steps: one line each, their talk in the log, one clear sentence when one fails.
. "$HANAM_ROOT/scripts/lib/places.sh"

# step "What is made" SCRIPT [arguments]: runs scripts/setup/SCRIPT.
# Descriptor 3 is the person: what a step writes there is shown at once; 7 and 9 are locks, which no child keeps.
step() {
    label=$1
    script=$2
    shift 2
    log=$HANAM_HOME/log/setup.log
    began=$(date +%s)
    touch "$log"
    lines=$(wc -l <"$log")
    echo "== $label, $(date '+%F %T')" >>"$log"
    if ! sh "$HANAM_ROOT/scripts/setup/$script" "$@" 3>&1 >>"$log" 2>&1 7>&- 9>&-; then
        reason=$(tail -n +"$((lines + 1))" "$log" | grep '^hanam: ' | tail -n 1)
        [ -n "$reason" ] || tail -n +"$((lines + 2))" "$log" | tail -n 15 >&2
        echo "${reason:-hanam: could not make: $label. The lines above are the end of $log.}" >&2
        exit 1
    fi
    printf '  %-36s %4s s\n' "$label" "$(($(date +%s) - began))"
}

# with_lock NAME DESCRIPTOR: one set-up (9) and one test run (7) at a time in one home.
with_lock() {
    eval "exec $2>\"\$HANAM_HOME/run/$1.lock\""
    if ! flock -n "$2"; then
        echo "Another ./hanam is at work here; waiting for it to end."
        flock "$2"
    fi
}

without_lock() { exec 9>&-; }

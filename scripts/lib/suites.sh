# The kinds of tests, how each is run, and two at a time for two cores. Each leaves junit/NAME.xml and NAME.status.
junit=$HANAM_HOME/junit
ran=""
background=""
foreground=""
shown=""

begin_suites() {
    mkdir -p "$junit"
    cd "$HANAM_ROOT" || exit 1
    export ODOO_SCREENSHOTS="$HANAM_HOME/log/screenshots" PYTHONUNBUFFERED=1
}

make_template() {
    step "Odoo's own addons" base
    step "Template for tests" template
    HANAM_TEST_DATABASE=$(test_database)
    export HANAM_TEST_DATABASE
    drop_others hanam_clone_ none
}

has_tests() {
    case $1 in
        lint) return 0 ;;
        addons) [ -n "$(find "$ADDONS" -path '*/tests/test_*.py' | head -n 1)" ] ;;
        *) [ -n "$(find "$HANAM_ROOT/tests/$1" -name 'test_*.py' 2>/dev/null | head -n 1)" ] ;;
    esac
}

suite_lint() { python "$HANAM_ROOT/scripts/lib/lint.py" "$junit/lint.xml"; }

suite_plain() {
    name=$1
    shift
    python -m pytest -q -p no:odoo -p no:cacheprovider --junitxml="$junit/$name.xml" "tests/$name" "$@"
}

# Odoo's tests run inside a server of their own, on a clone; its job runner would look at uncommitted work.
suite_addons() {
    sh "$HANAM_ROOT/scripts/lib/clone-database" "$HANAM_TEST_DATABASE" hanam_clone_addons
    PGDATABASE=hanam_clone_addons ODOO_QUEUE_JOB_CHANNELS=root:0 \
        python -m pytest -q -p no:cacheprovider --odoo-http --junitxml="$junit/addons.xml" addons "$@"
}

# start_suite NAME [pytest arguments]: its talk goes to a log, its end to a status file.
start_suite() {
    suite_name=$1
    shift
    rm -f "$junit/$suite_name.xml" "$junit/$suite_name.status"
    began=$(date +%s)
    status=0
    case $suite_name in
        lint | addons) "suite_$suite_name" "$@" ;;
        *) suite_plain "$suite_name" "$@" ;;
    esac >"$HANAM_HOME/log/test-$suite_name.log" 2>&1 </dev/null 7>&- 9>&- || status=$?
    echo "$status $(($(date +%s) - began))" >"$junit/$suite_name.status"
}

# A suite that passed is its closing line; one that did not is shown, the log keeps all of it.
show_suite() {
    read -r status seconds <"$junit/$1.status"
    log=$HANAM_HOME/log/test-$1.log
    printf '\n--- %s (%s s)\n' "$1" "$seconds"
    if [ "$status" -eq 0 ]; then tail -n 1 "$log"; else tail -n 400 "$log"; fi
}

run_suite() {
    has_tests "$1" || return 0
    ran="$ran $1"
    # Waited for, since a signal to this shell would otherwise have to wait for the suite.
    start_suite "$@" &
    foreground=$!
    wait "$foreground"
    foreground=""
    show_suite "$1"
}

in_background() {
    shown=""
    for suite_name in "$@"; do
        ! has_tests "$suite_name" || shown="$shown $suite_name"
    done
    ran="$ran$shown"
    # Words on purpose: names of suites.
    # shellcheck disable=SC2086
    (for each in $shown; do start_suite "$each"; done) &
    background=$!
}

finish_background() {
    wait "$background" || true
    background=""
    for suite_name in $shown; do show_suite "$suite_name"; done
}

# The process and all it has started; the kernel lists children in one line.
# shellcheck disable=SC2013
end_tree() {
    for child in $(cat "/proc/$1/task/$1/children" 2>/dev/null); do end_tree "$child"; done
    kill "$1" 2>/dev/null || true
}

# Also when interrupted: nothing started here stays.
end_suites() {
    for started in $background $foreground; do end_tree "$started"; done
    drop_others hanam_clone_ none 2>/dev/null || true
}

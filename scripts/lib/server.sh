# Start and stop an Odoo server in the background, known by its pid file.

# The pid in a file, if that process is alive and was started with that very file.
live_pid() {
    pid=$(cat "$1" 2>/dev/null) && [ -n "$pid" ] || return 1
    tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -qxF -e "--pidfile=$1" || return 1
    echo "$pid"
}

# serves_port PIDFILE PORT: whether it is this server that has the port.
serves_port() { pid=$(live_pid "$1") && grep -qzxF -e "--http-port=$2" "/proc/$pid/cmdline"; }

# start_odoo PIDFILE LOGFILE PORT [arguments]: returns when the server answers.
start_odoo() {
    pidfile=$1
    logfile=$2
    port=$3
    shift 3
    rm -f "$pidfile"
    setsid python "$HANAM_VENV/bin/odoo" "$@" --http-port="$port" --pidfile="$pidfile" --logfile="$logfile" \
        </dev/null >>"$logfile" 2>&1 3>&- &
    python "$HANAM_ROOT/scripts/lib/wait_healthy.py" "http://127.0.0.1:$port/web/health" "$!"
}

stop_pid() {
    kill "$1" 2>/dev/null || return 0
    waited=0
    while kill -0 "$1" 2>/dev/null && [ "$waited" -lt 150 ]; do
        sleep 0.2
        waited=$((waited + 1))
    done
    ! kill -0 "$1" 2>/dev/null || kill -9 "$1"
}

stop_odoo() {
    if pid=$(live_pid "$1"); then stop_pid "$pid"; fi
    rm -f "$1"
}

# Whether something listens on a TCP port of this machine: state 0A in the kernel's table.
port_is_used() {
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
        awk -v port=":$(printf %04X "$1")" '$4 == "0A" && substr($2, length($2) - 4) == port { found = 1 } END { exit !found }'
}

free_port() { python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

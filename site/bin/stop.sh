#!/bin/sh
# Ends the server whose process id is in var/server.pid.
set -eu
if [ ! -f var/server.pid ]; then
    echo "No server of ours is running."
    exit 0
fi
pid=$(cat var/server.pid)
if kill "$pid" 2>/dev/null; then
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.5
    done
fi
rm -f var/server.pid
echo "Stopped."

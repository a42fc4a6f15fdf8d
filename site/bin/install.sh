#!/bin/sh
# Makes .venv with a Python of 3.11 or newer and installs one lock into it.
# usage: install.sh LOCK
set -eu

find_python() {
    for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Python 3.11 or newer is needed. On Debian: apt-get install python3 python3-venv" >&2
    exit 1
}

make_venv() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q python3-venv
        else
            echo "Python's venv module is missing. On Debian: apt-get install python3-venv" >&2
            exit 1
        fi
    fi
    "$python" -m venv .venv
}

[ -x .venv/bin/python ] || make_venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"

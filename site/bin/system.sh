#!/bin/sh
# What the tests need of the machine: PostgreSQL, Chromium, gettext. Installed when root on Debian,
# otherwise named in one line.
set -eu

missing=""
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing="$missing postgresql"
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing="$missing chromium"
command -v msgfmt >/dev/null || missing="$missing gettext"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing:$missing"
    apt-get update -q >/dev/null
    # No service is wanted: the tests start a cluster of their own.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    # shellcheck disable=SC2086 - a list of words
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing fonts-dejavu-core >/dev/null
else
    echo "The tests need:$missing. On Debian, as root: apt-get install$missing" >&2
    exit 1
fi

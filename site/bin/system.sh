#!/bin/sh
# What checks and tests need of the machine. Installed when root on Debian, otherwise named in one line.
# usage: system.sh [postgresql] [chromium-headless-shell] [gettext] [libatomic1] [chromium] [chromium-l10n]
# By default all but the last two, which are for pictures: fields of dates in the language of the page.
set -eu

is_here() {
    case $1 in
    postgresql) ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null ;;
    chromium-headless-shell) command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null ;;
    chromium) command -v chromium >/dev/null ;;
    chromium-l10n) ls /usr/lib/chromium/locales/fr.pak >/dev/null 2>&1 ;;
    gettext) command -v msgfmt >/dev/null && command -v xgettext >/dev/null ;;
    libatomic1) PATH=$PATH:/usr/sbin:/sbin ldconfig -p | grep -q "libatomic\.so\.1" ;; # for the browser's driver
    esac
}

missing=""
for name in ${*:-postgresql chromium-headless-shell gettext libatomic1}; do
    is_here "$name" || missing="$missing $name"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing:$missing"
    apt-get update -q >/dev/null
    # No service is wanted: the tests start a cluster of their own.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    # shellcheck disable=SC2086 - a list of words
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >/dev/null
else
    echo "The tests need:$missing. On Debian, as root: apt-get install$missing" >&2
    exit 1
fi

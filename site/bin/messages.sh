#!/bin/sh
# Collects every string of the source into the catalogues, then compiles them.
# The .mo files are kept in the repository: neither the demo nor a server needs gettext.
set -eu
sh site/bin/system.sh gettext
for language in fr; do
    .venv/bin/python manage.py makemessages --locale "$language" --no-location --no-wrap --no-obsolete \
        --ignore ".venv*" --ignore "var/*" --ignore "node_modules/*" --ignore "tests/*" >/dev/null
done
.venv/bin/python manage.py compilemessages --ignore ".venv*" >/dev/null
msgfmt --statistics -o /dev/null site/locale/fr/LC_MESSAGES/django.po

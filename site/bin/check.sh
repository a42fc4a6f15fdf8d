#!/bin/sh
# Everything that can be said of the code without running it. Goes on after a failure, to name them all.
set -u
bin=.venv/bin
failed=""

step() {
    name=$1
    shift
    if output=$("$@" 2>&1); then
        echo "ok    $name"
    else
        echo "FAIL  $name"
        echo "$output"
        failed="$failed $name"
    fi
}

deploy_check() {
    SECRET_KEY=$(head -c 60 /dev/urandom | base64 -w0) DATABASE_URL=postgres://localhost/none \
        ALLOWED_HOSTS=maillage.example.org SITE_URL=https://maillage.example.org EMAIL_URL=smtp://localhost \
        DEFAULT_FROM_EMAIL=bonjour@example.org REDIS_URL=redis://localhost \
        DJANGO_SETTINGS_MODULE=maillage.settings.production \
        $bin/python manage.py check --deploy --fail-level WARNING
}

step "ruff" $bin/ruff check .
step "format" $bin/ruff format --check .
step "templates" $bin/djlint --lint --quiet site/templates site/maillage spaces members events
step "types" $bin/mypy site/maillage spaces members events
step "stairs" env PYTHONPATH=site $bin/lint-imports --no-cache
step "system" $bin/python manage.py check --fail-level WARNING
step "migrations" $bin/python manage.py makemigrations --check --dry-run
step "deployment" deploy_check
sh site/bin/system.sh gettext && step "translations" $bin/python site/bin/check_messages.py
step "vendored" $bin/python site/vendor.py --check

[ -z "$failed" ] || { echo "Failed:$failed"; exit 1; }

#!/bin/sh
# Locks every dependency with its hashes, without any index address, for Python 3.11 and later.
set -eu
command -v uv >/dev/null || { echo "uv is needed to compile the locks: pip install uv" >&2; exit 1; }
compile() {
    uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml "$@"
}
compile -o requirements.txt
compile --group dev -o requirements-dev.txt

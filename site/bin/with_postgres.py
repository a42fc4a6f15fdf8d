"""Run a command against a private PostgreSQL, made for it and removed after it.

usage: with_postgres.py COMMAND [ARGUMENT…]

The cluster lives in a temporary folder, listens on a free port of 127.0.0.1 only, belongs to an
unprivileged user and never syncs to disk: it is for tests. `DATABASE_URL` tells the command, whose
`PATH` has the tools of that version (`pg_dump`, `psql`).
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "300",
    "shared_buffers": "128MB",
    "max_locks_per_transaction": "256",
}


def binaries() -> Path:
    """The folder of the newest PostgreSQL of this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    if initdb := shutil.which("initdb"):
        return Path(initdb).resolve().parent
    sys.exit("PostgreSQL is missing. On Debian: apt-get install postgresql")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def unprivileged() -> dict[str, int]:
    """How to become somebody else when root: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid}
    sys.exit("Neither `postgres` nor `nobody` exists: PostgreSQL cannot run as root.")


def main(command: list[str]) -> int:
    folder = Path(tempfile.mkdtemp(prefix="maillage-postgres-"))
    somebody, bin_, port = unprivileged(), binaries(), free_port()
    if somebody:
        os.chown(folder, somebody["user"], somebody["group"])
    cluster = folder / "cluster"

    def run(*words: str | Path) -> None:
        subprocess.run(words, check=True, cwd=folder, stdout=subprocess.DEVNULL, **somebody)

    try:
        run(bin_ / "initdb", "-D", cluster, "-U", "maillage", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        options += f" -c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
        run(bin_ / "pg_ctl", "-D", cluster, "-l", folder / "log", "-w", "-o", options, "start")
        run(bin_ / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "maillage", "maillage")
        url = f"postgres://maillage@127.0.0.1:{port}/maillage"
        path = f"{bin_}{os.pathsep}{os.environ.get('PATH', '')}"
        return subprocess.call(command, env=os.environ | {"DATABASE_URL": url, "PATH": path})
    finally:
        if (cluster / "postmaster.pid").exists():
            run(bin_ / "pg_ctl", "-D", cluster, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

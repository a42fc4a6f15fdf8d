"""`make demo`: the product with its demonstration network, on http://127.0.0.1:PORT/.

Prepares the database (a second run keeps it), then serves: the site, the worker that sends mail, and the clock.
With DETACH=1 it returns once the site answers and leaves its process id in var/server.pid.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
PID = VAR / "server.pid"
LOG = VAR / "server.log"
PORT = os.environ.get("PORT") or "8000"
ADDRESS = f"http://127.0.0.1:{PORT}/"
ENVIRONMENT = os.environ | {
    "DJANGO_SETTINGS_MODULE": "maillage.settings.dev",
    "SITE_URL": ADDRESS.rstrip("/"),
    "PYTHONUNBUFFERED": "1",
}
STARTS_WITHIN_S = 60
LAST_PORT = 65535


def main() -> int:
    VAR.mkdir(exist_ok=True)
    if not (PORT.isascii() and PORT.isdigit() and 0 < int(PORT) <= LAST_PORT):
        print(f"PORT takes a number from 1 to {LAST_PORT}, not “{PORT}”: PORT=9000 make demo.")
        return 2
    if answers():
        print(f"Something answers on {ADDRESS} already. `make stop` ends a server of ours; PORT=9000 takes another.")
        manage("load_demo", "--accounts-only")
        return 0 if PID.exists() else 1
    if not port_is_free():
        print(f"Port {PORT} is taken by another program: PORT=9000 make demo takes another.")
        return 1
    manage("migrate", "--verbosity", "0")
    manage("load_demo")
    return detach() if os.environ.get("DETACH") == "1" else serve()


def manage(*words: str) -> None:
    done = subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=ENVIRONMENT, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def serve() -> int:
    """Site, worker and clock until one ends or somebody stops us; none outlives the others."""
    gunicorn = [
        sys.executable, "-m", "gunicorn", "--pythonpath", "site", "--bind", f"127.0.0.1:{PORT}", "--workers", "2",
        "--threads", "4", "--log-level", "warning", "--no-control-socket", "maillage.wsgi",
    ]  # fmt: skip
    worker = [sys.executable, "manage.py", "db_worker", "--no-startup-delay", "--no-reload"]
    watch = [sys.executable, "manage.py", "clock"]
    children = [subprocess.Popen(words, cwd=ROOT, env=ENVIRONMENT) for words in (gunicorn, worker, watch)]

    def stop(*_: object) -> None:
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if wait_until_it_answers(children[0]):
        print(f"\nMaillage is on {ADDRESS}   (Ctrl-C to stop)\n", flush=True)
    while all(child.poll() is None for child in children):
        time.sleep(0.3)
    stop()
    return max(abs(child.wait()) for child in children) and 1


def detach() -> int:
    with LOG.open("ab") as log:
        server = subprocess.Popen(
            [sys.executable, __file__, "--serve"],
            cwd=ROOT,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    PID.write_text(str(server.pid), encoding="ascii")
    if not wait_until_it_answers(server):
        PID.unlink()
        print(f"The server did not start. The end of {LOG.relative_to(ROOT)}:")
        print(LOG.read_text(encoding="utf-8")[-2000:])
        return 1
    print(f"\nMaillage is on {ADDRESS}   (`make stop` ends it)\n")
    return 0


def wait_until_it_answers(server: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < deadline and server.poll() is None:
        if answers():
            return True
        time.sleep(0.2)
    return False


def answers() -> bool:
    try:
        with urllib.request.urlopen(f"{ADDRESS}sante/", timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def port_is_free() -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(PORT))) != 0


if __name__ == "__main__":
    sys.exit(serve() if "--serve" in sys.argv else main())

"""`make demo`, before it serves anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("port", ["abc", "0", "65536", "80 80", "²"])
def test_port_that_is_none_is_named(port):
    command = [sys.executable, "site/bin/demo.py"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"PORT": port}, capture_output=True, check=False)

    assert done.returncode == 2
    assert f"not “{port}”" in done.stdout.decode()
    assert done.stderr == b""

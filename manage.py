#!/usr/bin/env python
"""Entry for every command."""

import os
import sys
from pathlib import Path

# Appended, never inserted: site/locale must not shadow the standard library's `locale`.
sys.path.append(str(Path(__file__).resolve().parent / "site"))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

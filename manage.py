#!/usr/bin/env python
"""Entry for every command."""

import os
import sys
from pathlib import Path

# Appended, never inserted: site/locale must not shadow the standard library's `locale`.
sys.path.append(str(Path(__file__).resolve().parent / "site"))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.settings.dev")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:
        if settings.configured:
            raise
        sys.exit(str(refusal))  # the settings say what they lack: nothing in the code is to be looked for


if __name__ == "__main__":
    main()

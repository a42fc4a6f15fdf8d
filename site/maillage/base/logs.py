"""Logs as one JSON object a line, for the collectors of production."""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime"}

# The random part of a private address (`maillage.users.models.new_secret`): whoever reads the logs must not have it.
SECRET = re.compile(r"/[\w-]{40,}(?=[./?\s]|$)", re.ASCII)


class JsonFormatter(logging.Formatter):
    """Time, level, logger, message, what `extra=` added, and the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": SECRET.sub("/…", record.getMessage()),
        }
        entry |= {key: value for key, value in vars(record).items() if key not in _STANDARD and key != "request"}
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False, default=str)

"""How the log is written: lines for people, or JSON for machines that collect logs. Always to standard error."""

import logging
from typing import Any

from django.core.exceptions import ImproperlyConfigured

LINE = "{asctime} {levelname} [{request_id}] {name}: {message}"
FIELDS = "{asctime} {levelname} {name} {message} {request_id}"


def config(form: str) -> dict[str, Any]:
    """Django's LOGGING for `form`, text or json. Errors: `ImproperlyConfigured` for another word."""
    if form not in ("text", "json"):
        raise ImproperlyConfigured(f"SAMSPILL_LOG is text or json, not “{form}”.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"number": {"()": "samspill.core.request_ids.Numbering"}},
        "formatters": {
            "text": {"()": "samspill.core.logs.Lines", "format": LINE, "style": "{"},
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "format": FIELDS,
                "style": "{",
                "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
                "json_ensure_ascii": False,
            },
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["number"]}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # scanners; answered with 400
            "procrastinate": {"level": "WARNING"},
            # gunicorn would else write in a form of its own; what it accesses is logged by ours
            "gunicorn.error": {"level": "WARNING", "propagate": True, "handlers": []},
            "gunicorn.access": {"level": "ERROR", "propagate": False, "handlers": []},
            "botocore": {"level": "WARNING"},
            "boto3": {"level": "WARNING"},
            "s3transfer": {"level": "WARNING"},
        },
    }


class Lines(logging.Formatter):
    """One line for each message: a line break in what somebody sent cannot begin a line that looks like ours."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line without the traceback, which may have several."""
        record.message = record.message.replace("\r", "\\r").replace("\n", "\\n") if record.args else record.message
        return super().formatMessage(record)

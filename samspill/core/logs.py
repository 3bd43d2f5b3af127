"""How the log is written: lines for people, or JSON for machines that collect logs. Always to standard error."""

import logging
import re
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from pythonjsonlogger.json import JsonFormatter

LINE = "{asctime} {levelname} [{request_id}] {name}: {message}"
DETAIL = re.compile(r"^DETAIL: .*(?:\n(?!\n|[A-Z]+[ 0-9]*: |Traceback |The above |During |  File ).*)*", re.MULTILINE)
"""What PostgreSQL adds to an error: the row or the key that it was about, with all that stands in it."""
FIELDS = "{asctime} {levelname} {name} {message} {request_id}"


def config(form: str) -> dict[str, Any]:
    """Django's LOGGING for `form`, text or json. Errors: `ImproperlyConfigured` for another word."""
    if form not in ("text", "json"):
        raise ImproperlyConfigured(f"SAMSPILL_LOG is text or json, not “{form}”.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "number": {"()": "samspill.core.request_ids.Numbering"},
            "discretion": {"()": "samspill.core.request_log.Discretion"},
        },
        "formatters": {
            "text": {"()": "samspill.core.logs.Lines", "format": LINE, "style": "{"},
            "json": {
                "()": "samspill.core.logs.Objects",
                "format": FIELDS,
                "style": "{",
                "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
                "json_ensure_ascii": False,
            },
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["number", "discretion"]}
        },
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


def without_rows(trace: str, error: BaseException | None) -> str:
    """A traceback without the rows that the database quotes in it: names, addresses, passwords' hashes.

    What they are the errors themselves know, whatever lines a value has; the rest is looked for by its form.
    """
    quoted = {text for each in _all_errors(error) for text in _quoted(each)}
    for text in sorted(quoted, key=len, reverse=True):
        trace = trace.replace(text, "***")
    return DETAIL.sub("DETAIL:  ***", trace)


def _all_errors(error: BaseException | None) -> list[BaseException]:
    """The error and those from which it came, each once."""
    waiting, found = [error], []
    while waiting:
        if (one := waiting.pop()) is not None and one not in found:
            found.append(one)
            waiting += [one.__cause__, one.__context__, *getattr(one, "exceptions", ())]
    return found


def _quoted(error: BaseException) -> list[str]:
    """What PostgreSQL quotes of rows: the detail, and where it was, as in a line that is copied into a table."""
    if not isinstance(error, psycopg.Error):
        return []
    return [text for text in (error.diag.message_detail, error.diag.context) if text]


class Objects(JsonFormatter):
    """One JSON object for each message."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """In UTC, and saying so: machines would take the hour of the clock on the wall for another."""
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def formatException(self, ei: Any) -> str:
        """The traceback, in one text."""
        return without_rows(logging.Formatter.formatException(self, ei), ei[1])


class Lines(logging.Formatter):
    """One line for each message: a line break in what somebody sent cannot begin a line that looks like ours."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line without the traceback, which may have several."""
        record.message = record.message.replace("\r", "\\r").replace("\n", "\\n") if record.args else record.message
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:
        """The traceback, line by line."""
        return without_rows(super().formatException(ei), ei[1])

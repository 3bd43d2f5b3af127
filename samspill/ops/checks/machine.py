"""This machine and this installation: room on the disk, the last backup, settings that do not fit together."""

import datetime
import os
import re
import shutil
from collections.abc import Iterator
from difflib import get_close_matches
from urllib.parse import urlsplit

from samspill.ops.checks.finding import Finding, Level, Options
from samspill.ops.database import home
from samspill.ops.errors import FLOOR_BYTES

OLD = datetime.timedelta(days=2)
LOCAL = ("127.0.0.1", "localhost", "::1")


def disk(options: Options) -> Iterator[Finding]:
    """Room on the disk of `SAMSPILL_HOME`."""
    free = shutil.disk_usage(home()).free
    if free < FLOOR_BYTES:
        text = f"The disk that holds {home()} is nearly full: {free // 1000**2} MB free. Free some space."
        yield Finding("disk", "error", text)
    else:
        yield Finding("disk", "ok", f"{free / 1000**3:.1f} GB free for {home()}.")


def backup(options: Options) -> Iterator[Finding]:
    """How old the last backup is."""
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from samspill.core.models import BackupRecord

    if BackupRecord._meta.db_table not in connection.introspection.table_names():
        return
    last = BackupRecord.objects.first()
    if last is None:
        local = urlsplit(settings.SITE_URL).hostname in LOCAL
        text = "No backup was ever made; let a timer run samspill backup every night."
        yield Finding("backup", "ok" if local else "warning", text)
        return
    age = timezone.now() - last.made_at
    hours = age.total_seconds() / 3600
    told = f"The last backup is {hours:.0f} hours old ({last.size / 1000**2:.1f} MB, made on {last.machine})"
    if age > OLD:
        yield Finding("backup", "warning", f"{told}; look at the timer that runs samspill backup.")
    else:
        yield Finding("backup", "ok", f"{told}.")


def settings(options: Options) -> Iterator[Finding]:
    """Django's own checks; those about deployment where the site has an address that others can reach."""
    from django.conf import settings as django_settings
    from django.core.checks import ERROR, run_checks

    yield from _misspelt()
    local = urlsplit(django_settings.SITE_URL).hostname in LOCAL
    found = run_checks(include_deployment_checks=not local)
    for message in found:
        hint = f" {message.hint}" if message.hint else ""
        level: Level = "error" if message.level >= ERROR else "warning"
        yield Finding("settings", level, f"{message.msg}{hint} ({message.id})")
    if not found:
        kind = (
            "except those about deployment, as the site is served to this machine only" if local else "deployment too"
        )
        yield Finding("settings", "ok", f"Django's checks find nothing ({kind}).")


def _misspelt() -> Iterator[Finding]:
    """What is set and read by nobody: a wrong letter in a name is else seen when it is too late."""
    from samspill import settings as ours
    from samspill.ops.backup.commands import PASSPHRASE

    known = {*re.findall(r"^(SAMSPILL_\w+)", ours.__doc__ or "", re.MULTILINE), PASSPHRASE}
    for name in sorted(os.environ):
        if name.upper().startswith("SAMSPILL_") and name not in known:
            near = get_close_matches(name.upper(), known, 1)
            hint = f"; {near[0]} is meant, perhaps" if near else ""
            yield Finding("settings", "warning", f"{name} is set, and is no setting of Samspill{hint}.")

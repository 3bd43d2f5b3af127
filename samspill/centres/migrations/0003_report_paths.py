"""Reports of milestones lie under names of our own; those that lie under what a user called the file are moved."""

import logging
import re
from contextlib import suppress
from functools import partial
from typing import Any

import samspill.centres.models.milestone
from django.core.files.storage import default_storage
from django.db import migrations, models, transaction

OWN = re.compile(r"milestones/[^/]{2}/[^/]{8}-[0-9a-f]{8}[^/]*")
log = logging.getLogger("samspill.centres")


def move(apps: Any, schema_editor: Any) -> None:
    """Each file is copied, then named by its rows, and the old one goes when that is committed. One that cannot be
    read or written stays as it is, and opens as before if it opens at all.
    """
    rows, events = apps.get_model("centres", "Milestone").objects, apps.get_model("centres", "MilestoneEvent").objects
    for path in rows.exclude(report_file="").order_by().values_list("report_file", flat=True).distinct():
        if OWN.fullmatch(path):
            continue
        name = samspill.centres.models.milestone.report_path(rows.filter(report_file=path).first(), "")
        try:
            with default_storage.open(path) as file:
                stored = default_storage.save(name, file)
        except Exception:
            log.warning("a milestone's report stays under its old name: it could not be copied", exc_info=True)
            continue
        rows.filter(report_file=path).update(report_file=stored)
        events.filter(report_file=path).update(report_file=stored)
        transaction.on_commit(partial(_remove, path))


def _remove(path: str) -> None:
    with suppress(OSError):
        default_storage.delete(path)


class Migration(migrations.Migration):

    dependencies = [("centres", "0002_search")]

    operations = [
        migrations.AlterField(
            model_name="milestone",
            name="report_file",
            field=models.FileField(
                blank=True,
                max_length=300,
                upload_to=samspill.centres.models.milestone.report_path,
                verbose_name="Report as a file",
            ),
        ),
        migrations.AlterField(
            model_name="milestoneevent",
            name="report_file",
            field=models.FileField(
                blank=True,
                max_length=300,
                upload_to=samspill.centres.models.milestone.report_path,
                verbose_name="Report as a file",
            ),
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
    ]

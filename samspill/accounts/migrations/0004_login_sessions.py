"""Sessions get a table of ours with their user beside them; those that are open are taken over and stay open."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations, models
from django.utils import timezone

TOGETHER = 1000


def take_over(apps: Any, schema_editor: Any) -> None:
    """Each is opened once, to see whose it is. Django's own rows stay until they run out: a process that has not been
    begun anew yet reads them, and would take the cookie from everybody if they were gone.
    """
    old, new = apps.get_model("sessions", "Session"), apps.get_model("accounts", "LoginSession")
    users = set(apps.get_model("accounts", "User").objects.values_list("pk", flat=True))
    store, rows = SessionStore(), []
    for one in old.objects.filter(expire_date__gt=timezone.now()).iterator(chunk_size=TOGETHER):
        user = str(store.decode(one.session_data).get("_auth_user_id", ""))
        user_id = int(user) if user.isdecimal() and int(user) in users else None
        rows.append(
            new(session_key=one.session_key, session_data=one.session_data, expire_date=one.expire_date, user_id=user_id)
        )
        if len(rows) == TOGETHER:
            new.objects.bulk_create(rows, ignore_conflicts=True)
            rows = []
    new.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0003_reminders_and_calendar"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LoginSession",
            fields=[
                ("session_key", models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key")),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]

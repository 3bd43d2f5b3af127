"""Municipalities are also found by the names of those that became part of them."""

from django.db import migrations

from samspill.core.search.triggers import queueing

ORGANISATIONS = """
    SELECT o.id FROM parties_organisation o WHERE o.municipality_id IN (SELECT municipality_id FROM changed)
"""


class Migration(migrations.Migration):
    dependencies = [("parties", "0007_invitation_mail_outcome"), ("core", "0003_search")]
    operations = [
        queueing(
            "parties_municipalitychange", ("organisation", ORGANISATIONS), columns="old_name, municipality_id, kind"
        ),
    ]

"""What is published and hidden of reports, and what that they are of is called, is queued for the search.

Another edition of the same year takes the place of the one before it, so all of the year are looked at again.
"""

from django.db import migrations

from samspill.core.search.triggers import queueing

OF_THE_YEAR = """
    SELECT e.id FROM reports_edition e JOIN changed c ON c.year = e.year
        AND c.register_id IS NOT DISTINCT FROM e.register_id AND c.unit_id IS NOT DISTINCT FROM e.unit_id
    UNION SELECT id FROM changed
"""
NAMES = "name_nb, name_nn, name_en"


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_editions"),
        ("core", "0003_search"),
        ("parties", "0005_search"),
        ("registry", "0002_search"),
    ]
    operations = [
        queueing("reports_edition", ("report", OF_THE_YEAR), columns="published_at"),
        queueing(
            "registry_register",
            ("report", "SELECT e.id FROM reports_edition e WHERE e.register_id IN (SELECT id FROM changed)"),
            columns=NAMES,
            name="reports_of_register",
        ),
        queueing(
            "parties_unit",
            ("report", "SELECT e.id FROM reports_edition e WHERE e.unit_id IN (SELECT id FROM changed)"),
            columns=NAMES,
            name="reports_of_unit",
        ),
        migrations.RunSQL(
            "INSERT INTO core_searchqueue (kind, object_id) SELECT 'report', id FROM reports_edition"
            " WHERE published_at IS NOT NULL",
            migrations.RunSQL.noop,
        ),
    ]

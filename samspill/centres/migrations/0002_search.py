"""What changes in centres, and in who hosts them and takes part, is queued for the search."""

from django.db import migrations

from samspill.core.search.triggers import queueing

OF_ORGANISATIONS = """
    SELECT c.id FROM centres_centre c WHERE c.organisation_id IN (SELECT id FROM changed)
    UNION SELECT p.centre_id FROM centres_centrepartner p WHERE p.organisation_id IN (SELECT id FROM changed)
"""
NAMES = "name_nb, name_nn, name_en"


class Migration(migrations.Migration):
    dependencies = [("centres", "0001_initial"), ("core", "0003_search"), ("parties", "0005_search")]
    operations = [
        queueing("centres_centre", ("centre", "SELECT id FROM changed")),
        queueing("centres_centrepartner", ("centre", "SELECT centre_id FROM changed")),
        queueing(
            "parties_organisation",
            ("centre", OF_ORGANISATIONS),
            columns=f"code, short_name, {NAMES}",
            name="centres_of_organisation",
        ),
        queueing(
            "parties_unit",
            ("centre", "SELECT c.id FROM centres_centre c WHERE c.unit_id IN (SELECT id FROM changed)"),
            columns=NAMES,
            name="centres_of_unit",
        ),
        queueing(
            "centres_scheme",
            ("centre", "SELECT c.id FROM centres_centre c WHERE c.scheme_id IN (SELECT id FROM changed)"),
            columns=NAMES,
        ),
        migrations.RunSQL(
            "INSERT INTO core_searchqueue (kind, object_id) SELECT 'centre', id FROM centres_centre",
            migrations.RunSQL.noop,
        ),
    ]

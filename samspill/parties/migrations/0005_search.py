"""What changes in parties is queued for the search."""

from django.db import migrations

from samspill.core.search.triggers import queueing

OWN = "SELECT id FROM changed"


class Migration(migrations.Migration):
    dependencies = [("parties", "0004_personal_data"), ("core", "0003_search")]
    operations = [
        queueing(
            "parties_organisation",
            ("organisation", OWN),
            ("unit", "SELECT u.id FROM parties_unit u WHERE u.organisation_id IN (SELECT id FROM changed)"),
            ("person", "SELECT a.person_id FROM parties_affiliation a WHERE a.organisation_id IN (SELECT id FROM changed)"),
            columns="code, kind, name_nb, name_nn, name_en, short_name, number, ror, municipality_id, county_id, is_active",
        ),
        queueing(
            "parties_unit",
            ("unit", OWN),
            ("person", "SELECT a.person_id FROM parties_affiliation a WHERE a.unit_id IN (SELECT id FROM changed)"),
            columns="code, level, name_nb, name_nn, name_en, path, valid_to, organisation_id",
        ),
        queueing("parties_person", ("person", OWN), columns="public_id, name, is_public"),
        queueing("parties_affiliation", ("person", "SELECT person_id FROM changed")),
        queueing(
            "parties_municipality",
            ("organisation", "SELECT o.id FROM parties_organisation o WHERE o.municipality_id IN (SELECT number FROM changed)"),
            columns="name, name_official, county_id",
            key="number",
        ),
        queueing(
            "parties_county",
            ("organisation", "SELECT o.id FROM parties_organisation o WHERE o.county_id IN (SELECT number FROM changed)"),
            columns="name, region_id",
            key="number",
        ),
        migrations.RunSQL(
            """
            INSERT INTO core_searchqueue (kind, object_id)
            SELECT 'organisation', id FROM parties_organisation
            UNION ALL SELECT 'unit', id FROM parties_unit UNION ALL SELECT 'person', id FROM parties_person
            """,
            migrations.RunSQL.noop,
        ),
    ]

"""What changes in the registry, and in parties that stand in entries, is queued for the search."""

from django.db import migrations

from samspill.core.search.triggers import queueing

ENTRY = "SELECT entry_id FROM changed"
OF_UNITS = """
    SELECT e.id FROM registry_entry e WHERE e.unit_id IN (SELECT id FROM changed)
    UNION SELECT e.id FROM registry_entry e JOIN registry_register r ON r.id = e.register_id
        WHERE r.unit_id IN (SELECT id FROM changed)
    UNION SELECT c.entry_id FROM registry_contribution c WHERE c.unit_id IN (SELECT id FROM changed)
"""
OF_ORGANISATIONS = """
    SELECT e.id FROM registry_entry e WHERE e.organisation_id IN (SELECT id FROM changed)
    UNION SELECT p.entry_id FROM registry_participation p WHERE p.organisation_id IN (SELECT id FROM changed)
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial"), ("parties", "0005_search"), ("core", "0003_search")]
    operations = [
        queueing("registry_entry", ("entry", "SELECT id FROM changed")),
        queueing("registry_contribution", ("entry", ENTRY), columns="entry_id, person_id, unit_id"),
        queueing("registry_participation", ("entry", ENTRY)),
        queueing("registry_readinessreading", ("entry", ENTRY)),
        queueing(
            "registry_register",
            ("entry", "SELECT e.id FROM registry_entry e WHERE e.register_id IN (SELECT id FROM changed)"),
            columns="code, name_nb, name_nn, name_en, unit_id, organisation_id, is_public",
        ),
        queueing(
            "parties_organisation",
            ("entry", OF_ORGANISATIONS),
            columns="code, name_nb, name_nn, name_en, short_name, municipality_id, county_id",
            name="entries_of_organisation",
        ),
        queueing(
            "parties_unit",
            ("entry", OF_UNITS),
            columns="code, name_nb, name_nn, name_en, path",
            name="entries_of_unit",
        ),
        queueing(
            "parties_person",
            ("entry", "SELECT c.entry_id FROM registry_contribution c WHERE c.person_id IN (SELECT id FROM changed)"),
            columns="public_id, name, is_public",
            name="entries_of_person",
        ),
        queueing(
            "registry_entrytype",
            ("entry", "SELECT e.id FROM registry_entry e JOIN changed ON e.types @> ARRAY[changed.code]::varchar[]"),
            columns="code, name_nb, name_nn, name_en",
        ),
        migrations.RunSQL(
            "INSERT INTO core_searchqueue (kind, object_id) SELECT 'entry', id FROM registry_entry ORDER BY id",
            migrations.RunSQL.noop,
        ),
    ]

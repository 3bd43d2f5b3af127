"""Counts are found by the name of their facet; samples are a quarter of each other: all documents are made anew."""

from django.db import migrations, models

NAMES = """
    UPDATE core_searchcount
    SET name = split_part(facet, CASE WHEN facet LIKE '@%' THEN ' ' ELSE ':' END, 1);
    INSERT INTO core_searchqueue (kind, object_id) SELECT kind, object_id FROM core_searchdocument;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0009_search_by_title")]
    operations = [
        migrations.AddField(
            model_name="searchcount", name="name", field=models.TextField(default=""), preserve_default=False
        ),
        migrations.RunSQL(NAMES, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="searchcount", index=models.Index(fields=["kind", "name"], name="search_counts_by_name")
        ),
    ]

"""Documents hold the pairs of their words: a small site's are made anew by its worker, of a large one check tells."""

from django.db import migrations

AGAIN = """
    INSERT INTO core_searchqueue (kind, object_id) SELECT kind, object_id FROM core_searchdocument
    WHERE (SELECT count(*) FROM (SELECT FROM core_searchdocument LIMIT 20001) AS first) <= 20000;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0010_search_counts_by_name")]
    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]

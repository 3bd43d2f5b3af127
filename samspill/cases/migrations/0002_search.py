"""What changes in cases and stories is queued for the search, with the entry that it belongs to."""

from django.db import migrations

from samspill.core.search.triggers import queueing

ENTRY = ("entry", "SELECT entry_id FROM changed")


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_cases_stories_channels"), ("core", "0003_search")]
    operations = [
        queueing("cases_impactcase", ENTRY),
        queueing("cases_casetext", ENTRY),
        queueing("cases_casereference", ENTRY),
        queueing("cases_story", ENTRY),
    ]

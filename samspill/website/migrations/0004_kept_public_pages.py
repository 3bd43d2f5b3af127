"""Whatever the front page and the pages of people, units, organisations, registers and centres show beside documents
makes those that are kept anew (docs/adr/0051).

In place of the columns that lists show, any change counts: a statement leaves one row in the queue, not one each.
"""

from django.db import migrations
from django.db.migrations.operations.base import Operation

from samspill.core.search.changes import SHOWN
from samspill.core.search.triggers import queueing, telling

IDS = (SHOWN, "SELECT id FROM changed")
BY_COLUMNS = (
    queueing("parties_organisation", IDS, columns="contact_email, website, is_example", name="shown_of_organisation"),
    queueing("parties_unit", IDS, columns="contact_email, valid_from", name="shown_of_unit"),
    queueing("parties_person", IDS, columns="withheld", name="shown_of_person"),
    queueing(
        "registry_register", IDS, columns="contact_email, is_public, is_example, unit_id", name="shown_of_register"
    ),
)
PARTIES = (
    *("parties_organisation", "parties_unit", "parties_unitsuccession", "parties_person", "parties_role"),
    *("parties_sizefigure", "parties_municipality", "parties_municipalitychange", "parties_county", "parties_region"),
)
REGISTRY = ("registry_register", "registry_registerprofile", "registry_carriedon", "registry_relation")
CENTRES = (
    *("centres_scheme", "centres_centreregister", "centres_milestone", "centres_study", "centres_studycentre"),
    *("centres_publicmoney", "centres_advice", "centres_selfcheckscore", "recommendations_recommendation"),
)


def _no_longer(made: migrations.RunSQL) -> Operation:
    return migrations.RunSQL(made.reverse_sql, made.sql)


class Migration(migrations.Migration):
    dependencies = [
        ("centres", "0002_search"),
        ("core", "0010_search_counts_by_name"),
        ("parties", "0005_search"),
        ("recommendations", "0001_initial"),
        ("registry", "0010_carried_on_and_progress"),
        ("website", "0003_pages_ahead"),
    ]

    operations = [
        *(_no_longer(made) for made in BY_COLUMNS),
        telling(SHOWN, *PARTIES, *REGISTRY, *CENTRES),
        telling(SHOWN, "registry_contribution", events=["update"]),
    ]

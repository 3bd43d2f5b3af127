"""What lists and searches show beside documents: a change of it makes those that are kept anew (docs/adr/0037)."""

from django.db import migrations

from samspill.core.search.changes import SHOWN
from samspill.core.search.triggers import queueing

IDS = (SHOWN, "SELECT id FROM changed")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0010_search_counts_by_name"),
        ("parties", "0006_proposed_affiliations"),
        ("registry", "0012_report_due"),
        ("website", "0001_initial"),
    ]

    operations = [
        queueing(
            "parties_organisation", IDS, columns="contact_email, website, is_example", name="shown_of_organisation"
        ),
        queueing("parties_unit", IDS, columns="contact_email, valid_from", name="shown_of_unit"),
        queueing("parties_person", IDS, columns="withheld", name="shown_of_person"),
        queueing(
            "registry_register", IDS, columns="contact_email, is_public, is_example, unit_id", name="shown_of_register"
        ),
    ]

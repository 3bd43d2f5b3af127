"""Whether an initiative is shown to everyone decides whether recommendations about it are: pages that show those are
made anew when it changes (docs/adr/0051).
"""

from django.db import migrations

from samspill.core.search.changes import SHOWN
from samspill.core.search.triggers import telling


class Migration(migrations.Migration):
    dependencies = [
        ("centres", "0002_search"),
        ("website", "0004_kept_public_pages"),
    ]

    operations = [telling(SHOWN, "centres_initiative", name="initiatives")]

"""Words of a length that begin, or end, with some letters are found by an index: a misspelt one was compared with all."""

from django.contrib.postgres.indexes import OpClass
from django.db import migrations, models
from django.db.models.functions import Length, Reverse


class Migration(migrations.Migration):
    dependencies = [("core", "0013_sent_forms")]

    operations = [
        migrations.AddIndex(
            model_name="searchword",
            index=models.Index(
                Length("word"), OpClass(models.F("word"), name="varchar_pattern_ops"), name="search_word_alike"
            ),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=models.Index(
                Length("word"), OpClass(Reverse("word"), name="text_pattern_ops"), name="search_word_alike_end"
            ),
        ),
    ]

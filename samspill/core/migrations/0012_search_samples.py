"""Facets of the first two samples of documents get indexes of their own: a quarter and a sixteenth of what all take."""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the site goes on while they are made

    dependencies = [("core", "0011_search_pairs")]

    operations = [
        AddIndexConcurrently(
            model_name="searchdocument",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(models.F("facets"), name="array_ops"),
                condition=models.Q(("shuffle__lt", below)),
                name=f"search_sample_{level}",
            ),
        )
        for level, below in ((1, 536870912), (2, 134217728))
    ]

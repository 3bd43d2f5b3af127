"""The indexes of the first two samples of documents take the words too: what is frequent is counted in them."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the site goes on while they are made

    dependencies = [("core", "0014_search_words_alike")]

    operations = [
        operation
        for level, below in ((1, 536870912), (2, 134217728))
        for operation in (
            RemoveIndexConcurrently(model_name="searchdocument", name=f"search_sample_{level}"),
            AddIndexConcurrently(
                model_name="searchdocument",
                index=GinIndex(
                    OpClass(models.F("facets"), name="array_ops"),
                    OpClass(models.F("vector"), name="tsvector_ops"),
                    condition=models.Q(("shuffle__lt", below)),
                    name=f"search_sample_{level}",
                ),
            ),
        )
    ]

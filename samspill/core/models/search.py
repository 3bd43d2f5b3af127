"""The tables of the search: documents, what waits to be indexed, counts of facet values, and words."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Collate, Length, Lower, Now, Replace, Reverse

from samspill.core.sorting import LETTERS, PLACES

SAMPLES_INDEXED = (2**31 // 4, 2**31 // 16)
"""What ``shuffle`` is below in the samples 1 and 2, which have indexes of their own: the frequent is counted there."""


class SearchDocument(models.Model):
    """One thing that can be found. Made from its module's rows and nothing else: may be emptied and built anew.

    ``facets`` also holds tags that begin with @ (whose eyes, which kind) and ~ (samples of the documents by
    ``shuffle``), so that one index answers every question (docs/adr/0026). ``vector`` is of our own making.
    """

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    public = models.BooleanField()
    title = models.CharField(max_length=500)
    body = models.TextField()  # what snippets are cut from
    fresh = models.DateTimeField()
    shuffle = models.IntegerField()  # a hash of kind and id: 0 to 2³¹ - 1
    facets = ArrayField(models.TextField())
    vector = SearchVectorField()

    class Meta:
        indexes = [
            models.Index(F("kind"), F("fresh").desc(), F("object_id").desc(), name="search_newest_first"),
            models.Index(
                F("kind"),
                F("fresh").desc(),
                F("object_id").desc(),
                name="search_newest_public",
                condition=Q(public=True),
            ),
            models.Index(
                F("kind"),
                Collate(Func(Lower(F("title")), Value(LETTERS), Value(PLACES), function="translate"), "C"),
                F("object_id"),
                name="search_by_title",
            ),
            GinIndex(
                OpClass(F("facets"), name="array_ops"),
                OpClass(F("vector"), name="tsvector_ops"),
                name="search_all",
            ),
            *(
                GinIndex(
                    OpClass(F("facets"), name="array_ops"),
                    OpClass(F("vector"), name="tsvector_ops"),
                    name=f"search_sample_{level}",
                    condition=Q(shuffle__lt=below),
                )
                for level, below in enumerate(SAMPLES_INDEXED, 1)
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_document_per_object")]

    def __str__(self) -> str:
        return self.title


class SearchQueue(models.Model):
    """Something has changed and waits to be indexed. Triggers write it; never updated, only added and taken."""

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchCount(models.Model):
    """How many documents of a kind have a facet value or tag: kept in step by whoever writes documents."""

    kind = models.CharField(max_length=20)
    public = models.BooleanField()
    name = models.TextField()  # of the facet: what stands before the value
    facet = models.TextField()
    count = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "name"], name="search_counts_by_name")]
        constraints = [models.UniqueConstraint(fields=["kind", "public", "facet"], name="one_count_per_facet")]

    def __str__(self) -> str:
        return f"{self.facet}: {self.count}"


LIKE_WORDS = {
    "search_word_alike": (Length("word"), OpClass(F("word"), name="varchar_pattern_ops")),
    "search_word_alike_end": (Length("word"), OpClass(Reverse("word"), name="text_pattern_ops")),
}
"""Words of a length that begin, or end, with some letters: among which a misspelt one is looked for."""


LACKING, TYPED = "åøæđŋŧ", "aoadnt"
"""Letters that a keyboard may lack, and what is typed in their place."""
TYPED_AS_TWO = (("aa", "a"), ("oe", "o"), ("ae", "a"))


def plain_word() -> Func:
    """A word as it is typed on a keyboard that lacks letters, whichever way."""
    plain = Func(F("word"), Value(LACKING), Value(TYPED), function="translate")
    for two, one in TYPED_AS_TWO:
        plain = Replace(plain, Value(two), Value(one))
    return plain


class SearchWord(models.Model):
    """A word as it is written in some document, and in about how many: for suggestions and completion."""

    word = models.CharField(max_length=60, primary_key=True)
    documents = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(OpClass(F("word"), name="varchar_pattern_ops"), name="search_word_prefix"),
            *(models.Index(*columns, name=name) for name, columns in LIKE_WORDS.items()),
            models.Index(plain_word(), name="search_word_plain"),
        ]

    def __str__(self) -> str:
        return self.word

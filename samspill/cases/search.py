"""What the search finds an entry by beside its own words: its case in all languages, and its published stories."""

from collections.abc import Sequence

from samspill.cases.models import CaseReference, CaseText, ImpactCase, Story
from samspill.cases.wording import OF_CASE, PARTS
from samspill.core.markdown import to_plain


def texts_of(ids: Sequence[int]) -> dict[int, list[str]]:
    """Entry -> texts, without marks. Four queries. Who can confirm a case is not among them."""
    found: dict[int, list[str]] = {}

    def add(entry: int, texts: Sequence[str]) -> None:
        found.setdefault(entry, []).extend(to_plain(text) for text in texts if text)

    for case in ImpactCase.objects.filter(entry__in=ids):
        add(case.entry_id, [getattr(case, name) for name in OF_CASE])
    for text in CaseText.objects.filter(entry__in=ids).order_by("entry", "language"):
        add(text.entry_id, [getattr(text, name) for name in PARTS])
    for entry, reference in CaseReference.objects.filter(entry__in=ids).values_list("entry_id", "text"):
        add(entry, [reference])
    for entry, title, story in Story.objects.filter(entry__in=ids, published_at__isnull=False).values_list(
        "entry_id", "title", "text"
    ):
        add(entry, [title, story])
    return found

"""A case of the usual scene, and what a browser posts about it."""

from typing import Any

from samspill.cases import wording
from samspill.cases.models import CaseText, ImpactCase
from samspill.registry.choices import Kind
from samspill.registry.models import Entry
from tests.factories import EntryTypeFactory
from tests.scenes import Scene


def case_type() -> None:
    EntryTypeFactory(
        code="impact_case", kind=Kind.IMPACT_CASE, name_nb="Effekthistorie", scale=None,
        fields=["effects", "beneficiaries"],
    )  # fmt: skip


def a_case(scene: Scene, *, published: bool = False, written: bool = True, **values: Any) -> Entry:
    """An impact case of the owner's, with the municipality as partner."""
    case_type()
    make = scene.published if published else scene.complete
    entry: Entry = make(
        **{"kind": Kind.IMPACT_CASE, "types": ["impact_case"], "title": "Vannet kom", "summary": "Kort."} | values
    )
    if written:
        ImpactCase.objects.create(entry=entry, knowledge="Målinger.", details="Det virket.", period_from=2021)
    return entry


def posted(entry: Entry, **changes: Any) -> dict[str, Any]:
    """What a browser would post from the page of the case."""
    case = ImpactCase.objects.filter(entry=entry).first()
    data: dict[str, Any] = dict(wording.original_of(entry, case).texts) | {"version": entry.version}
    data |= {"period_from": (case and case.period_from) or "", "period_to": (case and case.period_to) or ""}
    return data | changes


def other(text: CaseText | None = None, **changes: Any) -> dict[str, Any]:
    """The half of the form that is in another language."""
    data: dict[str, Any] = {code: getattr(text, code) if text else "" for code in wording.PARTS}
    data |= {"version": text.version if text else 0, "follows": "on"} | changes
    return {f"other-{name}": value for name, value in data.items() if value is not None}

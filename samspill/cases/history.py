"""How the history of an entry tells of its case, stories and showings."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.cases import counting
from samspill.cases.wording import OF_CASE, PARTS
from samspill.registry.choices import Language
from samspill.registry.history import Part, more_parts


def register() -> None:
    """Called when Django is ready."""
    more_parts["ImpactCase"] = Part(
        "cases", _("Case"), _years, (*OF_CASE, "period_from", "period_to"), frozenset(OF_CASE), labels=_names
    )
    more_parts["CaseText"] = Part(
        "cases", _("Translation"), lambda event: str(Language(event.language).label), PARTS, frozenset(PARTS[1:]),
        labels=_names,
    )  # fmt: skip
    more_parts["CaseReference"] = Part("cases", _("Reference"), lambda event: str(event.text), ("text", "link", "year"))
    more_parts["CaseSource"] = Part(
        "cases", _("Source that confirms"), lambda event: str(event.name),
        ("name", "confirms", "contact", "contact_is_shown", "link"), secret=frozenset({"contact"}),
    )  # fmt: skip
    more_parts["Story"] = Part(
        "cases", _("Story"), lambda event: str(event.title),
        ("title", "text", "language", "audience", "picture_text", "published_at"), frozenset({"text"}),
        labels=lambda: {"published_at": str(_("Published"))}, hidden=lambda event: event.published_at is None,
    )  # fmt: skip
    more_parts["Shown"] = Part(
        "cases", _("Shown in a channel"), lambda event: str(event.title or event.date), ("date", "title", "url")
    )


def _years(event: Any) -> str:
    return "–".join(dict.fromkeys(str(year) for year in (event.period_from, event.period_to) if year)) or "–"


def _names() -> Mapping[str, str]:
    period = {"period_from": str(_("From the year")), "period_to": str(_("To the year"))}
    return {code: part.name for code, part in counting.parts().items()} | period

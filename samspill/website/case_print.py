"""What the PDF of a case holds, from the page of its entry."""

from typing import Any

from django.conf import settings
from django.template.defaultfilters import date as written
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samspill.cases.models import CaseReference, CaseSource
from samspill.core.typesetting import tree
from samspill.website.entry_case import CasePage
from samspill.website.entry_page import EntryPage


def print_data(shown: EntryPage, case: CasePage) -> dict[str, Any]:
    """In the active language. How to reach sources is printed only where everyone may see it."""
    entry = shown.entry
    address = settings.SITE_URL + reverse("website:entry", args=[entry.public_id, entry.slug])
    return {
        "language": get_language() or "nb",
        "title": case.title,
        "author": entry.organisation.name,
        "kind": str(entry.get_kind_display()),
        "foot": f"{settings.SITE_URL}/e/{entry.public_id}/",
        "notes": _notes(entry.organisation.is_example, case),
        "parts": [
            {"name": part.name, "language": part.lang, "tree": tree(part.text, top_heading=2)} for part in case.parts
        ],
        "facts": [{"label": label, "value": value} for label, value in _facts(shown, case, address) if value],
        "lists": [one for one in _lists(shown, case) if one["items"]],
        "words": {"page": _("Page")},
    }


def _notes(is_example: bool, case: CasePage) -> list[str]:
    found = [_("This is an example: the people and the organisations are invented.")] if is_example else []
    if case.is_other_language:
        found.append(
            _("This case is not written in the language of the page. It is shown in %(language)s.")
            % {"language": case.language_name}
        )
    if case.is_older and case.followed_on:
        found.append(
            _("The original (%(language)s) has been changed since this translation of %(day)s.")
            % {"language": case.original_name, "day": written(case.followed_on)}
        )
    if any(part.is_borrowed for part in case.parts):
        found.append(
            _("Some parts are not translated yet, and stand here in the original (%(language)s).")
            % {"language": case.original_name}
        )
    return found


def _facts(shown: EntryPage, case: CasePage, address: str) -> list[tuple[str, str]]:
    entry = shown.entry
    people = [str(one.contribution.person or one.contribution.unit) for one in shown.contributors]
    partners = [f"{one.participation.organisation.name} ({one.role.name.lower()})" for one in shown.partners]
    approved = [one.organisation.name for one in case.approvals if not one.is_of_earlier]
    return [
        (_("From"), " · ".join(filter(None, [entry.organisation.name, entry.unit.name if entry.unit else ""]))),
        (case.period_name, case.period),
        (_("Who made it"), ", ".join(people)),
        (_("Partners"), ", ".join(partners)),
        (_("Read and approved by"), ", ".join(approved)),
        (_("Sustainable development goals"), ", ".join(f"{row.number} {row.name}" for row in shown.goals)),
        (_("Published"), str(written(entry.published_at)) if entry.published_at else ""),
        (_("Last changed"), str(written(entry.updated_at))),
        (_("Address"), address),
    ]


def _lists(shown: EntryPage, case: CasePage) -> list[dict[str, Any]]:
    related = [
        {"text": one.entry.title, "more": str(one.word), "url": f"{settings.SITE_URL}/e/{one.entry.public_id}/"}
        for one in shown.related
    ]
    return [
        {"name": case.references_name, "numbered": True, "items": [_reference(one) for one in case.references]},
        {"name": case.sources_name, "numbered": False, "items": [_source(one) for one in case.sources]},
        {"name": _("It stands on"), "numbered": False, "items": related},
    ]


def _reference(one: CaseReference) -> dict[str, str]:
    year = f" ({one.year})" if one.year else ""
    return {"text": f"{one.text}{year}", "more": one.link, "url": one.link}


def _source(one: CaseSource) -> dict[str, str]:
    contact = one.contact if one.contact_is_shown else ""
    return {"text": one.name, "more": " · ".join(filter(None, [one.confirms, contact])), "url": one.link}

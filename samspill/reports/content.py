"""The document of an edition: the sections in every language, and the data that they were built from.

format, version          "samspill-report", 1; the version rises when the shape changes
scope, year, number      what it is of, and the number of the edition
everyone, made_at        whether it counts only what everyone may see; ISO 8601, UTC
site, software           where and with what it was made
languages.<code>         title, subtitle, organisation, sections, records (see samspill.core.reporting.plain);
                         of a year without anything, one section "nothing" names all that there is none of
data.entries             each entry as it was: code, version, kind, types, title, dates, readings, partners
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from samspill import __version__
from samspill.core.reporting import Scope, section_kinds
from samspill.core.reporting.plain import plain_sections
from samspill.registry import words
from samspill.registry.models import Participation
from samspill.registry.reporting import entries_of, register_of, scope_of
from samspill.registry.reporting.years import Facts, facts_of, new_in, published_in, stopped_in, there
from samspill.reports.models import Edition

FORMAT, VERSION = "samspill-report", 1
NOTHING = "nothing"
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
Tell = Callable[[int], None]


def build(edition: Edition, tell: Tell) -> dict[str, Any]:
    """The document, read from the database as it is now. ``tell`` is given percent from time to time."""
    scope = scope_of(edition.subject, everyone=edition.everyone)
    kinds = section_kinds(_chosen(scope), everyone=edition.everyone)
    is_empty = _is_empty(scope, edition.year)
    languages: dict[str, Any] = {}
    steps, done = len(kinds) * len(LANGUAGES) or 1, 0
    for language in LANGUAGES:
        with translation.override(language):
            built = []
            for kind in kinds:
                built.append((kind, kind.build(scope, edition.year)))
                done += 1
                tell(90 * done // steps)
            languages[language] = {
                "title": title(edition.year),
                "subtitle": scope.name,
                "organisation": scope.subject.organisation.name,
                **(_gathered(plain_sections(built), edition.year) if is_empty else plain_sections(built)),
            }
    return {
        "format": FORMAT,
        "version": VERSION,
        "scope": {"kind": scope.kind, "code": scope.code, "organisation": scope.subject.organisation.code}
        | ({"is_example": True} if _is_example(scope) else {}),
        "year": edition.year,
        "number": edition.number,
        "everyone": edition.everyone,
        "made_at": edition.made_at.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="seconds"),
        "site": {"name": str(settings.SITE_NAME), "url": settings.SITE_URL},
        "software": f"Samspill {__version__}",
        "languages": languages,
        "data": {"entries": [_entry(one, _partners(scope)) for one in facts_of(scope)]},
    }


def _is_empty(scope: Scope, year: int) -> bool:
    """Whether the year has nothing of what a report counts."""
    return not any(found(scope, year) for found in (there, new_in, published_in, stopped_in))


def _gathered(said: dict[str, Any], year: int) -> dict[str, Any]:
    """What there is none of, listed once instead of under a heading each; a section with something in it stays."""
    none = [section["title"] for section in said["sections"] if not section["blocks"]]
    if not none:
        return said
    lines = [_("So there is nothing under these headings:"), "", *(f"- {one}" for one in none)]
    nothing = {
        "code": NOTHING,
        "title": _("Nothing from %(year)s") % {"year": year},
        "blocks": [{"type": "text", "text": "\n".join(lines)}],
        "empty": _("Nothing is recorded that was there in %(year)s.") % {"year": year},
    }
    return said | {"sections": [*(section for section in said["sections"] if section["blocks"]), nothing]}


def _is_example(scope: Scope) -> bool:
    """Whether it is of the invented example: a unit is when its organisation is."""
    return bool(getattr(scope.subject, "is_example", False) or scope.subject.organisation.is_example)


def title(year: int) -> str:
    """What the report is called."""
    return _("Innovation report %(year)s") % {"year": year}


def _chosen(scope: Scope) -> list[str]:
    """The sections that the register's profile names; none for all that there are."""
    register = register_of(scope)
    return list(register.profile.report_sections) if register else []


def _entry(one: Facts, partners: dict[int, list[list[str | None]]]) -> dict[str, Any]:
    levels = words.levels()
    return {
        "id": one.public_id,
        "version": one.version,
        "kind": one.kind,
        "types": list(one.types),
        "title": one.title,
        "status": one.status,
        "first": one.first.isoformat(),
        "published": one.published.isoformat() if one.published else None,
        "stopped": one.stopped.isoformat() if one.stopped else None,
        "readings": [[reading.date.isoformat(), levels[reading.level].code] for reading in one.readings],
        "partners": partners.get(one.pk, []),
    }


def _partners(scope: Scope) -> dict[int, list[list[str | None]]]:
    return scope.keep("reports.partners", lambda: _read_partners(scope))


def _read_partners(scope: Scope) -> dict[int, list[list[str | None]]]:
    found: dict[int, list[list[str | None]]] = {}
    rows = Participation.objects.filter(entry__in=entries_of(scope)).order_by("organisation__code", "role_id")
    for entry, code, role, since in rows.values_list("entry_id", "organisation__code", "role_id", "in_use_since"):
        found.setdefault(entry, []).append([code, str(role), since.isoformat() if since else None])
    return found

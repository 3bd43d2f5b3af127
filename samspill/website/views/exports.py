"""Every public list as a file: what is filtered, and what this reader may see. The address is the list's own with
``eksport.xlsx``, ``.csv`` or ``.json`` after it, and the same filters."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.core import strange
from samspill.core.exporting import Column, Table, respond
from samspill.core.search import matching_ids
from samspill.core.sorting import by_name
from samspill.parties import exporting as parties
from samspill.parties.domain.acting import acting_for
from samspill.parties.models import Person, SizeFigure, Unit
from samspill.registry.exporting.entries import entry_table
from samspill.registry.exporting.lists import register_table, vocabulary_table
from samspill.registry.shown import people_named, registers_shown
from samspill.website import filters, glossary
from samspill.website.organisations import chosen_organisations, filters_that_are_on


@require_safe
def entries(request: HttpRequest, form: str) -> HttpResponseBase:
    """Entries with all the filters of their list."""
    acting = acting_for(request.user)
    asked = filters.read(request.GET, acting)
    return respond(
        request,
        form=form,
        title=_("Entries"),
        filters=[(active.label, active.text) for active in asked.active],
        problems=asked.problems,
        understood="&".join(asked.written),
        make=lambda: entry_table(
            matching_ids(asked.text, kind="entry", filters=asked.filters, audience=acting), acting
        ),
    )


def _unknown(request: HttpRequest, *known: str) -> list[str]:
    return strange.told(strange.names(request.GET, known))


@require_safe
def registers(request: HttpRequest, form: str) -> HttpResponseBase:
    """The registers that the reader may see."""
    rows = registers_shown(acting_for(request.user))
    return respond(
        request, form=form, title=_("Registers"), problems=_unknown(request), make=lambda: register_table(rows)
    )


@require_safe
def organisations(request: HttpRequest, form: str) -> HttpResponseBase:
    """Organisations with the filters of their list."""
    chosen = chosen_organisations(request.GET, acting_for(request.user))
    return respond(
        request,
        form=form,
        title=_("Organisations"),
        filters=filters_that_are_on(chosen),
        problems=chosen.problems,
        understood=chosen.query,
        make=lambda: parties.organisation_table(chosen.rows.order_by(by_name("name_nb"), "pk")),
    )


@require_safe
def figures(request: HttpRequest, form: str) -> HttpResponseBase:
    """Size figures of the organisations that the filters leave, or of the one with ``code``; with their sources."""
    chosen = chosen_organisations(request.GET, acting_for(request.user), "code")
    rows = SizeFigure.objects.filter(organisation__in=chosen.rows.order_by(), replaced_at=None)
    filters_on = filters_that_are_on(chosen)
    if code := request.GET.get("code", "").replace("\x00", ""):
        rows = rows.filter(organisation__code=code)
        filters_on.append((_("Organisation"), code))
    rows = rows.order_by(by_name("organisation__name_nb"), "organisation", "measure", "unit", "-date", "-pk")
    return respond(
        request,
        form=form,
        title=_("Size figures"),
        filters=filters_on,
        problems=chosen.problems,
        understood=urlencode({"code": code}) if code else chosen.query,
        page=reverse("website:organisation_list"),
        make=lambda: parties.figure_table(rows),
    )


@require_safe
def units(request: HttpRequest, form: str) -> HttpResponseBase:
    """All units, or those of the organisation with ``organisation``."""
    code = request.GET.get("organisation", "").replace("\x00", "")
    rows = Unit.objects.filter(Q(organisation__code=code) if code else Q())
    return respond(
        request,
        form=form,
        title=_("Units"),
        filters=[(_("Organisation"), code)] if code else [],
        problems=_unknown(request, "organisation"),
        understood=urlencode({"organisation": code}) if code else "",
        make=lambda: parties.unit_table(rows.order_by(by_name("organisation__name_nb"), "organisation", "path")),
    )


@require_safe
def people(request: HttpRequest, form: str) -> HttpResponseBase:
    """People with a public page, by name (``q``)."""
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]
    rows = people_named(text) if text else Person.objects.filter(is_public=True)
    return respond(
        request,
        form=form,
        title=_("People"),
        filters=[(_("Words"), text)] if text else [],
        problems=_unknown(request),
        understood=urlencode({"q": text}) if text else "",
        page=reverse("website:environments"),
        make=lambda: parties.person_table(rows.order_by(by_name("name"), "pk")),
    )


@require_safe
def words(request: HttpRequest, form: str) -> HttpResponseBase:
    """The glossary, or the words that ``q`` finds."""
    text = request.GET.get("q", "")[:100]
    found = glossary.find(text)
    columns = [
        Column("term_nb", "Bokmål", 30), Column("term_nn", "Nynorsk", 30), Column("term_en", "English", 30),
        Column("also_called", _("Also called"), 60),
    ]  # fmt: skip

    def make() -> Table:
        return Table(
            columns=columns,
            count=len(found),
            objects=lambda: iter(found),
            cells=lambda term: [term.term_nb, term.term_nn, term.term_en, "; ".join(term.also_called)],
        )

    return respond(
        request,
        form=form,
        title=_("Words"),
        filters=[(_("Words"), text)] if text else [],
        problems=_unknown(request),
        understood=urlencode({"q": text}) if text else "",
        make=make,
    )


@require_safe
def codes(request: HttpRequest, form: str) -> HttpResponseBase:
    """The codes of all vocabularies, with their names in three languages."""
    return respond(
        request,
        form=form,
        title=_("Codes"),
        problems=_unknown(request),
        page=reverse("website:glossary"),
        make=vocabulary_table,
    )

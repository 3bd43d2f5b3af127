"""Channels, what was shown in them, stories, and a case as PDF."""

from dataclasses import dataclass

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.cases import pdf, policies, queries
from samspill.cases.exporting import channel_table, shown_table, story_table
from samspill.cases.models import Channel, Shown, Story, StoryForm
from samspill.core import strange
from samspill.core.enumerating import in_a_row
from samspill.core.exporting import respond
from samspill.core.policy import require
from samspill.core.typesetting import TypesettingError
from samspill.parties.domain.acting import NOBODY, acting_for
from samspill.registry import policies as registry_policies
from samspill.registry.choices import Kind
from samspill.registry.models import Register
from samspill.registry.shown import is_tombstone, registers_shown
from samspill.website import case_print, entry_record, story_atom
from samspill.website.entry_page import entry_page

ROWS = 50
STORIES = 20
FILTERS = ("channel", "register", "year", "q")
NEWEST = 50


@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """The catalogue: what each channel suits, and how much was shown there."""
    acting = acting_for(request.user)
    found = [
        {"channel": channel, "suits": in_a_row(queries.suits_in_words(channel))}
        for channel in queries.channels_with_numbers(acting)
    ]
    may_make = acting.is_known and bool(policies.may_make_channels(acting))
    return render(request, "website/cases/channels.html", {"channels": found, "may_make": may_make})


@require_safe
def channels_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The catalogue as a file."""
    rows = queries.channels_with_numbers(acting_for(request.user))
    return respond(
        request,
        form=form,
        title=_("Channels"),
        problems=strange.told(strange.names(request.GET, ())),
        make=lambda: channel_table(rows),
    )


@dataclass(frozen=True)
class Asked:
    """What the address asks for, and the rows that are left."""

    rows: "QuerySet[Shown]"
    chosen: dict[str, str]
    told: list[tuple[str, str]]
    problems: list[str]

    @property
    def query(self) -> str:
        """The same filters in another address."""
        return urlencode({name: value for name, value in self.chosen.items() if value})


def _asked(request: HttpRequest) -> Asked:
    """Unknown filters and values are left out and told of, not refused."""
    acting = acting_for(request.user)
    rows = queries.shown_to(acting)
    chosen = {name: request.GET.get(name, "").replace("\x00", "").strip()[:200] for name in FILTERS}
    told = []
    unknown = strange.names(request.GET, FILTERS)
    if channel := Channel.objects.filter(code=chosen["channel"]).first():
        rows = rows.filter(channel=channel)
        told.append((_("Channel"), channel.name))
    elif chosen["channel"]:
        unknown.append(f"{_('Channel')}: {chosen['channel'][:60]}")
        chosen["channel"] = ""
    if register := registers_shown(acting).filter(code=chosen["register"]).first():
        rows = rows.filter(entry__register=register)
        told.append((_("Register"), register.name))
    elif chosen["register"]:
        unknown.append(f"{_('Register')}: {chosen['register'][:60]}")
        chosen["register"] = ""
    if chosen["year"].isascii() and chosen["year"].isdecimal() and len(chosen["year"]) == 4:
        rows = rows.filter(date__year=int(chosen["year"]))
        told.append((_("Year"), chosen["year"]))
    elif chosen["year"]:
        unknown.append(f"{_('Year')}: {chosen['year'][:60]}")
        chosen["year"] = ""
    if chosen["q"]:
        rows = rows.filter(entry__title__icontains=chosen["q"]) | rows.filter(title__icontains=chosen["q"])
        told.append((_("Words"), chosen["q"]))
    return Asked(rows, chosen, told, strange.told(unknown))


@require_safe
def shown(request: HttpRequest) -> HttpResponse:
    """What was shown where, with filters."""
    asked = _asked(request)
    acting = acting_for(request.user)
    seen = queries.shown_to(acting).order_by()
    years = sorted(set(seen.annotate(year=ExtractYear("date")).values_list("year", flat=True)), reverse=True)
    registers: QuerySet[Register] = registers_shown(acting).filter(pk__in=seen.values("entry__register"))
    context = {
        "page": Paginator(asked.rows, ROWS).get_page(request.GET.get("page")),
        "chosen": asked.chosen,
        "query": asked.query,
        "problems": asked.problems,
        "channels": Channel.objects.filter(code__in=seen.values("channel")),
        "registers": registers,
        "years": [str(year) for year in years],
    }
    return render(request, "website/cases/shown.html", context)


@require_safe
def shown_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same as a file."""
    asked = _asked(request)
    return respond(
        request,
        form=form,
        title=_("Shown in channels"),
        filters=asked.told,
        problems=asked.problems,
        understood=asked.query,
        make=lambda: shown_table(asked.rows),
    )


@dataclass(frozen=True)
class AskedStories:
    """The stories that the address leaves, newest first; ``chosen`` is the form that they are narrowed to, if any."""

    rows: "QuerySet[Story]"
    chosen: StoryForm | None
    forms: list[StoryForm]
    problems: list[str]

    @property
    def query(self) -> str:
        """The same filter in another address."""
        return urlencode({"form": self.chosen.code}) if self.chosen else ""


def _asked_stories(request: HttpRequest) -> AskedStories:
    rows = queries.stories_shown(acting_for(request.user))
    wanted = request.GET.get("form", "")
    forms = list(StoryForm.objects.filter(is_active=True))
    unknown = strange.names(request.GET, ["form"])
    chosen = next((one for one in forms if one.code == wanted), None)
    if chosen:
        rows = rows.filter(form=chosen)
    elif wanted:
        unknown.append(f"{_('Forms')}: {wanted[:60]}")
    return AskedStories(rows, chosen, forms, strange.told(unknown))


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """Stories of all entries that the reader may see, the newest first."""
    asked = _asked_stories(request)
    context = {
        "page": Paginator(asked.rows, STORIES).get_page(request.GET.get("page")),
        "forms": asked.forms,
        "chosen": asked.chosen.code if asked.chosen else "",
        "query": asked.query,
        "problems": asked.problems,
    }
    return render(request, "website/cases/stories.html", context)


@require_safe
def stories_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same as a file, with the whole texts."""
    asked = _asked_stories(request)
    return respond(
        request,
        form=form,
        title=_("Stories"),
        filters=[(_("Form of the story"), asked.chosen.name)] if asked.chosen else [],
        problems=asked.problems,
        understood=asked.query,
        make=lambda: story_table(asked.rows),
    )


@require_safe
def story_feed(request: HttpRequest) -> HttpResponse:
    """The newest stories that everyone may read, as Atom."""
    rows = list(queries.stories_shown(NOBODY)[:NEWEST])
    page = settings.SITE_URL + reverse("website:stories")
    content = story_atom.feed(rows, self_url=settings.SITE_URL + reverse("website:story_feed"), page_url=page)
    answer = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=300"
    return answer


@require_safe
def case_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """One impact case as PDF, in the language of the page if it is written in that."""
    record = entry_record.read(public_id)
    if record is None or record.entry.kind != Kind.IMPACT_CASE or is_tombstone(record.entry):
        raise Http404
    acting = acting_for(request.user)
    if acting.is_known:
        record.hold()
    require(registry_policies.may_see(acting, record.entry))
    page = entry_page(record, acting)
    assert page.case is not None  # of its kind
    data = case_print.print_data(page, page.case)
    try:
        content = pdf.write(data, made_at=record.entry.updated_at)
    except TypesettingError:
        return render(request, "website/cases/no_pdf.html", status=503)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="samspill-{public_id}-{data["language"]}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=60"
    return answer

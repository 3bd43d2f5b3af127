"""The words that entries are described with, and scales of readiness."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from ninja import Router

from samspill.api import answers
from samspill.api.routing import reader, reads
from samspill.api.schemas.base import href
from samspill.api.schemas.vocabularies import (
    ScaleList,
    ScaleOut,
    VocabularyList,
    VocabularyOut,
    VocabularyRow,
    WordOut,
)
from samspill.centres.models import Scheme
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation, SizeFigure, Unit
from samspill.registry import choices, shown
from samspill.registry.fields import DETAIL_FIELDS
from samspill.registry.models import (
    ContributionRole,
    Discipline,
    Effect,
    EntryType,
    ParticipationRole,
    ReadinessLevel,
    ReadinessScale,
    Recipient,
    ServiceArea,
    SubDimension,
    SustainableDevelopmentGoal,
)

router = Router(tags=["vocabularies"])
Words = Callable[[], Iterable[WordOut]]


def _rows(rows: Callable[[], Iterable[Any]], *more: str) -> Words:
    """Words that are rows; ``more`` are fields that only these have."""

    def words() -> Iterable[WordOut]:
        names = [name for name in WordOut.model_fields if name != "more"]
        for row in rows():
            own = {name: getattr(row, name) for name in names}
            yield WordOut(**own, more={name: _plain(getattr(row, name)) for name in more})

    return words


def _plain(value: Any) -> Any:
    return getattr(value, "code", value)


def _choices(values: Iterable[tuple[str, Any]]) -> Words:
    """Words that are a closed list in the code."""

    def words() -> Iterable[WordOut]:
        for code, label in values:
            yield WordOut(code=code, **_in_three(label))

    return words


def _details() -> Iterable[WordOut]:
    for code, field in DETAIL_FIELDS.items():
        yield WordOut(code=code, **_in_three(field.label), more={"form": field.form})


def _in_three(label: str | Promise) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for language in ("nb", "nn", "en"):
        with override(language):
            found[f"name_{language}"] = str(label)
    return found


VOCABULARIES: dict[str, tuple[Any, Words]] = {
    "entry-types": (
        _("Types of entry"),
        _rows(
            lambda: EntryType.objects.select_related("subdimension", "scale"),
            "kind", "subdimension", "way", "fields", "scale", "orcid_work_type", "cerif_class",
        ),
    ),
    "sub-dimensions": (_("Sub-dimensions"), _rows(SubDimension.objects.all, "main", "dimension")),
    "disciplines": (_("Disciplines"), _rows(lambda: Discipline.objects.select_related("parent"), "parent")),
    "service-areas": (_("Municipal service areas"), _rows(ServiceArea.objects.all)),
    "sdgs": (
        _("Sustainable development goals"), _rows(SustainableDevelopmentGoal.objects.all, "number", "colour")
    ),
    "contribution-roles": (_("Roles of contributors"), _rows(ContributionRole.objects.all, "credit_role")),
    "participation-roles": (_("Roles of organisations"), _rows(ParticipationRole.objects.all)),
    "effects": (_("Effects"), _rows(lambda: Effect.objects.select_related("register"), "register")),
    "recipients": (_("Effects for whom"), _rows(lambda: Recipient.objects.select_related("register"), "register")),
    "centre-schemes": (
        _("Schemes for centres"),
        _rows(Scheme.objects.all, "years", "first_years", "second_years", "has_midterm", "midterm_months"),
    ),
    "detail-fields": (_("Extra fields of entries"), _details),
    "kinds": (_("Kinds of entry"), _choices(choices.Kind.choices)),
    "ways": (_("Ways to innovation"), _choices(choices.Way.choices)),
    "statuses": (_("Status of an entry"), _choices(choices.Status.choices)),
    "visibilities": (_("Who can see an entry"), _choices(choices.Visibility.choices)),
    "languages": (_("Languages of texts"), _choices(choices.Language.choices)),
    "organisation-kinds": (_("Kinds of organisation"), _choices(Organisation.Kind.choices)),
    "unit-levels": (_("Levels of units"), _choices(Unit.Level.choices)),
    "measures": (_("Size figures"), _choices(SizeFigure.Measure.choices)),
}  # fmt: skip
"""Code -> its name, and its words."""


@reads(router, "/vocabularies", VocabularyList, summary="Vocabularies")
def vocabulary_list(request: HttpRequest) -> HttpResponse:
    """What there is a vocabulary of."""
    items = [
        VocabularyRow(code=code, name=str(name), href=href("vocabularies", code))
        for code, (name, _words) in VOCABULARIES.items()
    ]
    return answers.page(request, VocabularyList(items=items), cursor=None)


@reads(router, "/vocabularies/{code}", VocabularyOut, summary="A vocabulary")
def vocabulary(request: HttpRequest, code: str) -> HttpResponse:
    """Its words in their order, those that are no longer offered too. Registers' own words: of those you may see."""
    if code not in VOCABULARIES:
        raise Http404
    words = _of_registers_shown(list(VOCABULARIES[code][1]()), reader(request))
    return answers.page(request, VocabularyOut(code=code, items=words), cursor=None)


def _of_registers_shown(words: list[WordOut], acting: Acting) -> list[WordOut]:
    """Without words that a register has added for itself, of which the reader may not know. At most one query."""
    registers = {one.more.get("register") for one in words} - {None}
    if not registers:
        return words
    seen = set(shown.registers_shown(acting).filter(code__in=registers).values_list("code", flat=True))
    return [one for one in words if one.more.get("register") in {None, *seen}]


@reads(router, "/readiness-scales", ScaleList, summary="Scales of readiness")
def scale_list(request: HttpRequest) -> HttpResponse:
    """All scales with their levels."""
    return answers.page(request, ScaleList(items=[_scale(row) for row in _scales()]), cursor=None)


@reads(router, "/readiness-scales/{code}", ScaleOut, summary="A scale of readiness")
def scale(request: HttpRequest, code: str) -> HttpResponse:
    """With its levels."""
    found = get_object_or_404(_scales(), code=code)
    return answers.page(request, _scale(found), cursor=None)


def _scales() -> Any:
    return ReadinessScale.objects.prefetch_related(
        Prefetch("levels", queryset=ReadinessLevel.objects.order_by("level"))
    )


def _scale(row: ReadinessScale) -> ScaleOut:
    return ScaleOut.of(row, list(row.levels.all()))

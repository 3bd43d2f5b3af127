# mypy: disable-error-code="attr-defined,no-untyped-call"
# The factory package is typed in part only.
"""Made-up centres, initiatives and recommendations for tests."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from samspill.centres.models import Advice, Centre, CentrePartner, Initiative, Milestone, Scheme, Study
from samspill.recommendations.models import Recommendation
from tests.factories import OrganisationFactory


class SchemeFactory(DjangoModelFactory[Scheme]):
    """An SFI: five years and three, with a midterm evaluation."""

    class Meta:
        model = Scheme
        django_get_or_create = ("code",)

    code = "sfi"
    name_nb = "SFI"
    years = 8
    first_years = 5
    second_years = 3
    has_midterm = True
    midterm_months = 12


class AdviceFactory(DjangoModelFactory[Advice]):
    class Meta:
        model = Advice
        django_get_or_create = ("code",)

    code = "leadership"
    name_nb = "Tung lederforankring"
    next_step_nb = "Sett innovasjon som fast sak."


class CentreFactory(DjangoModelFactory[Centre]):
    class Meta:
        model = Centre

    code = factory.Sequence(lambda n: f"senter{n}")
    name_nb = factory.Sequence(lambda n: f"Senter {n}")
    scheme = factory.SubFactory(SchemeFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    start = date(2021, 1, 1)
    split = date(2026, 1, 1)
    end = date(2028, 12, 31)


class CentrePartnerFactory(DjangoModelFactory[CentrePartner]):
    class Meta:
        model = CentrePartner

    centre = factory.SubFactory(CentreFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = "user"


class MilestoneFactory(DjangoModelFactory[Milestone]):
    class Meta:
        model = Milestone

    centre = factory.SubFactory(CentreFactory)
    kind = "midterm"
    due = date(2025, 1, 1)


class InitiativeFactory(DjangoModelFactory[Initiative]):
    class Meta:
        model = Initiative

    code = factory.Sequence(lambda n: f"satsing{n}")
    name_nb = factory.Sequence(lambda n: f"Satsing {n}")
    organisation = factory.SubFactory(OrganisationFactory)


class StudyFactory(DjangoModelFactory[Study]):
    class Meta:
        model = Study

    kind = "effect"
    title = "En effektstudie"
    year = 2025
    organisation = factory.SubFactory(OrganisationFactory)


class RecommendationFactory(DjangoModelFactory[Recommendation]):
    """About a centre, not public, received."""

    class Meta:
        model = Recommendation

    text = "La partnerne velge tema."
    source_kind = "midterm"
    source_title = "Midtveisevaluering"
    source_date = date(2024, 11, 14)
    subject_kind = "centre"
    subject_code = factory.LazyAttribute(lambda made: CentreFactory(organisation=made.organisation).code)
    organisation = factory.SubFactory(OrganisationFactory)


def make_world(*, organisation: Any, unit: Any) -> Centre:
    """One of everything, with addresses that the permission table can name."""
    place = {"organisation": organisation, "unit": unit}
    centre: Centre = CentreFactory(code="senter", **place)
    CentreFactory(code="lukket", is_public=False, **place)
    MilestoneFactory(public_id="midway22", centre=centre)
    InitiativeFactory(code="satsing", **place)
    StudyFactory(public_id="study222", organisation=organisation).centre_links.create(centre=centre)
    AdviceFactory()
    RecommendationFactory(public_id="advice22", subject_code="senter", **place)
    return centre

"""Reference data is loaded by command, again and again, without touching what somebody edited here."""

from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from samspill.parties.models import Municipality, Organisation, SizeFigure, Unit
from samspill.registry.models import EntryType, ReadinessLevel, SustainableDevelopmentGoal

pytestmark = pytest.mark.django_db


def load() -> str:
    out = StringIO()
    call_command("load_reference", stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module", autouse=True)
def _loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Loaded once for all of these."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


@pytest.mark.requirement("R-NFR-01")
def test_everything_is_loaded_and_a_second_time_changes_nothing() -> None:
    assert Municipality.objects.count() == 357
    assert Organisation.objects.filter(kind="municipality").count() == 357
    assert SustainableDevelopmentGoal.objects.count() == 17
    assert ReadinessLevel.objects.filter(scale__code="trl").count() == 9
    assert Unit.objects.filter(organisation__code="ntnu", parent=None, level="faculty").count() == 8
    again = load()
    assert all("0 new, 0 updated" in line for line in again.splitlines()), again


def test_two_municipalities_share_a_name_and_stay_two() -> None:
    assert set(Municipality.objects.filter(name="Herøy").values_list("number", flat=True)) == {"1515", "1818"}
    assert set(Municipality.objects.filter(name="Våler").values_list("number", flat=True)) == {"3114", "3419"}


def test_a_local_edit_is_kept_and_told_and_the_rest_of_the_row_follows_the_table() -> None:
    row = Municipality.objects.get(number="3407")
    row.administrative_centre = "Gjøvik sentrum"
    row.population = 1  # as an older table would have said …
    row.reference_values |= {"population": 1}
    row.save()
    told = load()
    row.refresh_from_db()
    assert row.administrative_centre == "Gjøvik sentrum"
    assert row.population is not None
    assert row.population > 25_000
    assert "kept as edited here: municipalities 3407: administrative_centre" in told


@pytest.mark.requirement("R-PAR-03")
def test_a_municipality_keeps_its_older_figures_with_date_and_source() -> None:
    figures = SizeFigure.objects.filter(organisation__code="kommune-3407", measure="inhabitants")
    assert [figure.date for figure in figures] == [date(2026, 1, 1), date(2024, 1, 1), date(2020, 1, 1)]
    assert all(figure.source for figure in figures)


@pytest.mark.requirement("R-REG-19")
def test_no_service_social_or_artistic_innovation_is_put_on_trl() -> None:
    for code in ("service", "social", "organisational", "policy", "artistic"):
        scale = EntryType.objects.get(code=code).scale
        assert scale is not None
        assert scale.code != "trl"


def test_a_county_authority_lies_in_its_county_also_where_it_was_loaded_without() -> None:
    row = Organisation.objects.get(code="county-34")
    assert str(row.county) == "Innlandet"
    row.county = None
    row.reference_values = {name: value for name, value in row.reference_values.items() if name != "county_id"}
    row.save()
    load()
    row.refresh_from_db()
    assert str(row.county) == "Innlandet"

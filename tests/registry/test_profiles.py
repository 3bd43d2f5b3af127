"""The profiles that come with Samspill, and that a local edit of one stays."""

import pytest
from django.db import ProgrammingError
from django.utils import translation

from samspill.registry import profiles
from samspill.registry.fields import DETAIL_FIELDS
from samspill.registry.models import RegisterProfile
from samspill.registry.models.profile import check_due_day, free_profile
from samspill.registry.reference import load

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-18")]


def test_the_shipped_profiles_are_whole_and_an_edit_stays() -> None:
    load()
    found = {row.code: row for row in RegisterProfile.objects.all()}
    assert set(found) == {"free", "zen_like", "higheff_like", "nccs_like"}
    for row in found.values():
        assert row.name_nb
        assert row.name_nn
        assert row.name_en
        assert set(row.fields) <= set(profiles.CHOSEN) | set(DETAIL_FIELDS)
        assert row.source or row.code == "free"
        for day in row.due_days:
            check_due_day(day)
    zen, higheff, nccs = found["zen_like"], found["higheff_like"], found["nccs_like"]
    assert (len(zen.due_days), zen.sets_targets, zen.assesses) == (2, True, False)
    assert (higheff.assesses, higheff.assessment_threshold, higheff.review_months) == (True, 4, [11])
    assert (nccs.has_work_plans, nccs.has_effects) == (True, True)
    assert found["free"].pk == free_profile()
    zen.due_days = ["06-15", "12-15"]
    zen.save()
    load()
    zen.refresh_from_db()
    assert zen.due_days == ["06-15", "12-15"]


def test_where_a_method_is_described_is_said_in_the_readers_language() -> None:
    load()
    zen = RegisterProfile.objects.get(code="zen_like")
    english = zen.source_en
    zen.source, zen.source_nn, zen.source_en = english, "", ""  # as it was before there were three
    zen.reference_values |= {"source": english}
    del zen.reference_values["source_nn"], zen.reference_values["source_en"]
    zen.save()
    load()
    zen.refresh_from_db()
    for language, word in (("nb", "vårt eget valg"), ("nn", "vårt eige val"), ("en", "our own choice")):
        with translation.override(language):
            assert word in zen.described_in
            assert "Innovasjon i SFI-er og FME-er" in zen.described_in  # the title of a document stays its own
    own = RegisterProfile(source="Vårt notat")
    with translation.override("en"):
        assert own.described_in == "Vårt notat"


def test_no_profile_may_be_deleted_even_by_sql() -> None:
    with pytest.raises(ProgrammingError, match="Cannot delete"):
        RegisterProfile.objects.filter(code="free").delete()

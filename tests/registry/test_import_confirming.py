"""What is confirmed is written all or nothing, once, by those who may; and files are forgotten."""

from datetime import date

import pytest
from django.db.models import F

from samspill.core.importing.errors import say
from samspill.core.policy import Refusal
from samspill.registry.domain.bulk import NewEntry, create_entries
from samspill.registry.importing import acts, work
from samspill.registry.models import (
    Entry,
    Evidence,
    ImportJob,
    ImportLine,
    SourceRecord,
)
from tests.factories import UserFactory
from tests.registry.sheets import Centre, actions
from tests.registry.two_rows import CHAIR, HEADINGS, LAMP, SHEET, changed, edit, events, sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]


@pytest.fixture
def centre() -> Centre:
    return Centre()


@pytest.mark.requirement("R-REG-07")
def test_faulty_rows_wait_while_the_others_are_taken_in(centre: Centre) -> None:
    job = centre.take_in(sheet(LAMP, changed(CHAIR, Start="snart")))
    assert (job.status, [entry.title for entry in centre.register.entries.all()]) == ("checked", ["Lampe"])
    acts.mend(job=job, actor=centre.curator, row=3, column=HEADINGS.index("Start"), value="1.2.2021")
    centre.confirm(job)
    assert job.status == ImportJob.Status.DONE
    assert centre.entry("Stol").start_date == date(2021, 2, 1)
    assert ImportLine.objects.count() == 0


@pytest.mark.requirement("R-REG-07")
def test_all_or_nothing(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something goes wrong in the second chunk: nothing of the first is left, and it can be confirmed again."""
    monkeypatch.setattr("samspill.registry.importing.taking_in.CHUNK", 1)
    calls = []

    def breaks(**kwargs: object) -> list[Entry]:
        calls.append(kwargs)
        if len(calls) == 2:
            raise OSError("the disk is full")
        return create_entries(**kwargs)  # type: ignore[arg-type]

    job = centre.check(SHEET)
    acts.confirm(job=job, actor=centre.curator)
    with monkeypatch.context() as broken:
        broken.setattr("samspill.registry.importing.taking_in.create_entries", breaks)
        with pytest.raises(OSError, match="disk"):
            work.run(job.pk)
    assert Entry.objects.count() == 0
    assert not SourceRecord.objects.exists()
    job.refresh_from_db()
    assert job.status == ImportJob.Status.COMMITTING
    ImportJob.objects.update(progressed_at=F("created_at") - work.QUIET * 2)
    assert work.revive() == [job.pk]
    work.run(job.pk)
    assert Entry.objects.count() == 2


def test_a_job_that_keeps_stopping_is_given_up_and_says_so(centre: Centre) -> None:
    job = centre.check(SHEET)
    acts.confirm(job=job, actor=centre.curator)
    for _attempt in range(work.MAX_ATTEMPTS):
        ImportJob.objects.update(progressed_at=F("created_at") - work.QUIET * 2)
        assert work.revive() == [job.pk]
        assert work.revive() == []  # it has just been begun anew
    ImportJob.objects.update(progressed_at=F("created_at") - work.QUIET * 2)
    assert work.revive() == []
    job.refresh_from_db()
    assert job.status == ImportJob.Status.CHECKED
    assert len(say(job.message)) > 20


def test_confirmed_twice_written_once(centre: Centre) -> None:
    job = centre.check(SHEET)
    assert acts.confirm(job=job, actor=centre.curator) is True
    assert acts.confirm(job=job, actor=centre.curator) is False
    work.run(job.pk)
    before = events()
    work.run(job.pk)
    assert acts.confirm(job=job, actor=centre.curator) is False
    work.run(job.pk)
    assert (Entry.objects.count(), events()) == (2, before)


def test_an_edit_between_check_and_confirmation_stops_the_batch(centre: Centre) -> None:
    centre.take_in(SHEET)
    job = centre.check(sheet(changed(LAMP, Beskrivelse="Ny i arket"), changed(CHAIR, Sted="Loftet")))
    assert actions(job) == {"Lampe": "update", "Stol": "update"}
    edit(centre, summary="Skrevet her i mellomtida")
    centre.confirm(job)
    assert centre.entry("Stol").details == {"place": "Bua"}
    assert (job.status, job.message["code"]) == ("checked", "changed_meanwhile")
    assert actions(job) == {"Lampe": "conflict", "Stol": "update"}
    acts.decide(job=job, actor=centre.curator, choice="sheet")
    centre.confirm(job)
    assert (centre.entry("Lampe").summary, centre.entry("Stol").details) == ("Ny i arket", {"place": "Loftet"})


def test_the_same_sheet_sent_twice_before_either_is_taken_in(centre: Centre) -> None:
    first, second = centre.check(SHEET), centre.check(SHEET)
    centre.confirm(first)
    centre.confirm(second)
    assert second.status == ImportJob.Status.DONE
    assert Entry.objects.count() == 2


def test_only_curators(centre: Centre) -> None:
    job = centre.check(SHEET)
    stranger = UserFactory()
    for act in (acts.confirm, acts.cancel):
        with pytest.raises(Refusal):
            act(job=job, actor=stranger)
    with pytest.raises(Refusal):
        acts.mend(job=job, actor=stranger, row=2, column=1, value="x")
    new = NewEntry("innovation", {"title": "X"})
    with pytest.raises(Refusal):
        create_entries(actor=stranger, register=centre.register, entries=[new], reason="")


def test_files_and_rows_are_forgotten_after_thirty_days(centre: Centre) -> None:
    job = centre.take_in(SHEET)
    assert work.forget() == 0
    ImportJob.objects.update(finished_at=F("created_at") - work.KEPT * 2)
    name, storage = job.file.name, job.file.storage
    assert storage.exists(name)
    assert work.forget() == 1
    assert not storage.exists(name)
    assert job.rows.first().values == {}
    assert Entry.objects.count() == 2
    assert Evidence.objects.count() == 2

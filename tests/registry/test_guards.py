"""What the database itself refuses, whoever asks: raw SQL, past every rule in Python."""

import threading
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from samspill.core.errors import RuleError
from samspill.registry.choices import Status
from samspill.registry.domain.parts import set_contribution
from samspill.registry.models import Contribution, Entry, StatusChange
from tests.factories import ContributionFactory, EntryFactory, PersonFactory, ReadingFactory, UserFactory
from tests.scenes import Scene


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def check_now() -> None:
    """Run the checks that otherwise wait for the end of the transaction."""
    sql("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db
@pytest.mark.requirement("R-REG-02")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registry_readinessreading SET level_id = level_id + 1",
        "UPDATE registry_readinessreading SET date = '1999-12-31'",
        "UPDATE registry_readinessreading SET note = 'noe annet'",
        "DELETE FROM registry_readinessreading",
        "TRUNCATE registry_readinessreading CASCADE",
    ],
)
def test_a_reading_is_never_changed_or_removed(statement: str) -> None:
    reading = ReadingFactory(number=4)
    check_now()
    with pytest.raises(DatabaseError, match=r"never changed or removed|never removed"), transaction.atomic():
        sql(statement)
    reading.refresh_from_db()
    assert (reading.level.level, str(reading.date)) == (4, "2023-12-31")


@pytest.mark.django_db
@pytest.mark.requirement("R-REG-02")
def test_an_entry_with_readings_cannot_be_deleted_under_them() -> None:
    reading = ReadingFactory()
    with pytest.raises(DatabaseError), transaction.atomic():  # noqa: PT012 – either may refuse
        sql("DELETE FROM registry_entry WHERE id = %s", reading.entry_id)
        check_now()
    assert Entry.objects.filter(pk=reading.entry_id).exists()


def _step() -> StatusChange:
    return StatusChange.objects.create(
        entry=EntryFactory(),
        action="return",
        from_status=Status.SUBMITTED,
        to_status=Status.RETURNED,
        message="Mer",
        actor=UserFactory(),
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registry_statuschange SET message = 'noe annet'",
        "UPDATE registry_statuschange SET at = now()",
        "UPDATE registry_statuschange SET actor_id = actor_id + 1",
        "DELETE FROM registry_statuschange",
        "TRUNCATE registry_statuschange CASCADE",
    ],
)
def test_a_step_is_never_changed_or_removed(statement: str) -> None:
    step = _step()
    check_now()
    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        sql(statement)
    step.refresh_from_db()
    assert step.message == "Mer"


@pytest.mark.django_db
def test_a_user_who_is_erased_is_forgotten_in_steps_and_nothing_else_changes() -> None:
    step = _step()
    assert step.actor is not None
    step.actor.delete()
    step.refresh_from_db()
    assert (step.actor, step.message) == (None, "Mer")


@pytest.mark.django_db
def test_shares_past_100_are_refused_by_the_database() -> None:
    entry = EntryFactory()
    ContributionFactory(entry=entry, share=60)
    with pytest.raises(IntegrityError, match="more than 100 percent"), transaction.atomic():  # noqa: PT012
        Contribution.objects.create(entry=entry, person=PersonFactory(), share=Decimal("40.01"))
        check_now()
    sql("SET CONSTRAINTS ALL DEFERRED")
    other = ContributionFactory(entry=entry, share=40)
    check_now()
    with pytest.raises(IntegrityError, match="more than 100 percent"), transaction.atomic():
        sql("UPDATE registry_contribution SET share = 41 WHERE id = %s", other.pk)


@pytest.mark.django_db
def test_shares_may_pass_100_on_the_way_within_a_transaction() -> None:
    entry = EntryFactory()
    first, second = ContributionFactory(entry=entry, share=80), ContributionFactory(entry=entry, share=20)
    sql("UPDATE registry_contribution SET share = 80 WHERE id = %s", second.pk)
    sql("UPDATE registry_contribution SET share = 20 WHERE id = %s", first.pk)
    check_now()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [("types", "{no-such}"), ("disciplines", "{no-such}"), ("service_areas", "{no-such}"), ("sdgs", "{18}")],
)
def test_codes_that_do_not_exist_are_refused(column: str, value: str) -> None:
    entry = EntryFactory()
    with pytest.raises(IntegrityError, match="does not exist"), transaction.atomic():
        sql(f"UPDATE registry_entry SET {column} = %s WHERE id = %s", value, entry.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["entry", "contribution", "participation", "evidence", "relation", "register"])
def test_every_tracked_table_writes_an_event_on_insert_update_and_delete(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relname = %s "
            "AND t.tgname ~ '^pgtrigger_(insert_insert|update_update|delete_delete)'",
            [f"registry_{table}"],
        )
        assert cursor.fetchone() == (3,)


@pytest.mark.django_db(transaction=True)
def test_two_who_add_shares_at_once_cannot_pass_100_together() -> None:
    scene = Scene()
    entry = scene.entry()
    people = [PersonFactory(), PersonFactory()]
    ready, failures = threading.Barrier(2, timeout=10), []

    def add(number: int) -> None:
        try:
            ready.wait()
            set_contribution(entry=entry, actor=scene.owner, person=people[number], share=Decimal(60))
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=add, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(failures) == 1
    assert isinstance(failures[0], RuleError)
    assert failures[0].field == "share"
    assert Contribution.objects.get(entry=entry).share == 60


@pytest.mark.django_db
def test_no_table_that_refuses_deletions_can_be_emptied() -> None:
    """Of the triggers in the database: those before a deletion (8) that refuse it, without one before TRUNCATE (32)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT t.tgrelid::regclass::text FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE NOT t.tgisinternal AND t.tgtype & 8 > 0 AND p.prosrc LIKE '%%RAISE EXCEPTION%%' "
            "AND p.prosrc NOT LIKE '%%pgtrigger: Cannot delete%%' AND NOT EXISTS "  # vocabularies: loaded again
            "(SELECT FROM pg_trigger e WHERE e.tgrelid = t.tgrelid AND e.tgtype & 32 > 0) ORDER BY 1"
        )
        assert [row[0] for row in cursor.fetchall()] == []
    for table in ("reviews_callentry", "reviews_agendaitem", "reviews_reviewmeeting", "rounds_updateround"):
        with pytest.raises(DatabaseError, match="never removed"), transaction.atomic():
            sql(f"TRUNCATE {table} CASCADE")

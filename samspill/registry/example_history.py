"""The example's history bears the days of its story: what was loaded in one moment is told as it went, year by year.

Triggers stamp every change with the moment of the transaction. In the example alone that moment is moved: to the day
an entry was registered, a level was read, a party answered, a story was shown. Who did it stays as it was loaded, and
the reason says that it is the example. Nothing that people have entered is touched: only rows of example registers,
and only events of the transaction that loads them.
"""

import pgtrigger
from django.db import connection

from samspill.registry.history import SOURCES, event_model, more_parts

EXAMPLE = "SELECT e.id FROM registry_entry e JOIN registry_register r ON r.id = e.register_id WHERE r.is_example"
FIRST_STEPS = f"""
    UPDATE registry_entry e SET created_at = s.first - interval '2 hours', updated_at = s.last
    FROM (SELECT entry_id, min(at) AS first, max(at) AS last FROM registry_statuschange GROUP BY entry_id) s
    WHERE s.entry_id = e.id AND e.id IN ({EXAMPLE})
"""  # noqa: S608 (no user text)
READINGS = f"""
    UPDATE registry_readinessreading g
    SET recorded_at = least(now(), greatest(e.created_at, g.date + CASE WHEN g.corrects_id IS NULL
        THEN interval '12 hours' ELSE interval '7 days' END))
    FROM registry_entry e WHERE e.id = g.entry_id AND g.recorded_at >= now() AND e.id IN ({EXAMPLE})
"""  # noqa: S608 (no user text)
ANSWERS = f"""
    UPDATE registry_confirmation c
    SET at = least(now(), greatest(e.created_at + interval '1 day',
        coalesce(c.date, e.created_at::date) + time '15:00'))
    FROM registry_entry e
    WHERE e.id = coalesce(
        (SELECT p.entry_id FROM registry_contribution p WHERE p.id = c.contribution_id),
        (SELECT p.entry_id FROM registry_participation p WHERE p.id = c.participation_id)
    ) AND c.at >= now() AND e.id IN ({EXAMPLE})
"""  # noqa: S608 (no user text)


def set_back() -> int:
    """Move the moments of the example's history. Returns of how many events."""
    with (
        connection.cursor() as cursor,
        pgtrigger.ignore("registry.ReadinessReading:never_changed", "registry.Confirmation:never_edited"),
    ):
        for statement in (FIRST_STEPS, READINGS, ANSWERS):
            cursor.execute(statement)
        return sum(_events(cursor, source) for source in (*SOURCES, *more_parts))


def _events(cursor: object, source: str) -> int:
    """Events of this transaction that no module has moved already, to when the entry was registered."""
    model = event_model(source)
    columns = {field.column for field in model._meta.fields}
    owner = "pgh_obj_id" if source == "Entry" else "entry_id" if "entry_id" in columns else "source_id"
    cursor.execute(  # type: ignore[attr-defined]
        f"UPDATE {model._meta.db_table} v SET pgh_created_at = e.created_at FROM registry_entry e"  # noqa: S608
        f" WHERE e.id = v.{owner} AND v.pgh_created_at = now() AND e.id IN ({EXAMPLE})"
    )
    return int(cursor.rowcount)  # type: ignore[attr-defined]

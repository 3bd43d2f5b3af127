"""Tables whose rows are written once: triggers refuse every change and deletion, also by SQL (docs/adr/0005)."""

import pgtrigger

from samspill.core.personal_data.neutral import erasing_changes_only


def never_changed(what: str, *texts: str, forgets: str = "") -> list[pgtrigger.Trigger]:
    """The triggers of such a table. ``what``: its rows, in the plural, for the refusal.

    An erasure (docs/adr/0028) may take a name from ``texts``; ``forgets`` is the column of a user who may be forgotten.
    """
    return [
        pgtrigger.Trigger(
            name="never_changed",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=f"""
                    IF TG_OP = 'UPDATE' THEN
                        {_forgetting(forgets, texts) if forgets else _ONLY_TEXTS}
                        IF {erasing_changes_only(*texts)} THEN
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION '{what} are never changed or removed';
                """,
        ),
        never_truncated(what),
    ]


def never_truncated(what: str) -> pgtrigger.Trigger:
    """Nor is the table emptied."""
    return pgtrigger.Trigger(
        name="never_truncated",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func=f"RAISE EXCEPTION '{what} are never removed';",
    )


_ONLY_TEXTS = "-- The name of somebody who is erased may go from the texts; nothing else may change."


def _forgetting(column: str, texts: tuple[str, ...]) -> str:
    names = " and ".join(texts)
    return f"""-- A user who is erased may be forgotten, and a name in the {names}; nothing else may change.
                        IF NEW.{column} IS NULL AND to_jsonb(NEW) - '{column}' = to_jsonb(OLD) - '{column}' THEN
                            RETURN NEW;
                        END IF;"""

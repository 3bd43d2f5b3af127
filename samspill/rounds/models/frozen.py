"""What belongs to a round that is closed never changes: the triggers that see to it."""

import pgtrigger

from samspill.core.personal_data.neutral import erasing_changes_only


def never_changed_once_closed(closed: str, *texts: str) -> pgtrigger.Trigger:
    """``closed`` is SQL that tells of ``ROW`` whether its round is closed; an erasure may take names from ``texts``."""
    return pgtrigger.Trigger(
        name="never_changed_once_closed",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP <> 'INSERT' THEN
                IF {closed.replace("ROW", "OLD")} THEN
                    IF TG_OP = 'UPDATE' THEN
                        IF {erasing_changes_only(*texts)} THEN
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'the round is closed: nothing in it is changed' USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                IF {closed.replace("ROW", "NEW")} THEN
                    RAISE EXCEPTION 'the round is closed: nothing is added' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            END IF;
            RETURN OLD;
        """,
    )

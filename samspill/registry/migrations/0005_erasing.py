"""The guarded tables let an erasure take a name out of their texts, and nothing else."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("registry", "0001_initial"), ("parties", "0004_personal_data")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='confirmation',
            name='never_edited',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='readinessreading',
            name='never_changed',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='statuschange',
            name='never_changed',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='confirmation',
            trigger=pgtrigger.compiler.Trigger(name='never_edited', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    -- The name of somebody who is erased may go from the message; nothing else may change.\n                    IF COALESCE(current_setting('samspill.erasing', true), '') = 'on' AND to_jsonb(NEW) - ARRAY['message'] = to_jsonb(OLD) - ARRAY['message'] THEN\n                        RETURN NEW;\n                    END IF;\n                    RAISE EXCEPTION 'answers are never edited';\n                ", hash='c3dbc048717dadbee522f49ae5f8e5af251084f0', operation='UPDATE OF "contribution_id", "participation_id", "statement", "answer", "date", "message", "about", "at"', pgid='pgtrigger_never_edited_6186f', table='registry_confirmation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='readinessreading',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF TG_OP = 'UPDATE' THEN\n                        -- The name of somebody who is erased may go from the texts; nothing else may change.\n                        IF COALESCE(current_setting('samspill.erasing', true), '') = 'on' AND to_jsonb(NEW) - ARRAY['note', 'reason'] = to_jsonb(OLD) - ARRAY['note', 'reason'] THEN\n                            RETURN NEW;\n                        END IF;\n                    END IF;\n                    RAISE EXCEPTION 'readiness readings are never changed or removed';\n                ", hash='d0a08774aebb878929218ecbfbc94cdb761b0c66', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_aef00', table='registry_readinessreading', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statuschange',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF TG_OP = 'UPDATE' THEN\n                        -- A user who is erased may be forgotten, and a name in the message; nothing else may change.\n                        IF NEW.actor_id IS NULL AND to_jsonb(NEW) - 'actor_id' = to_jsonb(OLD) - 'actor_id' THEN\n                            RETURN NEW;\n                        END IF;\n                        IF COALESCE(current_setting('samspill.erasing', true), '') = 'on' AND to_jsonb(NEW) - ARRAY['message'] = to_jsonb(OLD) - ARRAY['message'] THEN\n                            RETURN NEW;\n                        END IF;\n                    END IF;\n                    RAISE EXCEPTION 'steps of the workflow are never changed or removed';\n                ", hash='e46f4422d6e43883d7af5735684fb82f4a3f69a0', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_6a9ec', table='registry_statuschange', when='BEFORE')),
        ),
    ]

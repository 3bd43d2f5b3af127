"""Items keep whether they had stopped when their round closed; for rounds that are closed it stands in what was frozen."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


FROM_WHAT_WAS_FROZEN = """
    ALTER TABLE rounds_rounditem DISABLE TRIGGER USER;  -- they refuse changes in closed rounds
    UPDATE rounds_rounditem item SET was_stopped = true
        FROM rounds_updateround round, registry_entry entry, jsonb_array_elements(round.content::jsonb -> 'items') kept
        WHERE item.round_id = round.id AND item.entry_id = entry.id AND round.state = 'closed'
            AND kept ->> 'entry' = entry.public_id AND kept ->> 'state' = 'stopped';
    ALTER TABLE rounds_rounditem ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('rounds', '0002_counts'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='rounditem',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='rounditem',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='rounditem',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='rounditem',
            name='was_stopped',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name='rounditemevent',
            name='was_stopped',
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunSQL(FROM_WHAT_WAS_FROZEN, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='rounditem',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rounds_rounditemevent" ("because", "entry_id", "former_id", "id", "note", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "target_id", "was_stopped") VALUES (NEW."because", NEW."entry_id", NEW."former_id", NEW."id", NEW."note", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."round_id", NEW."target_id", NEW."was_stopped"); RETURN NULL;', hash='582fda0ca5e34ebf807ae843d2022b2bf9d6a158', operation='INSERT', pgid='pgtrigger_insert_insert_eb6f3', table='rounds_rounditem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rounditem',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rounds_rounditemevent" ("because", "entry_id", "former_id", "id", "note", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "target_id", "was_stopped") VALUES (NEW."because", NEW."entry_id", NEW."former_id", NEW."id", NEW."note", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."round_id", NEW."target_id", NEW."was_stopped"); RETURN NULL;', hash='f6b8de3db54300ca1520063649204c20db9c425f', operation='UPDATE', pgid='pgtrigger_update_update_dc8e9', table='rounds_rounditem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rounditem',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rounds_rounditemevent" ("because", "entry_id", "former_id", "id", "note", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "target_id", "was_stopped") VALUES (OLD."because", OLD."entry_id", OLD."former_id", OLD."id", OLD."note", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."round_id", OLD."target_id", OLD."was_stopped"); RETURN NULL;', hash='f267ee30d8aea308dc20b5b02373b101f18504e1', operation='DELETE', pgid='pgtrigger_delete_delete_421cb', table='rounds_rounditem', when='AFTER')),
        ),
    ]

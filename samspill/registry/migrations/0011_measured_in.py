"""What a number is measured in is no unit of an organisation, and is not called like one."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0010_carried_on_and_progress'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='progress',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='progress',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='progress',
            name='delete_delete',
        ),
        migrations.RenameField(
            model_name='progress',
            old_name='unit',
            new_name='measured_in',
        ),
        migrations.RenameField(
            model_name='progressevent',
            old_name='unit',
            new_name='measured_in',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='progress',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registry_progressevent" ("date", "entry_id", "id", "indicator", "measured_in", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value") VALUES (NEW."date", NEW."entry_id", NEW."id", NEW."indicator", NEW."measured_in", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."value"); RETURN NULL;', hash='6d99c4b72e877ec752b00598df3f77fd12f4dd83', operation='INSERT', pgid='pgtrigger_insert_insert_1fbac', table='registry_progress', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='progress',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "registry_progressevent" ("date", "entry_id", "id", "indicator", "measured_in", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value") VALUES (NEW."date", NEW."entry_id", NEW."id", NEW."indicator", NEW."measured_in", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."value"); RETURN NULL;', hash='e478e159915ddbd9ce13ab1e90ea8a93e29fc6b0', operation='UPDATE', pgid='pgtrigger_update_update_a874c', table='registry_progress', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='progress',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registry_progressevent" ("date", "entry_id", "id", "indicator", "measured_in", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value") VALUES (OLD."date", OLD."entry_id", OLD."id", OLD."indicator", OLD."measured_in", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."value"); RETURN NULL;', hash='21e367e1fd8d604fab33ed29e305be0a177fc4c8', operation='DELETE', pgid='pgtrigger_delete_delete_51a1c', table='registry_progress', when='AFTER')),
        ),
    ]

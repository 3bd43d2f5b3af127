"""Entries that a successor carries on, progress indicators, and relations to pilots and forums."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('registry', '0009_effects'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='relation',
            name='kind',
            field=models.CharField(choices=[('led_to', 'Led to'), ('documents', 'Documents'), ('tested_in', 'Tested and shown in'), ('moved_forward', 'Moved forward')], max_length=20),
        ),
        migrations.AlterField(
            model_name='relationevent',
            name='kind',
            field=models.CharField(choices=[('led_to', 'Led to'), ('documents', 'Documents'), ('tested_in', 'Tested and shown in'), ('moved_forward', 'Moved forward')], max_length=20),
        ),
        migrations.CreateModel(
            name='Progress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(max_length=100, verbose_name='Indicator')),
                ('value', models.DecimalField(decimal_places=4, max_digits=16, verbose_name='Value')),
                ('unit', models.CharField(blank=True, max_length=30, verbose_name='Unit of measure')),
                ('date', models.DateField(verbose_name='Date')),
                ('note', models.TextField(blank=True, verbose_name='Note')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='progress', to='registry.entry')),
            ],
            options={
                'ordering': ['indicator', 'date', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProgressEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('indicator', models.CharField(max_length=100, verbose_name='Indicator')),
                ('value', models.DecimalField(decimal_places=4, max_digits=16, verbose_name='Value')),
                ('unit', models.CharField(blank=True, max_length=30, verbose_name='Unit of measure')),
                ('date', models.DateField(verbose_name='Date')),
                ('note', models.TextField(blank=True, verbose_name='Note')),
                ('entry', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registry.entry')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='registry.progress')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CarriedOn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('reason', models.TextField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='carried_on', to='registry.entry')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='carried_away', to='registry.register')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='carried_here', to='registry.register')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='carried_to_another_register'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='carried_on_for_a_reason')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='carriedon',
            trigger=pgtrigger.compiler.Trigger(name='never_edited', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    -- The name of somebody who is erased may go from the reason; nothing else may change.\n                    IF COALESCE(current_setting('samspill.erasing', true), '') = 'on' AND to_jsonb(NEW) - ARRAY['reason'] = to_jsonb(OLD) - ARRAY['reason'] THEN\n                        RETURN NEW;\n                    END IF;\n                    RAISE EXCEPTION 'what was carried on is never edited';\n                ", hash='2aa67bd7cb7a8adff309f5e5ede94d8e77346090', operation='UPDATE OF "entry_id", "source_id", "target_id", "version", "reason", "at"', pgid='pgtrigger_never_edited_31770', table='registry_carriedon', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='progress',
            constraint=models.UniqueConstraint(fields=('entry', 'indicator', 'date'), name='one_value_per_indicator_and_day'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='progress',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registry_progressevent" ("date", "entry_id", "id", "indicator", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit", "value") VALUES (NEW."date", NEW."entry_id", NEW."id", NEW."indicator", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."unit", NEW."value"); RETURN NULL;', hash='b649bf23e35088e44a9a2be974d07976a69f8ebc', operation='INSERT', pgid='pgtrigger_insert_insert_1fbac', table='registry_progress', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='progress',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "registry_progressevent" ("date", "entry_id", "id", "indicator", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit", "value") VALUES (NEW."date", NEW."entry_id", NEW."id", NEW."indicator", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."unit", NEW."value"); RETURN NULL;', hash='99de56ed9578686dfbea4a3054fe00ac1a3e42b3', operation='UPDATE', pgid='pgtrigger_update_update_a874c', table='registry_progress', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='progress',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registry_progressevent" ("date", "entry_id", "id", "indicator", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unit", "value") VALUES (OLD."date", OLD."entry_id", OLD."id", OLD."indicator", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."unit", OLD."value"); RETURN NULL;', hash='7cb1d67c059f2e3623cff1f268e0405836d2d5b9', operation='DELETE', pgid='pgtrigger_delete_delete_51a1c', table='registry_progress', when='AFTER')),
        ),
    ]

"""Effects and recipients; a tag that comes, goes or changes has its entry indexed anew."""


import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from samspill.core.search.triggers import queueing


class Migration(migrations.Migration):

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('registry', '0008_profiles'),
    ]

    operations = [
        migrations.CreateModel(
            name='Effect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference_version', models.CharField(blank=True, editable=False, max_length=10)),
                ('reference_values', models.JSONField(blank=True, default=dict, editable=False)),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('name_nb', models.CharField(max_length=200)),
                ('name_nn', models.CharField(blank=True, max_length=200)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('description_nb', models.TextField(blank=True)),
                ('description_nn', models.TextField(blank=True)),
                ('description_en', models.TextField(blank=True)),
                ('position', models.PositiveIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('register', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='own_%(class)ss', to='registry.register')),
            ],
            options={
                'ordering': ['position', 'code'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EffectEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, max_length=60)),
                ('name_nb', models.CharField(max_length=200)),
                ('name_nn', models.CharField(blank=True, max_length=200)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('description_nb', models.TextField(blank=True)),
                ('description_nn', models.TextField(blank=True)),
                ('description_en', models.TextField(blank=True)),
                ('position', models.PositiveIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='registry.effect')),
                ('register', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registry.register')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EffectTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('expected', 'Expected'), ('achieved', 'Achieved')], default='expected', max_length=10, verbose_name='Stage')),
                ('note', models.TextField(blank=True, verbose_name='What shows it, or why we expect it')),
                ('since', models.DateField(blank=True, null=True, verbose_name='Achieved since')),
                ('effect', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tags', to='registry.effect')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='effect_tags', to='registry.entry')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference_version', models.CharField(blank=True, editable=False, max_length=10)),
                ('reference_values', models.JSONField(blank=True, default=dict, editable=False)),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('name_nb', models.CharField(max_length=200)),
                ('name_nn', models.CharField(blank=True, max_length=200)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('description_nb', models.TextField(blank=True)),
                ('description_nn', models.TextField(blank=True)),
                ('description_en', models.TextField(blank=True)),
                ('position', models.PositiveIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('register', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='own_%(class)ss', to='registry.register')),
            ],
            options={
                'ordering': ['position', 'code'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EffectTagEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('stage', models.CharField(choices=[('expected', 'Expected'), ('achieved', 'Achieved')], default='expected', max_length=10, verbose_name='Stage')),
                ('note', models.TextField(blank=True, verbose_name='What shows it, or why we expect it')),
                ('since', models.DateField(blank=True, null=True, verbose_name='Achieved since')),
                ('effect', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registry.effect')),
                ('entry', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registry.entry')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='registry.effecttag')),
                ('recipient', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registry.recipient')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='effecttag',
            name='recipient',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tags', to='registry.recipient'),
        ),
        migrations.CreateModel(
            name='RecipientEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, max_length=60)),
                ('name_nb', models.CharField(max_length=200)),
                ('name_nn', models.CharField(blank=True, max_length=200)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('description_nb', models.TextField(blank=True)),
                ('description_nn', models.TextField(blank=True)),
                ('description_en', models.TextField(blank=True)),
                ('position', models.PositiveIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='registry.recipient')),
                ('register', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registry.register')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='effect',
            trigger=pgtrigger.compiler.Trigger(name='effect_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='5d6eee75f3a662916a5d44bd8729f9c64e9aa887', operation='DELETE', pgid='pgtrigger_effect_never_deleted_ac58d', table='registry_effect', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='effect',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registry_effectevent" ("code", "description_en", "description_nb", "description_nn", "id", "is_active", "name_en", "name_nb", "name_nn", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "register_id") VALUES (NEW."code", NEW."description_en", NEW."description_nb", NEW."description_nn", NEW."id", NEW."is_active", NEW."name_en", NEW."name_nb", NEW."name_nn", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."register_id"); RETURN NULL;', hash='99087fcbbec29329c1cdfcf6f1a9c4db9c14e4e4', operation='INSERT', pgid='pgtrigger_insert_insert_61d2c', table='registry_effect', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='effect',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."description_en" IS DISTINCT FROM (NEW."description_en") OR OLD."description_nb" IS DISTINCT FROM (NEW."description_nb") OR OLD."description_nn" IS DISTINCT FROM (NEW."description_nn") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_nb" IS DISTINCT FROM (NEW."name_nb") OR OLD."name_nn" IS DISTINCT FROM (NEW."name_nn") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."register_id" IS DISTINCT FROM (NEW."register_id"))', func='INSERT INTO "registry_effectevent" ("code", "description_en", "description_nb", "description_nn", "id", "is_active", "name_en", "name_nb", "name_nn", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "register_id") VALUES (NEW."code", NEW."description_en", NEW."description_nb", NEW."description_nn", NEW."id", NEW."is_active", NEW."name_en", NEW."name_nb", NEW."name_nn", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."register_id"); RETURN NULL;', hash='8f4f68a6f8a1fbf27001ab30d37f08c0acc904f8', operation='UPDATE', pgid='pgtrigger_update_update_96193', table='registry_effect', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='effect',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registry_effectevent" ("code", "description_en", "description_nb", "description_nn", "id", "is_active", "name_en", "name_nb", "name_nn", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "register_id") VALUES (OLD."code", OLD."description_en", OLD."description_nb", OLD."description_nn", OLD."id", OLD."is_active", OLD."name_en", OLD."name_nb", OLD."name_nn", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."register_id"); RETURN NULL;', hash='6d585f093ea523bf23cc5d222e6a4573be7e0b15', operation='DELETE', pgid='pgtrigger_delete_delete_3f1b9', table='registry_effect', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recipient',
            trigger=pgtrigger.compiler.Trigger(name='recipient_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='d7a07e4ad4be3ef2f04ffec111717670fef1d06e', operation='DELETE', pgid='pgtrigger_recipient_never_deleted_0f586', table='registry_recipient', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recipient',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registry_recipientevent" ("code", "description_en", "description_nb", "description_nn", "id", "is_active", "name_en", "name_nb", "name_nn", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "register_id") VALUES (NEW."code", NEW."description_en", NEW."description_nb", NEW."description_nn", NEW."id", NEW."is_active", NEW."name_en", NEW."name_nb", NEW."name_nn", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."register_id"); RETURN NULL;', hash='eea5ae0dc49ebdeb395e83010b487074df12c93e', operation='INSERT', pgid='pgtrigger_insert_insert_f1bf0', table='registry_recipient', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recipient',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."description_en" IS DISTINCT FROM (NEW."description_en") OR OLD."description_nb" IS DISTINCT FROM (NEW."description_nb") OR OLD."description_nn" IS DISTINCT FROM (NEW."description_nn") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_nb" IS DISTINCT FROM (NEW."name_nb") OR OLD."name_nn" IS DISTINCT FROM (NEW."name_nn") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."register_id" IS DISTINCT FROM (NEW."register_id"))', func='INSERT INTO "registry_recipientevent" ("code", "description_en", "description_nb", "description_nn", "id", "is_active", "name_en", "name_nb", "name_nn", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "register_id") VALUES (NEW."code", NEW."description_en", NEW."description_nb", NEW."description_nn", NEW."id", NEW."is_active", NEW."name_en", NEW."name_nb", NEW."name_nn", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."register_id"); RETURN NULL;', hash='45edc130a461ce259d2d703e6ad35c8d1ee78892', operation='UPDATE', pgid='pgtrigger_update_update_d9798', table='registry_recipient', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recipient',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registry_recipientevent" ("code", "description_en", "description_nb", "description_nn", "id", "is_active", "name_en", "name_nb", "name_nn", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "register_id") VALUES (OLD."code", OLD."description_en", OLD."description_nb", OLD."description_nn", OLD."id", OLD."is_active", OLD."name_en", OLD."name_nb", OLD."name_nn", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."register_id"); RETURN NULL;', hash='352ffbb1cb9bbb7ce263a7587a210bab5e253de9', operation='DELETE', pgid='pgtrigger_delete_delete_cc3db', table='registry_recipient', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='effecttag',
            constraint=models.UniqueConstraint(fields=('entry', 'effect', 'recipient'), name='one_tag_per_effect_and_recipient'),
        ),
        migrations.AddConstraint(
            model_name='effecttag',
            constraint=models.CheckConstraint(condition=models.Q(('since', None), ('stage', 'achieved'), _connector='OR'), name='only_achieved_has_a_date'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='effecttag',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registry_effecttagevent" ("effect_id", "entry_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient_id", "since", "stage") VALUES (NEW."effect_id", NEW."entry_id", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recipient_id", NEW."since", NEW."stage"); RETURN NULL;', hash='8a97dc10fb076ea0acec52c3643656e43171b1e6', operation='INSERT', pgid='pgtrigger_insert_insert_150ad', table='registry_effecttag', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='effecttag',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "registry_effecttagevent" ("effect_id", "entry_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient_id", "since", "stage") VALUES (NEW."effect_id", NEW."entry_id", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recipient_id", NEW."since", NEW."stage"); RETURN NULL;', hash='6c3dea775d382d8aa9cad85285765578172734a5', operation='UPDATE', pgid='pgtrigger_update_update_86c69', table='registry_effecttag', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='effecttag',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registry_effecttagevent" ("effect_id", "entry_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient_id", "since", "stage") VALUES (OLD."effect_id", OLD."entry_id", OLD."id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recipient_id", OLD."since", OLD."stage"); RETURN NULL;', hash='299597d12b7a2d7765e1efb61f9b6002938f752d', operation='DELETE', pgid='pgtrigger_delete_delete_3f6b0', table='registry_effecttag', when='AFTER')),
        ),
        queueing("registry_effecttag", ("entry", "SELECT entry_id FROM changed")),
    ]

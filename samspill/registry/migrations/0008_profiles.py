"""Profiles; every register gets the free one, by the default of a new column: no row is written anew."""

from typing import Any

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import samspill.registry.models.profile
from django.db import migrations, models


def make_free(apps: Any, schema_editor: Any) -> None:
    """The profile that every register has from now on; the reference table fills in the rest of the row."""
    apps.get_model("registry", "RegisterProfile").objects.create(
        code="free", name_nb="Fri", name_nn="Fri", name_en="Free", due_days=[]
    )


class Migration(migrations.Migration):

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('registry', '0007_harvest_triggers'),
    ]

    operations = [
        migrations.CreateModel(
            name='RegisterProfile',
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
                ('source', models.TextField(blank=True, verbose_name='Where the method is described')),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('due_days', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5, validators=[samspill.registry.models.profile.check_due_day]), blank=True, default=samspill.registry.models.profile.twice_a_year, size=None)),
                ('sets_targets', models.BooleanField(default=False, verbose_name='Targets are set for the next update')),
                ('assessment', models.CharField(choices=[('none', 'None'), ('probability_impact', 'Probability of success and potential impact, 1–5 each')], default='none', max_length=30, verbose_name='Assessment')),
                ('assessment_threshold', models.PositiveSmallIntegerField(default=4, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='High is from')),
                ('review_months', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)]), blank=True, default=list, size=None)),
                ('has_work_plans', models.BooleanField(default=False, verbose_name='Possible innovations are planned in yearly work plans')),
                ('has_effects', models.BooleanField(default=False, verbose_name='Effects are marked, and for whom')),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None)),
                ('report_sections', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
            ],
            options={
                'ordering': ['position', 'code'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RegisterProfileEvent',
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
                ('source', models.TextField(blank=True, verbose_name='Where the method is described')),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('due_days', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5, validators=[samspill.registry.models.profile.check_due_day]), blank=True, default=samspill.registry.models.profile.twice_a_year, size=None)),
                ('sets_targets', models.BooleanField(default=False, verbose_name='Targets are set for the next update')),
                ('assessment', models.CharField(choices=[('none', 'None'), ('probability_impact', 'Probability of success and potential impact, 1–5 each')], default='none', max_length=30, verbose_name='Assessment')),
                ('assessment_threshold', models.PositiveSmallIntegerField(default=4, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='High is from')),
                ('review_months', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)]), blank=True, default=list, size=None)),
                ('has_work_plans', models.BooleanField(default=False, verbose_name='Possible innovations are planned in yearly work plans')),
                ('has_effects', models.BooleanField(default=False, verbose_name='Effects are marked, and for whom')),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None)),
                ('report_sections', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='register',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='register',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='register',
            name='delete_delete',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='register',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registry_registerevent" ("code", "column_mapping", "contact_email", "description_en", "description_nb", "description_nn", "id", "is_example", "is_public", "name_en", "name_nb", "name_nn", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profile_id", "scale_id", "unit_id") VALUES (NEW."code", NEW."column_mapping", NEW."contact_email", NEW."description_en", NEW."description_nb", NEW."description_nn", NEW."id", NEW."is_example", NEW."is_public", NEW."name_en", NEW."name_nb", NEW."name_nn", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."profile_id", NEW."scale_id", NEW."unit_id"); RETURN NULL;', hash='1ea291ec46d48572a1e5681255d9f42d06b28867', operation='INSERT', pgid='pgtrigger_insert_insert_19de5', table='registry_register', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='register',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "registry_registerevent" ("code", "column_mapping", "contact_email", "description_en", "description_nb", "description_nn", "id", "is_example", "is_public", "name_en", "name_nb", "name_nn", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profile_id", "scale_id", "unit_id") VALUES (NEW."code", NEW."column_mapping", NEW."contact_email", NEW."description_en", NEW."description_nb", NEW."description_nn", NEW."id", NEW."is_example", NEW."is_public", NEW."name_en", NEW."name_nb", NEW."name_nn", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."profile_id", NEW."scale_id", NEW."unit_id"); RETURN NULL;', hash='e639449aa94a7035305456abb6708c3ffccbb6ff', operation='UPDATE', pgid='pgtrigger_update_update_236d8', table='registry_register', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='register',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registry_registerevent" ("code", "column_mapping", "contact_email", "description_en", "description_nb", "description_nn", "id", "is_example", "is_public", "name_en", "name_nb", "name_nn", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "profile_id", "scale_id", "unit_id") VALUES (OLD."code", OLD."column_mapping", OLD."contact_email", OLD."description_en", OLD."description_nb", OLD."description_nn", OLD."id", OLD."is_example", OLD."is_public", OLD."name_en", OLD."name_nb", OLD."name_nn", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."profile_id", OLD."scale_id", OLD."unit_id"); RETURN NULL;', hash='548062df68918f1216c1bbe7937fab1810818dc3', operation='DELETE', pgid='pgtrigger_delete_delete_191d9', table='registry_register', when='AFTER')),
        ),
        migrations.AddField(
            model_name='registerprofile',
            name='scale',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='registry.readinessscale', verbose_name='Readiness scale'),
        ),
        migrations.RunPython(make_free, migrations.RunPython.noop),
        # What waits for the end of the transaction would forbid changing the tables.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddField(
            model_name='register',
            name='profile',
            field=models.ForeignKey(default=samspill.registry.models.profile.free_profile, on_delete=django.db.models.deletion.PROTECT, related_name='registers', to='registry.registerprofile'),
        ),
        migrations.AddField(
            model_name='registerevent',
            name='profile',
            field=models.ForeignKey(db_constraint=False, default=samspill.registry.models.profile.free_profile, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registry.registerprofile'),
        ),
        migrations.AddField(
            model_name='registerprofileevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='registerprofileevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='registry.registerprofile'),
        ),
        migrations.AddField(
            model_name='registerprofileevent',
            name='scale',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='registry.readinessscale', verbose_name='Readiness scale'),
        ),
        migrations.AddConstraint(
            model_name='registerprofile',
            constraint=models.CheckConstraint(condition=models.Q(('assessment_threshold__gte', 1), ('assessment_threshold__lte', 5)), name='threshold_1_to_5'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registerprofile',
            trigger=pgtrigger.compiler.Trigger(name='profile_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='6178e6588413e86639e2c5ec061fa8fffba36839', operation='DELETE', pgid='pgtrigger_profile_never_deleted_0c6ed', table='registry_registerprofile', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registerprofile',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registry_registerprofileevent" ("assessment", "assessment_threshold", "code", "description_en", "description_nb", "description_nn", "due_days", "fields", "has_effects", "has_work_plans", "id", "is_active", "name_en", "name_nb", "name_nn", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "report_sections", "review_months", "scale_id", "sets_targets", "source", "tags") VALUES (NEW."assessment", NEW."assessment_threshold", NEW."code", NEW."description_en", NEW."description_nb", NEW."description_nn", NEW."due_days", NEW."fields", NEW."has_effects", NEW."has_work_plans", NEW."id", NEW."is_active", NEW."name_en", NEW."name_nb", NEW."name_nn", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."report_sections", NEW."review_months", NEW."scale_id", NEW."sets_targets", NEW."source", NEW."tags"); RETURN NULL;', hash='0841227991459a2aaf1e2c2047d1d9c5c5915294', operation='INSERT', pgid='pgtrigger_insert_insert_fe80d', table='registry_registerprofile', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registerprofile',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."assessment" IS DISTINCT FROM (NEW."assessment") OR OLD."assessment_threshold" IS DISTINCT FROM (NEW."assessment_threshold") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."description_en" IS DISTINCT FROM (NEW."description_en") OR OLD."description_nb" IS DISTINCT FROM (NEW."description_nb") OR OLD."description_nn" IS DISTINCT FROM (NEW."description_nn") OR OLD."due_days" IS DISTINCT FROM (NEW."due_days") OR OLD."fields" IS DISTINCT FROM (NEW."fields") OR OLD."has_effects" IS DISTINCT FROM (NEW."has_effects") OR OLD."has_work_plans" IS DISTINCT FROM (NEW."has_work_plans") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."name_en" IS DISTINCT FROM (NEW."name_en") OR OLD."name_nb" IS DISTINCT FROM (NEW."name_nb") OR OLD."name_nn" IS DISTINCT FROM (NEW."name_nn") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."report_sections" IS DISTINCT FROM (NEW."report_sections") OR OLD."review_months" IS DISTINCT FROM (NEW."review_months") OR OLD."scale_id" IS DISTINCT FROM (NEW."scale_id") OR OLD."sets_targets" IS DISTINCT FROM (NEW."sets_targets") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."tags" IS DISTINCT FROM (NEW."tags"))', func='INSERT INTO "registry_registerprofileevent" ("assessment", "assessment_threshold", "code", "description_en", "description_nb", "description_nn", "due_days", "fields", "has_effects", "has_work_plans", "id", "is_active", "name_en", "name_nb", "name_nn", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "report_sections", "review_months", "scale_id", "sets_targets", "source", "tags") VALUES (NEW."assessment", NEW."assessment_threshold", NEW."code", NEW."description_en", NEW."description_nb", NEW."description_nn", NEW."due_days", NEW."fields", NEW."has_effects", NEW."has_work_plans", NEW."id", NEW."is_active", NEW."name_en", NEW."name_nb", NEW."name_nn", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."report_sections", NEW."review_months", NEW."scale_id", NEW."sets_targets", NEW."source", NEW."tags"); RETURN NULL;', hash='8e8dde455d3506738f248e6a1e96b6b04462ddfe', operation='UPDATE', pgid='pgtrigger_update_update_b8caf', table='registry_registerprofile', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='registerprofile',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "registry_registerprofileevent" ("assessment", "assessment_threshold", "code", "description_en", "description_nb", "description_nn", "due_days", "fields", "has_effects", "has_work_plans", "id", "is_active", "name_en", "name_nb", "name_nn", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "report_sections", "review_months", "scale_id", "sets_targets", "source", "tags") VALUES (OLD."assessment", OLD."assessment_threshold", OLD."code", OLD."description_en", OLD."description_nb", OLD."description_nn", OLD."due_days", OLD."fields", OLD."has_effects", OLD."has_work_plans", OLD."id", OLD."is_active", OLD."name_en", OLD."name_nb", OLD."name_nn", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."report_sections", OLD."review_months", OLD."scale_id", OLD."sets_targets", OLD."source", OLD."tags"); RETURN NULL;', hash='6ace0c93d436867caff8aca467540f6a0def6d17', operation='DELETE', pgid='pgtrigger_delete_delete_7b7e5', table='registry_registerprofile', when='AFTER')),
        ),
    ]

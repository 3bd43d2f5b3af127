from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("website", "0002_kept_lists")]

    operations = [
        migrations.CreateModel(
            name="Ahead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=40)),
                ("total", models.IntegerField()),
                ("walked", models.IntegerField(default=0)),
                ("made", models.IntegerField(default=0)),
                ("below", models.BigIntegerField()),
                ("began", models.DateTimeField()),
                ("ended", models.DateTimeField(null=True)),
                ("changed", models.DateTimeField()),
                ("changed_id", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.RunSQL("ALTER TABLE website_ahead SET UNLOGGED", migrations.RunSQL.noop),
    ]

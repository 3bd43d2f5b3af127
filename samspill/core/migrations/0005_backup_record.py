from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_search'),
    ]

    operations = [
        migrations.CreateModel(
            name='BackupRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField()),
                ('seconds', models.FloatField()),
                ('size', models.PositiveBigIntegerField()),
                ('files', models.PositiveIntegerField()),
                ('is_encrypted', models.BooleanField()),
                ('machine', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ['-made_at'],
            },
        ),
    ]

from django.db import migrations, models

UNLOGGED = """
ALTER TABLE website_keptpage SET UNLOGGED;
ALTER TABLE website_keptpage ALTER COLUMN content SET STORAGE EXTERNAL;
"""
TRIGGER = """
-- A page that must not be seen any more does not lie about until the night either, whoever hid the entry, and however.
CREATE FUNCTION website_forget_kept_pages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM website_keptpage WHERE public_id = OLD.public_id;
    RETURN NULL;
END $$;
CREATE TRIGGER website_forget_hidden AFTER UPDATE OF status, visibility ON registry_entry FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.visibility IS DISTINCT FROM NEW.visibility)
    EXECUTE FUNCTION website_forget_kept_pages();
CREATE TRIGGER website_forget_deleted AFTER DELETE ON registry_entry FOR EACH ROW
    EXECUTE FUNCTION website_forget_kept_pages();
"""
NO_TRIGGER = """
DROP TRIGGER website_forget_hidden ON registry_entry;
DROP TRIGGER website_forget_deleted ON registry_entry;
DROP FUNCTION website_forget_kept_pages;
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [("registry", "0007_harvest_triggers")]

    operations = [
        migrations.CreateModel(
            name="KeptPage",
            fields=[
                ("place", models.IntegerField(primary_key=True, serialize=False)),
                ("path", models.TextField()),
                ("public_id", models.CharField(db_index=True, max_length=20)),
                ("version", models.CharField(max_length=40)),
                ("stamp", models.TextField()),
                ("made", models.DateTimeField()),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.RunSQL(UNLOGGED, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGER, NO_TRIGGER),
    ]

from django.db import migrations

KEEP = """
    UPDATE reviews_assessmentcall c SET threshold = coalesce(
        (SELECT e.assessment_threshold FROM registry_registerprofileevent e
         WHERE e.pgh_created_at <= c.closed_at AND e.pgh_obj_id = coalesce(
             (SELECT r.profile_id FROM registry_registerevent r
              WHERE r.pgh_obj_id = c.register_id AND r.pgh_created_at <= c.closed_at ORDER BY r.pgh_id DESC LIMIT 1),
             (SELECT r.profile_id FROM registry_register r WHERE r.id = c.register_id))
         ORDER BY e.pgh_id DESC LIMIT 1),
        (SELECT p.assessment_threshold FROM registry_register r
         JOIN registry_registerprofile p ON p.id = r.profile_id WHERE r.id = c.register_id))
    WHERE c.closed_at IS NOT NULL AND c.threshold IS NULL
"""


class Migration(migrations.Migration):
    """What was high when each was closed, as the history has it; as the profile says now where it has nothing."""

    dependencies = [("reviews", "0004_call_threshold"), ("registry", "0015_profile_sources")]

    operations = [migrations.RunSQL(KEEP, migrations.RunSQL.noop)]

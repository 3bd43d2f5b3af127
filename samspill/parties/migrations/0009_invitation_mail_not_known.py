from django.db import migrations, models

CHOICES = [
    ("under_way", "not sent yet"),
    ("sent", "sent"),
    ("failed", "not sent"),
    ("unknown", "not known whether it was sent"),
    ("refused", "not sent: the address takes no mail"),
]


class Migration(migrations.Migration):
    """Earlier mails keep what was noted of them: nobody knows by now which of them a silent server has sent."""

    dependencies = [("parties", "0008_search_former_names")]

    operations = [
        migrations.AlterField(
            "invitationmail", "outcome", models.CharField(choices=CHOICES, default="under_way", max_length=10)
        ),
    ]

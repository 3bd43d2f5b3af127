from django.db import migrations, models

CHOICES = [
    ("under_way", "not sent yet"),
    ("sent", "sent"),
    ("failed", "not sent"),
    ("refused", "not sent: the address takes no mail"),
]


class Migration(migrations.Migration):
    """Nobody kept how earlier mails went; whoever sent them was told."""

    dependencies = [("parties", "0006_proposed_affiliations")]

    operations = [
        migrations.AddField(
            "invitationmail", "outcome", models.CharField(choices=CHOICES, default="sent", max_length=10)
        ),
        migrations.AlterField(
            "invitationmail", "outcome", models.CharField(choices=CHOICES, default="under_way", max_length=10)
        ),
    ]

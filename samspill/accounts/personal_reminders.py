"""What is held of people so that they are reminded: mail that was sent, and the address of their own calendar."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from samspill.accounts.models import CalendarFeed, ReminderMail, ReminderRun
from samspill.core.history import acting
from samspill.core.personal_data import Ground, Holding, Rule, Then
from samspill.core.personal_data.finding import of_user

ONLY_YOU = _("Only you")
MAILS_KEPT = timedelta(days=90)
FEED_UNUSED = timedelta(days=365)


def reminders() -> list[Holding | Rule]:
    """The table's rows, and the time limits."""
    return [
        Holding(
            code="reminder_mails",
            model="accounts.ReminderMail",
            fields=("user", "day", "begun_at", "sent_at"),
            title=_("Mail that reminded you"),
            what=_("On which days we sent you mail about what is due; not what it said"),
            why=_("So that you get one mail a day at most"),
            ground=Ground.AGREEMENT,
            seen_by=ONLY_YOU,
            kept=_("90 days"),
            then=Then.DELETED,
            find=of_user(ReminderMail, "user"),
            delete=True,
            columns=((_("Day"), lambda row: row.day), (_("Sent"), lambda row: row.sent_at)),
            order=40,
        ),
        Holding(
            code="calendar_feed",
            model="accounts.CalendarFeed",
            fields=("user", "secret_hash", "made_at", "last_used_at"),
            title=_("Your calendar's secret address"),
            what=_("When you made it and when it was last used; the address as a hash"),
            why=_("So that your calendar can fetch what you are to do"),
            ground=Ground.AGREEMENT,
            seen_by=ONLY_YOU,
            kept=_("Until you switch it off, or nothing has used it for a year"),
            then=Then.DELETED,
            find=of_user(CalendarFeed, "user"),
            earlier=lambda subject: Q(user=subject.user_id) if subject.user_id is not None else Q(pk__in=[]),
            delete=True,
            secret=("secret_hash",),
            columns=((_("Made"), lambda row: row.made_at), (_("Last used"), lambda row: row.last_used_at)),
            order=41,
        ),
        Rule("reminder_mails", _("Notes of which days mail was sent to whom are deleted"), _("90 days"), _old_mails),
        Rule(
            "calendar_feeds",
            _("Secret addresses of calendars that nothing fetches are switched off"),
            _("one year after they were last used"),
            _unused_feeds,
        ),
    ]


def _old_mails(now: datetime) -> int:
    limit = (now - MAILS_KEPT).date()
    ReminderRun.objects.filter(day__lt=limit).delete()
    return ReminderMail.objects.filter(day__lt=limit).delete()[0]


def _unused_feeds(now: datetime) -> int:
    feeds = CalendarFeed.objects.annotate(used=Coalesce("last_used_at", "made_at"))
    with acting(reason="time limit"):
        return feeds.filter(used__lt=now - FEED_UNUSED).delete()[0]

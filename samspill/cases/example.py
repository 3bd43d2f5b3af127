"""The example's cases in full, with their languages, sources, partners' answers, stories and channels; all invented."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pgtrigger
from django.utils import timezone

from samspill.accounts.models import User
from samspill.cases.domain import cases, channels, reviews, stories
from samspill.cases.models import CaseReview, Channel, Shown, Story, StoryForm
from samspill.core.examples import happened
from samspill.parties.models import Organisation, Person, Role
from samspill.registry.example import ADMINISTRATOR, read_all
from samspill.registry.models import Entry

Data = dict[str, Any]
REASON = "Eksempeldata"


def load() -> int:
    """Everything in each ``cases.json``. Returns how many cases, stories and showings there are."""
    administrator = User.objects.get(email=ADMINISTRATOR)
    return sum(_load(data, administrator) for data in read_all("cases.json"))


def _load(data: Data, administrator: User) -> int:
    for row in data["cases"]:
        _case(row, administrator)
    for row in data["stories"]:
        _story(row, administrator)
    for row in data["shown"]:
        shown = channels.mark_shown(
            entry=_entry(row["entry"]), actor=administrator, channel=Channel.objects.get(code=row["channel"]),
            on=date.fromisoformat(row["date"]), url=row.get("url", ""), title=row.get("title", ""),
        )  # fmt: skip
        happened(Shown, [shown.pk], timezone.make_aware(datetime.combine(shown.date, time(12))))
    return len(data["cases"]) + len(data["stories"]) + len(data["shown"])


def _entry(title: str) -> Entry:
    return Entry.objects.get(title=title, register__is_example=True)


def _case(row: Data, actor: User) -> None:
    entry = _entry(row["entry"])
    entry = cases.write_original(
        entry=entry,
        actor=actor,
        seen_version=entry.version,
        texts=row["texts"],
        period_from=row["period_from"],
        period_to=row["period_to"],
        reason=REASON,
    )
    entry = cases.set_references(
        entry=entry, actor=actor, seen_version=entry.version, reason=REASON,
        rows=[{"link": "", "year": None} | one for one in row["references"]],
    )  # fmt: skip
    blank = {"confirms": "", "contact": "", "contact_is_shown": False, "link": ""}
    entry = cases.set_sources(
        entry=entry, actor=actor, seen_version=entry.version, reason=REASON,
        rows=[blank | one for one in row["sources"]],
    )  # fmt: skip
    for language, texts in row.get("languages", {}).items():
        cases.write_translation(
            entry=entry, actor=actor, language=language, seen_version=0, texts=texts, follows=True, reason=REASON
        )
    for one in row["reviews"]:
        _review(one, entry, actor)


def _review(row: Data, entry: Entry, actor: User) -> None:
    organisation = Organisation.objects.get(code=row["organisation"])
    asker = Person.objects.filter(contributions__entry=entry, user__isnull=False).order_by("pk").first()
    review = reviews.ask_for_review(entry=entry, actor=actor, organisation=organisation, message=row["message"])
    if answer := row.get("answer"):
        speaker = Role.objects.filter(kind=Role.Kind.PARTNER_REPRESENTATIVE, organisation=organisation).first()
        assert speaker is not None
        review = reviews.answer_review(
            review=review, actor=speaker.user, answer=answer, read=reviews.state_of(entry),
            comment=row.get("comment", ""), comments=row.get("comments", {}),
        )  # fmt: skip
    if review.answer and entry.published_at:  # both before it was published, as a partner's word should be
        asked, answered = entry.published_at - timedelta(days=21), entry.published_at - timedelta(days=8)
        with pgtrigger.ignore("cases.CaseReview:answers_never_changed"):
            CaseReview.objects.filter(pk=review.pk).update(asked_at=asked, answered_at=answered)
        happened(CaseReview, [review.pk], answered)
    if asker and not review.answer:
        CaseReview.objects.filter(pk=review.pk).update(asked_by=asker.user)


def _story(row: Data, actor: User) -> None:
    story = stories.begin_story(
        entry=_entry(row["entry"]), actor=actor, form=StoryForm.objects.get(code=row["form"]), title=row["title"]
    )
    story = stories.write_story(
        story=story, actor=actor, seen_version=story.version,
        values={"text": row["text"], "audience": row.get("audience", ""), "language": row.get("language", "nb")},
    )  # fmt: skip
    if "published" in row:
        stories.publish_story(story=story, actor=actor)
        at = timezone.make_aware(datetime.combine(date.fromisoformat(row["published"]), time(10)))
        Story.objects.filter(pk=story.pk).update(published_at=at, created_at=at - timedelta(days=6), updated_at=at)
        happened(Story, [story.pk], at)

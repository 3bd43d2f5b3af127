"""What core itself, and the machinery below it, hold of people."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from pghistory.models import Context

from samspill.core.letters import both, composed
from samspill.core.models import FormDraft, RetentionNotice, RetentionRun, SearchWord, SentForm
from samspill.core.personal_data.finding import of_user
from samspill.core.personal_data.neutral import ERASED
from samspill.core.personal_data.registry import (
    ALL,
    Ground,
    Holding,
    Rule,
    Subject,
    Texts,
    Then,
    not_personal,
    not_personal_table,
    register,
)

DRAFTS_KEPT = timedelta(days=90)
SENT_KEPT = timedelta(days=2)
MAIL_KEPT = timedelta(days=30)
LOG_KEPT = timedelta(days=5 * 365)

ONLY_YOU = _("Only you")


def _contexts(subject: Subject) -> "QuerySet[Any]":
    if subject.user_id is None:
        return Context.objects.none()
    return Context.objects.filter(metadata__user=subject.user_id)


def _forget_in_history(subject: Subject) -> int:
    """The number stays, so that what one account did can still be seen to belong together; the name goes."""
    if subject.user_id is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pghistory_context SET metadata = jsonb_set(metadata, '{user_name}', to_jsonb(%s::text)) "
            "WHERE metadata->'user' = to_jsonb(%s::bigint)",
            [ERASED, subject.user_id],
        )
        return int(cursor.rowcount)


def forget_search_words(texts: Iterable[str]) -> int:
    """Suggest no word of these any more. One that stands elsewhere too is learnt again when that is indexed."""
    words = {word for text in texts for word in re.findall(r"\w+", composed(text).lower())}
    return SearchWord.objects.filter(word__in=words).delete()[0]


def mail_files() -> list[Path]:
    """Mail written to disk, where no mail server is set up."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    return sorted(Path(folder).glob("*.log")) if folder else []


def _forget_mail(subject: Subject) -> int:
    """Remove files with mail to or about the person: a header may be encoded, an address never is."""
    told = both(word for word in (*subject.addresses, *subject.names, *subject.identifiers) if word)
    words = [word.lower().encode() for word in told]
    gone = 0
    for path in mail_files():
        content = path.read_bytes().lower()
        if any(word in content for word in words):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _old_drafts(now: datetime) -> int:
    return FormDraft.objects.filter(updated_at__lt=now - DRAFTS_KEPT).delete()[0]


def _old_forms(now: datetime) -> int:
    return SentForm.objects.filter(at__lt=now - SENT_KEPT).delete()[0]


def _old_mail(now: datetime) -> int:
    limit, gone = (now - MAIL_KEPT).timestamp(), 0
    for path in mail_files():
        if path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _old_cache(now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_cache WHERE expires < %s", [now])
        return int(cursor.rowcount)


def _old_log(now: datetime) -> int:
    return RetentionRun.objects.filter(started_at__lt=now - LOG_KEPT).delete()[0]


def declare() -> None:
    """Called when Django is ready."""
    register(
        Holding(
            code="drafts",
            model="core.FormDraft",
            fields=("user", "key", "data", "updated_at"),
            title=_("Typing that is not saved yet"),
            what=_("What you typed in a form and have not saved"),
            why=_("So that a closed tab loses nothing"),
            ground=Ground.AGREEMENT,
            seen_by=ONLY_YOU,
            kept=_("Until you save or discard it, at most 90 days"),
            then=Then.DELETED,
            find=of_user(FormDraft, "user"),
            delete=True,
            texts=Texts.REPLACED,
            columns=(
                (_("Form"), lambda row: row.key),
                (_("Last typed"), lambda row: row.updated_at),
                (_("Fields"), lambda row: len(row.data)),
            ),
            order=60,
        ),
        Holding(
            code="sent_forms",
            model="core.SentForm",
            fields=("user", "key", "location", "at"),
            title=_("Forms you have sent"),
            what=_("That you sent a form, when, and where it led; not what you wrote"),
            why=_("So that a button pressed twice does one thing"),
            ground=Ground.AGREEMENT,
            seen_by=_("Nobody"),
            kept=_("2 days"),
            then=Then.DELETED,
            find=of_user(SentForm, "user"),
            delete=True,
            order=90,
        ),
        Holding(
            code="history",
            model="pghistory.Context",
            fields=("metadata", "created_at"),
            title=_("What you have done"),
            what=_("Each change you made: when, on which page, and the reason you gave"),
            why=_("Nothing is silently overwritten: it can always be told who changed what"),
            ground=Ground.LEGITIMATE,
            seen_by=_("Those who may see the history of what was changed"),
            kept=_("As long as what was changed"),
            then=Then.ANONYMISED,
            because=_("The history would have holes without its steps"),
            find=_contexts,
            erase=_forget_in_history,
            texts=Texts.REPLACED,
            columns=(
                (_("When"), lambda row: row.created_at),
                (_("Page"), lambda row: row.metadata.get("url", "")),
                (_("Reason"), lambda row: row.metadata.get("reason", "")),
            ),
            order=70,
        ),
        Holding(
            code="notices",
            model="core.RetentionNotice",
            fields=("user", "rule", "sent_at"),
            title=_("Warnings"),
            what=_("That we have warned you before an account is closed, and when"),
            why=_("So that nobody is closed out unwarned"),
            ground=Ground.AGREEMENT,
            seen_by=_("Nobody"),
            kept=_("Until you log in again"),
            then=Then.DELETED,
            find=of_user(RetentionNotice, "user"),
            delete=True,
            order=90,
        ),
        Holding(
            code="search",
            model="core.SearchDocument",
            fields=("object_id", "title", "body", "facets", "vector"),
            title=_("What the search looks in"),
            what=_("A copy of what can be found: names of people with a page, titles and texts"),
            why=_("So that the search is quick"),
            ground=Ground.PUBLIC_TASK,
            seen_by=_("Those who may see what it is a copy of"),
            kept=_("Made anew when what it is a copy of is changed, and gone with it"),
            then=Then.DELETED,
            order=89,
        ),
        Holding(
            code="search_words",
            model="core.SearchWord",
            fields=("word",),
            title=_("Words that can be searched for"),
            what=_("Each word by itself, also of names, and in how many places it stands"),
            why=_("To suggest a word when somebody writes it wrong"),
            ground=Ground.PUBLIC_TASK,
            seen_by=_("Everyone"),
            kept=_("As long as the word stands somewhere"),
            then=Then.DELETED,
            erase=lambda subject: forget_search_words([*subject.names, *subject.addresses]),
            order=89,
        ),
        Holding(
            code="mail",
            model="",
            fields=(),
            title=_("Mail"),
            what=_("Mail to you, on sites without a mail server"),
            why=_("So that those who run the site can see what would have been sent"),
            ground=Ground.LEGITIMATE,
            seen_by=_("Those who run the site"),
            kept=_("30 days"),
            then=Then.DELETED,
            erase=_forget_mail,
            order=90,
        ),
        Rule(
            "drafts", _("Typing that was never saved is deleted"), _("90 days after it was last changed"), _old_drafts
        ),
        Rule("sent_forms", _("What is kept of forms that were sent is deleted"), _("2 days"), _old_forms),
        Rule("mail", _("Mail written to files is deleted"), _("30 days"), _old_mail),
        Rule("cache", _("Counters that keep password guessers out are deleted"), _("when they run out"), _old_cache),
        Rule("log", _("The log of these rules is deleted"), _("5 years"), _old_log),
    )
    for label in ("BackupRecord", "JobOrigin", "SearchQueue", "SearchCount"):
        not_personal(f"core.{label}", *ALL, why="numbers, times and codes")
    not_personal("core.SearchDocument", "id", "kind", "public", "fresh", "shuffle", why="facts of a document")
    not_personal("core.SearchWord", "documents", why="a count")
    not_personal("core.FormDraft", "id", "base_version", why="numbers")
    not_personal("core.SentForm", "id", why="a number")
    not_personal("core.RetentionNotice", "id", why="a number")
    not_personal("core.RetentionRun", *ALL, why="counts of rows")
    not_personal("pghistory.Context", "id", "updated_at", why="a random number and a time")
    not_personal("pghistory.Events", *ALL, why="no table: all history tables read as one")
    for label in ("contenttypes.ContentType", "auth.Permission", "auth.Group", "auth.Group_permissions"):
        not_personal(label, *ALL, why="Django's own words; nothing of ours uses groups")
    for label in ("ProcrastinateWorker", "ProcrastinateEvent", "ProcrastinatePeriodicDefer", "ProcrastinateJob"):
        not_personal(f"procrastinate.{label}", *ALL, why="jobs are given numbers of rows, never names or addresses")
    not_personal_table("django_migrations", why="which migrations have run")
    not_personal_table("core_cache", why="counters under hashed names; the rule `cache` removes what ran out")

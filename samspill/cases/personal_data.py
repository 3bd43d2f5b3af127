"""What cases, stories and channels hold of people: sources and how to reach them, who asked and answered, texts."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samspill.cases.models import CaseReview, Shown, Story
from samspill.core.personal_data import Ground, Holding, Texts, Then, not_personal, register
from samspill.core.personal_data.finding import of_user

WHO_SEES_ENTRY = _("Those who may see the entry")
AS_LONG_AS_THE_ENTRY = _("As long as the entry")
TRACE = _("So that it can be told who did what, and asked about")
STAYS = _("It stays, by “erased person”, so that the record holds")


def declare() -> None:
    """Called when Django is ready."""
    register(*_made(), *_texts())
    words = (
        "id", "code", "name_nb", "name_nn", "name_en", "description_nb", "description_nn", "description_en",
        "position", "is_active", "reference_version", "reference_values",
    )  # fmt: skip
    not_personal("cases.CasePart", *words, "most_words", "most_items", "source", why="the parts of a case")
    not_personal(
        "cases.StoryForm", *words, "most_words", "questions_nb", "questions_nn", "questions_en", why="ways of telling"
    )
    not_personal(
        "cases.Channel", *words, "suits_types", "suits_kinds", "url", "source", "is_own", why="facts about a channel"
    )
    not_personal("cases.ImpactCase", "id", "entry", "period_from", "period_to", why="which years")
    not_personal(
        "cases.CaseText", "id", "entry", "language", "follows", "followed_at", "version", why="how far it is translated"
    )
    not_personal("cases.CaseReference", "id", "entry", "position", "year", why="an order, a year")
    not_personal("cases.CaseSource", "id", "entry", "position", "contact_is_shown", why="an order, who sees it")
    not_personal(
        "cases.CaseReview",
        "id", "public_id", "entry", "organisation", "due", "taken_back_at", "read",
        why="an organisation's answer",
    )  # fmt: skip
    not_personal(
        "cases.Story",
        "id", "public_id", "entry", "form", "language", "picture", "updated_at", "published_at", "version",
        why="facts about the story",
    )  # fmt: skip
    not_personal("cases.Shown", "id", "entry", "channel", "date", why="what was shown where")


def _made() -> list[Holding]:
    common: dict[str, Any] = {
        "why": TRACE,
        "ground": Ground.PUBLIC_TASK,
        "then": Then.ANONYMISED,
        "because": STAYS,
        "kept": AS_LONG_AS_THE_ENTRY,
    }
    return [
        Holding(
            code="case_reviews",
            model="cases.CaseReview",
            fields=("asked_by", "asked_at", "answered_by", "answered_at", "answer", "message", "comment", "comments"),
            title=_("Impact cases you asked about or answered for"),
            what=_("That you asked a partner to read a case, or answered for one, when, and what you wrote"),
            seen_by=_("Those who work with the entry, and the partner"),
            find=of_user(CaseReview, "asked_by", "answered_by"),
            texts=Texts.REPLACED,
            columns=(
                (_("Entry"), lambda row: row.entry.title),
                (_("Organisation"), lambda row: row.organisation.name),
                (_("Message"), lambda row: row.message),
                (_("Answer"), lambda row: row.get_answer_display()),
                (_("Comment"), lambda row: " ".join(filter(None, [row.comment, *map(str, row.comments.values())]))),
            ),
            order=47,
            **common,
        ),
        Holding(
            code="stories",
            model="cases.Story",
            fields=("created_by", "created_at"),
            title=_("Stories you began"),
            what=_("That you began a story, and when"),
            seen_by=_("Those who work with the entry"),
            find=of_user(Story, "created_by"),
            columns=((_("Story"), lambda row: row.title), (_("When"), lambda row: row.created_at)),
            order=48,
            **common,
        ),
        Holding(
            code="shown",
            model="cases.Shown",
            fields=("added_by",),
            title=_("What you noted as shown in a channel"),
            what=_("That you noted it"),
            seen_by=_("Those who work with the entry"),
            find=of_user(Shown, "added_by"),
            columns=((_("Entry"), lambda row: row.entry.title), (_("When"), lambda row: row.date)),
            order=49,
            **common,
        ),
    ]


def _texts() -> list[Holding]:
    common: dict[str, Any] = {
        "why": _("To tell what the work led to, and that it is true"),
        "ground": Ground.PUBLIC_TASK,
        "kept": AS_LONG_AS_THE_ENTRY,
        "then": Then.KEPT,
        "because": _("Somebody else wrote it: an administrator looks through each place where you are named"),
        "texts": Texts.LISTED,
        "order": 85,
    }

    def sources(row: Any) -> str:
        return reverse("workspace:case_sources", args=[row.entry.public_id])

    def case(row: Any) -> str:
        return reverse("workspace:case", args=[row.entry.public_id])

    return [
        Holding(
            code="case_sources",
            model="cases.CaseSource",
            fields=("name", "confirms", "contact", "link"),
            title=_("Sources of impact cases"),
            what=_("Who can confirm a case, what they confirm, and how to reach them"),
            seen_by=_("The name: those who may see the entry. How to reach you: those who work with it, unless shown"),
            address=sources,
            **common,
        ),
        Holding(
            code="case_references",
            model="cases.CaseReference",
            fields=("text", "link"),
            title=_("References of impact cases"),
            what=_("Authors of works that a case stands on"),
            seen_by=WHO_SEES_ENTRY,
            address=sources,
            **common,
        ),
        Holding(
            code="case_originals",
            model="cases.ImpactCase",
            fields=("knowledge", "details"),
            title=_("Impact cases"),
            what=_("What somebody wrote in a case, and may have named you in"),
            seen_by=WHO_SEES_ENTRY,
            address=case,
            **common,
        ),
        Holding(
            code="case_texts",
            model="cases.CaseText",
            fields=("title", "summary", "knowledge", "details", "effects", "beneficiaries"),
            title=_("Impact cases in other languages"),
            what=_("What somebody wrote in a case, and may have named you in"),
            seen_by=WHO_SEES_ENTRY,
            address=lambda row: reverse("workspace:case", args=[row.entry.public_id]) + f"?with={row.language}",
            **common,
        ),
        Holding(
            code="story_texts",
            model="cases.Story",
            fields=("title", "text", "audience", "picture_text"),
            title=_("Texts of stories"),
            what=_("What somebody wrote in a story, and may have named you in"),
            seen_by=WHO_SEES_ENTRY,
            address=lambda row: reverse("workspace:story", args=[row.entry.public_id, row.public_id]),
            **common,
        ),
        Holding(
            code="shown_texts",
            model="cases.Shown",
            fields=("title", "url"),
            title=_("What was shown in channels"),
            what=_("Titles and addresses that may name you"),
            seen_by=WHO_SEES_ENTRY,
            address=lambda row: reverse("workspace:entry_channels", args=[row.entry.public_id]),
            **common,
        ),
    ]

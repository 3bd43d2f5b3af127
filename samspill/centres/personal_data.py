"""What centres and initiatives hold of people."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samspill.centres.models import Appointment, SelfCheckScore
from samspill.core.personal_data import ALL, Ground, Holding, Texts, Then, not_personal, register
from samspill.core.personal_data.finding import of_person, of_user

WHO = _("Everyone, when the page is shown to everyone; else those who run it")
KEPT = _("As long as the centre or initiative")


def _text(code: str, model: str, fields: tuple[str, ...], title: Any, address: Any) -> Holding:
    return Holding(
        code=code,
        model=model,
        fields=fields,
        title=title,
        what=_("What somebody wrote, and may have named you in"),
        why=_("To tell what the centre or initiative is, and what was found"),
        ground=Ground.PUBLIC_TASK,
        seen_by=WHO,
        kept=KEPT,
        then=Then.KEPT,
        because=_("Somebody else wrote it: an administrator looks through each place where you are named"),
        texts=Texts.LISTED,
        address=address,
        order=84,
    )


NAMES = ("name_nb", "name_nn", "name_en", "description_nb", "description_nn", "description_en", "website")


def declare() -> None:
    """Called when Django is ready."""
    register(
        Holding(
            code="appointments",
            model="centres.Appointment",
            fields=("person", "unit", "focus", "focus_note", "tasks", "start", "end"),
            title=_("Where you are innovation leader"),
            what=_("The unit, your focus and tasks, from and to"),
            why=_("So that people find whom to ask, and to tell what an initiative works with"),
            ground=Ground.PUBLIC_TASK,
            seen_by=WHO,
            kept=KEPT,
            then=Then.ANONYMISED,
            because=_("It goes on counting, with “erased person” as innovation leader"),
            find=of_person(Appointment, "person"),
            columns=(
                (_("Unit"), lambda row: row.unit.name),
                (_("Main focus"), lambda row: row.get_focus_display()),
                (_("From"), lambda row: row.start),
                (_("To"), lambda row: row.end),
            ),
            order=28,
        ),
        Holding(
            code="self_checks",
            model="centres.SelfCheckScore",
            fields=("by", "score", "reason", "at"),
            title=_("Scores you gave in a self-check"),
            what=_("The score, your reason, and when"),
            why=_("So that it can be told who did what, and asked about"),
            ground=Ground.LEGITIMATE,
            seen_by=_("Those who may see the self-check; who gave the score: those who run the centre"),
            kept=KEPT,
            then=Then.ANONYMISED,
            because=_("The score stays, by “erased person”"),
            find=of_user(SelfCheckScore, "by"),
            columns=(
                (_("Centre"), lambda row: row.centre.name),
                (_("Advice"), lambda row: row.advice.name),
                (_("Score"), lambda row: row.score),
                (_("Why"), lambda row: row.reason),
            ),
            texts=Texts.REPLACED,
            order=46,
        ),
        _text(
            "texts_centre", "centres.Centre", (*NAMES, "contact_email"), _("Texts about a centre"),
            lambda row: reverse("workspace:centre_edit", args=[row.code]),
        ),
        _text(
            "texts_initiative", "centres.Initiative", NAMES, _("Texts about an initiative"),
            lambda row: reverse("workspace:initiative_edit", args=[row.code]),
        ),
        _text(
            "texts_milestone", "centres.Milestone",
            ("title", "evaluator", "report_title", "report_url", "report_name"),
            _("Milestones and evaluations"), lambda row: reverse("workspace:milestone", args=[row.public_id]),
        ),
        _text(
            "texts_phase", "centres.Phase", ("name", "note"), _("Phases"),
            lambda row: reverse("workspace:initiative_parts", args=[row.initiative.code, "faser"]),
        ),
        _text(
            "texts_instrument", "centres.Instrument", ("name", "description"), _("Instruments"),
            lambda row: reverse("workspace:initiative_parts", args=[row.initiative.code, "virkemidler"]),
        ),
        _text(
            "texts_study", "centres.Study", ("title", "made_by", "url", "findings"), _("Studies"),
            lambda row: reverse("workspace:study", args=[row.public_id]),
        ),
        _text(
            "texts_money", "centres.PublicMoney", ("field", "source", "source_url"), _("Public money behind a field"),
            lambda row: reverse("workspace:centre_parts", args=[row.centre.code, "midler"])
            if row.centre
            else reverse("workspace:study", args=[row.study.public_id]),
        ),
    )  # fmt: skip
    not_personal(
        "centres.Centre",
        "id", "code", "scheme", "organisation", "unit", "start", "split", "end", "predecessor", "is_public",
        "shows_check", "is_example",
        why="facts about the centre",
    )  # fmt: skip
    not_personal(
        "centres.Initiative", "id", "code", "organisation", "unit", "decided", "is_public", "is_example",
        why="facts about the initiative",
    )  # fmt: skip
    not_personal(
        "centres.CentrePartner", "id", "centre", "organisation", "role", "start", "end", why="organisations and dates"
    )
    not_personal("centres.CentreRegister", "id", "centre", "register", why="which register belongs to which centre")
    not_personal(
        "centres.Milestone",
        "id", "public_id", "centre", "initiative", "kind", "due", "is_compulsory", "due_was_given", "held",
        "report_file", "report_type", "report_sha256",
        why="what is to be held, when, and where its file lies: under a name of ours",
    )  # fmt: skip
    not_personal("centres.Phase", "id", "initiative", "start", "end", why="dates")
    not_personal("centres.Instrument", "id", "initiative", why="which initiative")
    not_personal("centres.Appointment", "id", "initiative", why="which initiative")
    not_personal(
        "centres.Study", "id", "public_id", "kind", "year", "organisation", "is_public", why="facts about the study"
    )
    not_personal("centres.StudyCentre", "id", "study", "centre", why="which study is of which centre")
    not_personal(
        "centres.PublicMoney",
        "id", "centre", "study", "amount", "is_at_least", "first_year", "last_year",
        why="amounts and years",
    )  # fmt: skip
    not_personal("centres.SelfCheckScore", "id", "centre", "year", "advice", why="what the score is of")
    for words in ("Scheme", "Advice", "LeaderTask"):
        not_personal(f"centres.{words}", *ALL, why="words from a table")

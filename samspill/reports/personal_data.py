"""What editions hold of people: who made and published them, and names that others wrote into what was reported."""

from django.utils.translation import gettext_lazy as _

from samspill.core.personal_data import Ground, Holding, Texts, Then, not_personal, register
from samspill.core.personal_data.finding import of_user
from samspill.reports.models import Edition


def declare() -> None:
    """Called when Django is ready."""
    register(
        Holding(
            code="editions",
            model="reports.Edition",
            fields=("made_by", "published_by", "made_at", "published_at"),
            title=_("Reports you made"),
            what=_("That you made or published an edition of an annual report, and when"),
            why=_("So that it can be told who did what, and asked about"),
            ground=Ground.LEGITIMATE,
            seen_by=_("Those who may make the report"),
            kept=_("As long as the report"),
            then=Then.ANONYMISED,
            because=_("The report stays, by “erased person”, so that it can be cited"),
            find=of_user(Edition, "made_by", "published_by"),
            columns=((_("Report"), lambda row: f"{row.subject.name} {row.year}"), (_("When"), lambda row: row.made_at)),
            order=46,
        ),
        Holding(
            code="edition_texts",
            model="reports.Edition",
            fields=("content", "failure"),
            title=_("Names in reports"),
            what=_(
                "Names that others wrote into titles and stories that a report holds. People are counted, not named."
            ),
            why=_("A report that was sent is kept as it was"),
            ground=Ground.PUBLIC_TASK,
            seen_by=_("Those who may read the report"),
            kept=_("As long as the report"),
            then=Then.ANONYMISED,
            because=_("Your name is replaced, and the report says that a name was taken out"),
            texts=Texts.REPLACED,
            order=88,
        ),
    )
    not_personal(
        "reports.Edition",
        "id", "public_id", "register", "unit", "year", "number", "everyone", "state", "progress", "checksum",
        "software", "erased_at",
        why="facts about the report",
    )  # fmt: skip

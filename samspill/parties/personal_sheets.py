"""What lists of parties on their way in hold of people: whoever sent them, and whoever stands in them."""

from django.utils.translation import gettext_lazy as _

from samspill.core.personal_data import Ground, Holding, Rule, Texts, Then, not_personal, register
from samspill.core.personal_data.finding import of_user
from samspill.parties.importing import acts
from samspill.parties.models import PartySheet

MONTH = _("30 days after they were sent")


def declare() -> None:
    """Called when Django is ready."""
    register(
        Rule("party_sheets", _("Lists of parties that were sent in are deleted"), MONTH, lambda now: acts.forget()),
        Holding(
            code="party_sheets",
            model="parties.PartySheet",
            fields=("created_by", "created_at", "taken_in_at", "file_name"),
            title=_("Lists of organisations, units and people that you sent in"),
            what=_("The name of the file, and when"),
            why=_("So that you can look at what a file would change before it is taken in"),
            ground=Ground.LEGITIMATE,
            seen_by=_("Only you"),
            kept=MONTH,
            then=Then.DELETED,
            find=of_user(PartySheet, "created_by"),
            delete=True,
            columns=(
                (_("File"), lambda row: row.file_name),
                (_("Sent"), lambda row: row.created_at),
                (_("Taken in"), lambda row: row.taken_in_at),
            ),
            order=41,
        ),
        Holding(
            code="party_sheet_rows",
            model="parties.PartySheet",
            fields=("headings", "lines", "rows"),
            title=_("Rows of lists on their way in"),
            what=_("Names, ORCID iDs and e-mail addresses of contacts, as they stood in the list"),
            why=_("So that a list can be looked through before it is taken in"),
            ground=Ground.PUBLIC_TASK,
            seen_by=_("Only whoever sent the list"),
            kept=MONTH,
            then=Then.ANONYMISED,
            because=_("The name in it is replaced by “erased person”"),
            texts=Texts.REPLACED,
            order=83,
        ),
    )
    not_personal("parties.PartySheet", "id", "public_id", "kind", "language", "columns", why="what kind of list it is")

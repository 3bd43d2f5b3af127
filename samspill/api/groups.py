"""What the operations are grouped by, on the page and in the document: a name and a sentence for each tag."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Group:
    """A tag of the document, and what people call it."""

    tag: str
    name: str | Promise
    what: str | Promise


GROUPS = (
    Group("about", _("You and your key"), _("Who the key makes you, what it may do, and what waits for you.")),
    Group("search", _("Search"), _("One search over everything, with the filters of the search page.")),
    Group(
        "entries", _("Entries"), _("Innovations, activities, results and impact cases, with all that belongs to them.")
    ),
    Group("case readings", _("Cases to read"), _("Impact cases that your organisation is asked to read and approve.")),
    Group("registers", _("Registers"), _("A centre’s or unit’s collection of entries, and where its entries went.")),
    Group("profiles", _("How registers work"), _("Settings, profiles and own words of registers, now and before.")),
    Group(
        "imports",
        _("Spreadsheets"),
        _("Sheets sent to a register: how they were read, and what is wrong in which cell."),
    ),
    Group("rounds", _("Update rounds"), _("Dates, targets, and what was told of each innovation.")),
    Group("assessments", _("Assessments"), _("Calls, answers, and the matrix of probability and impact.")),
    Group("reviews", _("Leadership reviews"), _("Meetings, what they decided, and their minutes.")),
    Group("work plans", _("Work plans"), _("A year’s tasks, and what may become innovations.")),
    Group("effects", _("Effects by recipient"), _("Counted for a register or a unit.")),
    Group(
        "reports",
        _("Annual reports"),
        _("Editions that never change: content, files, and what differs from the one before."),
    ),
    Group("centres", _("Centres"), _("Partners, milestones with their reports, studies and self-check.")),
    Group("initiatives", _("Initiatives"), _("Organisations’ own programmes for innovation.")),
    Group("recommendations", _("Recommendations"), _("What was advised, the answer, and what followed.")),
    Group("channels", _("Channels and stories"), _("Where something was shown, and stories that are told of it.")),
    Group("organisations", _("Organisations"), _("All parties, with size figures, units and people.")),
    Group("units", _("Units"), _("Faculties, departments, centres and municipal services, as a tree.")),
    Group("people", _("People"), _("Those with a page, and where they belong.")),
    Group("roles", _("Roles and invitations"), _("Who may do what, where, and from when to when.")),
    Group("personal data", _("Personal data"), _("What is held and why, what is held of you, and requests about it.")),
    Group("places", _("Places"), _("Municipalities, counties and regions.")),
    Group("vocabularies", _("Vocabularies"), _("The words that entries are described with, and scales of readiness.")),
)
"""In the order of the page."""
BY_TAG = {group.tag: group for group in GROUPS}

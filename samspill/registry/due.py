"""What the registry waits for: the user's own entries, their word on others', and what they decide on."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samspill.accounts.models import User
from samspill.core import due
from samspill.core.due import Due
from samspill.parties.domain.acting import acting_for
from samspill.registry import worklists

MOST = 100
"""Of each kind; whoever has more to do than that does not read the rest today."""

QUEUE = "queue"
"""The group of what an innovation leader decides on."""


def register() -> None:
    """Called when Django is ready."""
    due.register(QUEUE, gettext_lazy("To decide on"), queue, order=20)
    due.register("disputes", gettext_lazy("Disputed: somebody says that this is not right"), disputes, order=25)
    due.register("returned", gettext_lazy("Returned to you: mend and submit again"), returned, order=30)
    due.register("answers", gettext_lazy("Is this right? Confirm or dispute"), answers, order=40)
    due.register("drafts", gettext_lazy("Drafts to finish"), drafts, order=90)


def queue(user: User, today: date) -> Iterator[Due]:
    """One thing for the whole queue. One query, besides the roles."""
    number = worklists.queue(acting_for(user)).count()
    if number:
        yield Due(
            code="queue",
            what=ngettext(
                "%(number)s entry waits for you in the queue", "%(number)s entries wait for you in the queue", number
            )
            % {"number": number},
            url=reverse("workspace:queue"),
            why=_("You decide on what is published there"),
            count=number,
        )


def disputes(user: User, today: date) -> Iterator[Due]:
    """Each dispute that stands on an entry of the user's. One query."""
    for answer in worklists.disputes(acting_for(user))[:MOST]:
        part = answer.contribution or answer.participation
        assert part is not None  # a constraint of the database
        who = str(answer.contribution or (answer.participation and answer.participation.organisation))
        yield Due(
            code=f"dispute-{answer.pk}",
            what=part.entry.title,
            url=reverse("workspace:entry_parts", args=[part.entry.public_id]),
            why=_("%(who)s – %(statement)s: “%(message)s”")
            % {"who": who, "statement": answer.get_statement_display(), "message": _short(answer.message)},
        )


def returned(user: User, today: date) -> Iterator[Due]:
    """Each entry that came back. One query."""
    for entry in worklists.returned(acting_for(user))[:MOST]:
        said = _short(entry.return_message or "")  # type: ignore[attr-defined]  # annotated
        yield Due(
            code=f"returned-{entry.public_id}",
            what=entry.title,
            url=reverse("workspace:entry_edit", args=[entry.public_id]),
            why=_("“%(said)s”") % {"said": said} if said else _("Returned by the innovation leader"),
        )


def answers(user: User, today: date) -> Iterator[Due]:
    """Each part that the user, their unit or their organisation is named in. Two queries."""
    acting = acting_for(user)
    for contribution in worklists.contributions_to_answer(acting)[:MOST]:
        yield Due(
            code=f"contribution-{contribution.pk}",
            what=contribution.entry.title,
            url=reverse("workspace:entry_answer", args=[contribution.entry.public_id]),
            why=_("%(name)s contributed to this") % {"name": contribution},
        )
    for participation in worklists.participations_to_answer(acting)[:MOST]:
        yield Due(
            code=f"participation-{participation.pk}",
            what=participation.entry.title,
            url=reverse("workspace:entry_answer", args=[participation.entry.public_id]),
            why=_("%(name)s took part (%(role)s)")
            % {"name": participation.organisation.name, "role": participation.role.name.lower()},
        )


def drafts(user: User, today: date) -> Iterator[Due]:
    """The user's own drafts: theirs to finish when they want, so no mail tells of them. One query."""
    for entry in worklists.drafts(acting_for(user))[:MOST]:
        yield Due(
            code=f"draft-{entry.public_id}",
            what=entry.title,
            url=reverse("workspace:entry_edit", args=[entry.public_id]),
            why=_("%(kind)s that you have not submitted yet") % {"kind": entry.get_kind_display()},
            reminded=False,
        )


def _short(text: str) -> str:
    return Truncator(text).chars(240)

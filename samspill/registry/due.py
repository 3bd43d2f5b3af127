"""What the registry waits for: the user's own entries, their word on others', and what they decide on."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, When
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core import due
from samspill.core.due import Due, Waits
from samspill.parties.domain.acting import Acting, acting_for
from samspill.registry import worklists
from samspill.registry.models import CarriedOn, CarriedOnSeen, Entry

MOST = 100
"""Of each kind; whoever has more to do than that does not read the rest today."""

TOLD_FOR = timedelta(days=15)
"""So long it is told that entries were carried on: the mail of the morning after is the first that may tell of it."""

QUEUE = "queue"
"""The group of what an innovation leader decides on."""


def register() -> None:
    """Called when Django is ready."""
    disputed = gettext_lazy("Disputed: somebody says that this is not right")
    back = gettext_lazy("Returned to you: mend and submit again")
    due.register(QUEUE, gettext_lazy("To decide on"), queue, order=20, waits=_of(worklists.queue))
    due.register("disputes", disputed, disputes, order=25, waits=_of(worklists.disputes))
    due.register("returned", back, returned, order=30, waits=_of(worklists.returned))
    named = _of(worklists.contributions_to_answer, worklists.participations_to_answer)
    due.register("answers", gettext_lazy("Is this right? Confirm or dispute"), answers, order=40, waits=named)
    moved = gettext_lazy("Carried on by another register")
    due.register("carried_on", moved, carried_on, order=80, waits=lambda user, today: [_carried(user, today)])
    due.register("drafts", gettext_lazy("Drafts to finish"), drafts, order=90, waits=_of(worklists.drafts))


def _of(*lists: Callable[[Acting], "QuerySet[Any]"]) -> Waits:
    """What waits on some of the lists of `worklists`."""
    return lambda user, today: [rows(acting_for(user)) for rows in lists]


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


def carried_on(user: User, today: date) -> Iterator[Due]:
    """What another register has carried on lately: one thing for all of the user's own entries, and one for all that
    came to a register whose leader the user is. It is told for a fortnight, or until it is marked as seen. One query,
    besides the roles (R-REG-15)."""
    for row in _carried(user, today):
        said = {"target": _name_of("target", row), "source": _name_of("source", row)}
        number = row["all"] if row["leads"] else row["mine"]
        if row["leads"]:
            text = ngettext(
                "%(number)s entry from “%(source)s” is carried on by “%(target)s”",
                "%(number)s entries from “%(source)s” are carried on by “%(target)s”",
                number,
            )
        else:
            text = ngettext(
                "%(number)s entry of yours is carried on by “%(target)s”",
                "%(number)s entries of yours are carried on by “%(target)s”",
                number,
            )
        day = row["at__date"]
        yield Due(
            code=f"carried-on-{row['target__code']}-{day}-{row['source__name_nb']}",
            what=text % (said | {"number": number}),
            url=_where(row),
            why=_("Moved by %(name)s: %(reason)s") % {"name": row["by__name"] or "–", "reason": _short(row["reason"])},
            by=day + TOLD_FOR,
            count=number,
            seen_url=reverse("workspace:carried_on_seen", args=[row["source__code"], row["target__code"]]),
        )


def unseen(user: User, today: date) -> "QuerySet[CarriedOn]":
    """What was carried on lately by others, and not marked as seen by the user; also what does not concern them."""
    lately = CarriedOn.objects.filter(at__date__gte=today - TOLD_FOR, entry__register=F("target"))
    return lately.exclude(by=user).exclude(Exists(CarriedOnSeen.objects.filter(carried=OuterRef("pk"), user=user)))


def _carried(user: User, today: date) -> "QuerySet[CarriedOn, Any]":
    acting = acting_for(user)
    mine = Count("pk", filter=Q(entry__in=Entry.objects.mine(acting).values("pk")))
    return (
        unseen(user, today)
        .order_by()
        .values(
            "source__name_nb",
            "source__name_nn",
            "source__name_en",
            "source__code",
            "target__name_nb",
            "target__name_nn",
            "target__name_en",
            "target__code",
            "reason",
            "by__name",
            "at__date",
        )
        .annotate(mine=mine, all=Count("pk"), leads=Max(Case(When(_led(acting), then=1), default=0)))
        .filter(Q(mine__gt=0) | Q(leads=1))
        .order_by("at__date", "target__code", "reason")
    )


def _name_of(end: str, row: Mapping[str, Any]) -> str:
    """The name of the register at one end, in the active language where it has one in that."""
    return str(row.get(f"{end}__name_{(get_language() or 'nb')[:2]}") or row[f"{end}__name_nb"])


def _where(row: Mapping[str, Any]) -> str:
    if row["leads"]:
        return reverse("workspace:register_carry_on", args=[row["target__code"]])
    return f"{reverse('workspace:my_entries')}?{urlencode({'register': row['target__code']})}"


def _led(acting: Acting) -> Q:
    """Carried on by a register that the user is innovation leader of. Administrators would hear of all, and are not."""
    return (
        Q(target__code__in=acting.curates_registers)
        | Q(target__unit__in=acting.curates_units)
        | Q(target__organisation__in=acting.curates_organisations)
    )

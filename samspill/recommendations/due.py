"""What recommendations wait for, told to `core.due`."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samspill.accounts.models import User
from samspill.core import due
from samspill.core.due import Due
from samspill.parties.domain.acting import acting_for
from samspill.recommendations.choices import Status
from samspill.recommendations.models import Recommendation

MOST = 100


def register() -> None:
    """Called when Django is ready."""
    followed = gettext_lazy("Recommendations to follow up")
    looked_after = gettext_lazy("Recommendations that you look after")
    due.register("recommendations", followed, own, order=35, waits=lambda user, today: [_own(user)])
    due.register(
        "recommendations_after",
        looked_after,
        after,
        order=36,
        waits=lambda user, today: [_without_owner(user), _to_check(user)],
    )


def _own(user: User) -> "QuerySet[Recommendation]":
    return Recommendation.objects.owned_by(acting_for(user)).open()


def _without_owner(user: User) -> "QuerySet[Recommendation]":
    looked_after = Recommendation.objects.looked_after_by(acting_for(user))
    return looked_after.open().filter(owner_user=None, owner_person=None)


def _to_check(user: User) -> "QuerySet[Recommendation]":
    return Recommendation.objects.looked_after_by(acting_for(user)).to_check()


def own(user: User, today: date) -> Iterator[Due]:
    """Each open recommendation that the user owns. One query."""
    for one in _own(user).order_by("due", "pk")[:MOST]:
        what = _("Answer: %(text)s") if one.status == Status.RECEIVED else _("Follow up: %(text)s")
        yield Due(
            code=f"recommendation-{one.public_id}",
            what=what % {"text": one.short},
            url=reverse("workspace:recommendation", args=[one.public_id]),
            why=_("You own this recommendation from “%(source)s”") % {"source": one.source_title},
            by=one.due,
        )


def after(user: User, today: date) -> Iterator[Due]:
    """Recommendations without an owner, and those that are done and not checked. Two queries."""
    address = reverse("workspace:recommendations")
    if number := _without_owner(user).count():
        yield Due(
            code="recommendations-without-owner",
            what=ngettext("%(number)s recommendation has no owner", "%(number)s recommendations have no owner", number)
            % {"number": number},
            url=f"{address}?owner=none&status=open",
            why=ngettext(
                "You look after what it is about: give it to somebody, with a day",
                "You look after what they are about: give each to somebody, with a day",
                number,
            ),
            count=number,
        )
    if number := _to_check(user).count():
        yield Due(
            code="recommendations-to-check",
            what=ngettext(
                "%(number)s recommendation is done and can be checked off",
                "%(number)s recommendations are done and can be checked off",
                number,
            )
            % {"number": number},
            url=f"{address}?status=done",
            why=ngettext("You look after what it is about", "You look after what they are about", number),
            count=number,
        )

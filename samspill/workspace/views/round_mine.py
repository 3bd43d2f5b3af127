"""The owner's page in a round: all own innovations on one page, each a card that saves by itself (R-REG-03..05)."""

import secrets
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samspill.accounts.models import User
from samspill.core import jinja, not_taken
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.methods import takes_form
from samspill.core.policy import Refusal, require
from samspill.core.prepared_rows import Prepared
from samspill.parties.domain.acting import acting_for
from samspill.registry import words
from samspill.rounds import lines, policies
from samspill.rounds.domain import updates
from samspill.rounds.lines import Line
from samspill.rounds.models import RoundItem, Update, UpdateRound
from samspill.rounds.queries import SOME_ITEMS, State, rounds
from samspill.workspace import round_cards, round_pieces
from samspill.workspace.forms.rounds import seen_in, told_in, typed_in
from samspill.workspace.round_cards import Card
from samspill.workspace.users import signed_in


@dataclass
class Shown:
    """A round as somebody sees their part of it: their own innovations, or one (``item``) that they answer for.

    ``query``: what the address must say to come here again.
    """

    found: UpdateRound
    user: User
    item: int | None
    query: str
    is_own: bool

    def lines(self) -> list[Line]:
        """The innovations, in order. One query."""
        if self.item is None:
            return lines.of_owner(self.found, self.user.pk)
        return lines.of_items(self.found, [self.item])


@takes_form
@login_required
def round_mine(request: HttpRequest, public_id: str) -> HttpResponse:
    """The user's innovations; with ``?item=`` one of somebody else's, for those who answer on their behalf."""
    shown = _shown(request, public_id)
    if request.method == "POST":
        return _answer(request, shown)
    there = shown.lines()
    require(policies.may_open_page(acting_for(shown.user), shown.found, has_items=bool(there)))
    return _page(request, shown, there)


@require_POST
@login_required
def round_keep(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep what is typed on a card, and say so in the words of its status line."""
    shown = _shown(request, public_id)
    now = formats.time_format(timezone.localtime(), "H:i")
    try:
        item = _posted_item(request, shown)
        updates.keep_typed(item=item, actor=shown.user, typed=typed_in(request.POST), seen=seen_in(request.POST))
    except updates.Superseded:
        return _status(_("Not kept: something else is written about it in another window. Send it, or reload."))
    except RuleError as error:
        return _status(error.message)
    except Refusal as refusal:
        kept = _("What you typed is kept, for you to copy.") if not_taken.keep(request, reason=str(refusal)) else ""
        return _status(f"{refusal} {kept}")
    return _status(_("Kept %(time)s, not sent yet") % {"time": now})


def _status(text: str) -> HttpResponse:
    return HttpResponse(jinja.render("workspace/rounds/status.html", {"text": text}))


def _answer(request: HttpRequest, shown: Shown) -> HttpResponse:
    """Send one card. By script just the card comes back; without, the page, at the next innovation."""
    try:
        item = _posted_item(request, shown)
    except Refusal as refusal:
        if not request.headers.get("HX-Request"):
            raise
        texts = not_taken.keep(request, reason=str(refusal))
        said = {"pk": _number(request.POST.get("item", "")), "why": str(refusal), "texts": texts}
        return HttpResponse(jinja.render("workspace/rounds/refused.html", said), status=Meanwhile.status)
    typed = typed_in(request.POST)
    told, errors = told_in(typed, words.levels())
    conflict: Update | None = None
    status = RuleError.status
    if not errors:
        try:
            updates.answer(
                item=item, actor=shown.user, told=told, seen=seen_in(request.POST), today=timezone.localdate()
            )
        except ValidationError as error:
            errors = {name: " ".join(texts) for name, texts in error.message_dict.items()}
        except RuleError as error:
            errors, status = {"": error.message}, error.status
        except updates.Superseded as superseded:
            conflict = superseded.current
    if errors and not conflict:
        conflict = _keep(request, shown, item, typed)
    there = shown.lines()
    [card] = round_cards.cards_of(shown.found, SOME_ITEMS(shown.found.pk, [item.pk]))
    next_id = round_pieces.following(there)[item.pk]
    card.onward = round_pieces.onward(next_id)
    if errors or conflict:
        card.values, card.errors, card.conflict = {"on": ""} | typed, errors, conflict
        card.is_form = shown.found.is_open and card.state is not State.STOPPED
        if not card.is_form:
            card.unsent = not_taken.keep(request, reason=errors.get("", ""))
        status = Meanwhile.status if conflict else status
        if request.headers.get("HX-Request"):
            return HttpResponse(_card(request, shown, card), status=status)
        return _page(request, shown, there, wrong=card, status=status)
    if request.headers.get("HX-Request"):
        return HttpResponse(_card(request, shown, card) + _left(there, is_part=True))
    messages.success(request, _("“%(title)s” is updated.") % {"title": item.entry.title})
    onward = f"#item-{next_id or item.pk}"
    query = f"?{shown.query.rstrip('&')}" if shown.query else ""
    return HttpResponseRedirect(reverse("workspace:round_mine", args=[shown.found.public_id]) + query + onward)


def _keep(request: HttpRequest, shown: Shown, item: RoundItem, typed: dict[str, str]) -> Update | None:
    """Keep what was sent and not taken: whoever leaves before mending it finds it here again.

    Returns what stands in the way: an update that somebody else has sent meanwhile.
    """
    try:
        updates.keep_typed(item=item, actor=shown.user, typed=typed, seen=seen_in(request.POST))
    except updates.Superseded as superseded:
        return superseded.current
    except (RuleError, Refusal):
        return None  # closed or handed over meanwhile: the card says so, and shows it for copying
    return None


def _card(request: HttpRequest, shown: Shown, card: Card) -> str:
    return round_cards.html_of(card, shown.found, csrf=get_token(request), query=shown.query)


def _left(there: list[Line], *, is_part: bool) -> SafeString:
    left = sum(not one.is_done for one in there)
    return jinja.render("workspace/rounds/left.html", {"left": left, "number": len(there), "is_part": is_part})


def _page(
    request: HttpRequest, shown: Shown, there: list[Line], *, wrong: Card | None = None, status: int = 200
) -> HttpResponse:
    """``wrong``: the card that was not taken, with what was typed."""
    cards = round_pieces.cards_html(
        shown.found,
        there,
        csrf=get_token(request),
        query=shown.query,
        changing=_number(request.GET.get("change", "")),
        instead=wrong,
    )
    context = {
        "found": shown.found,
        "register": shown.found.register,
        "cards": cards,
        "number": len(there),
        "left": _left(there, is_part=False),
        "is_late": shown.found.is_open and shown.found.is_late(timezone.localdate()),
        "is_own": shown.is_own,
        "first_wrong": wrong.item.pk if wrong else None,
        "first_left": next((one.item for one in there if not one.is_done), None),
        "may_oversee": bool(policies.may_oversee(acting_for(shown.user), shown.found.register)),
    }
    response = render(request, "workspace/rounds/mine.html", context, status=status)
    # Each page has a name of its own, so a checksum of it all is never asked for again.
    response["ETag"] = f'"{secrets.token_hex(8)}"'
    return response


FOUND = Prepared(lambda public_id: rounds().exclude(state=UpdateRound.State.PLANNED).filter(public_id=public_id), str)


def _shown(request: HttpRequest, public_id: str) -> Shown:
    user = signed_in(request)
    found = FOUND.one_or_404(public_id)
    asked = _number(request.GET.get("item", ""))
    if asked is None:
        return Shown(found, user, None, "", is_own=True)
    item = SOME_ITEMS.one_or_404(found.pk, [asked])
    require(policies.may_answer(acting_for(user), item, found.register))
    return Shown(found, user, asked, f"item={asked}&", is_own=item.owner_id == user.pk)


def _posted_item(request: HttpRequest, shown: Shown) -> RoundItem:
    """The card that was sent; whoever may answer for it may do so from any page."""
    asked = _number(request.POST.get("item", ""))
    if asked is None:
        raise Http404
    item = SOME_ITEMS.one_or_404(shown.found.pk, [asked])
    item.round = shown.found
    not_taken.remember(request, round_cards.texts_of(typed_in(request.POST)))
    require(policies.may_answer(acting_for(shown.user), item, shown.found.register))
    if item.pk != shown.item and (shown.item or item.owner_id != shown.user.pk):
        shown.item, shown.query = item.pk, f"item={item.pk}&"
    return item


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None

"""The cards of an owner's page as HTML: each is made once, and kept while nothing that it shows has changed.

What differs from page to page – the token of the forms, the name of the page, which card is next – stands in a kept
card as marks that nobody can guess, and so cannot type.
"""

import secrets
from collections.abc import Sequence

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samspill.core.kept_pieces import KeptPieces
from samspill.registry import profiles, words
from samspill.rounds.lines import Line
from samspill.rounds.models import UpdateRound
from samspill.rounds.queries import SOME_ITEMS
from samspill.workspace.round_cards import Card, cards_of, html_of

TOKEN, TAB, ONWARD = (f"mark{secrets.token_hex(8)}" for _place in range(3))
_pieces = KeptPieces[str](3000)
"""Some 5 kB each."""


def cards_html(
    found: UpdateRound,
    lines: Sequence[Line],
    *,
    csrf: str,
    query: str,
    changing: int | None,
    instead: Card | None = None,
) -> SafeString:
    """All cards of a page. Three queries for those that are not kept, else none.

    ``changing``: the answered item that is opened again. ``instead``: a card that shows what was just typed.
    """
    language, made_of = get_language(), _made_of(found)
    names = {line.item: (line.item, language, query, line.item == changing) for line in lines}
    there = {line.item: _pieces.find(names[line.item], (line.stamp, made_of)) for line in lines}
    if instead:
        there[instead.item.pk] = html_of(instead, found, csrf=TOKEN, query=query)
    if missing := [item for item, piece in there.items() if piece is None]:
        stamps = {line.item: line.stamp for line in lines}
        for card in cards_of(found, SOME_ITEMS(found.pk, missing), changing=changing):
            card.tab, card.onward = TAB, ONWARD
            piece = html_of(card, found, csrf=TOKEN, query=query)
            there[card.item.pk] = piece
            _pieces.keep(names[card.item.pk], (stamps[card.item.pk], made_of), piece)
    next_ids, text = following(lines), escape(_("Next innovation"))
    cards = [(there[line.item] or "").replace(ONWARD, onward(next_ids[line.item], text)) for line in lines]
    return SafeString("".join(cards).replace(TOKEN, csrf).replace(TAB, secrets.token_hex(6)))


def following(lines: Sequence[Line]) -> dict[int, int | None]:
    """Item -> the next one that is left."""
    found: dict[int, int | None] = {}
    after: int | None = None
    for line in reversed(lines):
        found[line.item] = after
        if not line.is_done:
            after = line.item
    return found


def onward(item: int | None, text: str = "") -> str:
    """The link to the next card, as safe HTML; so is ``text``."""
    if item is None:
        return ""
    return f'<a class="ds-link s-small" href="#item-{item}">{text or escape(_("Next innovation"))}</a>'


def _made_of(found: UpdateRound) -> tuple[object, ...]:
    """What all cards of a page are made of besides their rows."""
    register = found.register
    measures = profiles.READINESS not in profiles.left_out_by(register.profile)
    kept = (words.types.mark(), words.levels.mark())
    return (found.state, found.sets_targets, register.scale_id, measures, kept, timezone.localdate())

"""Marking an entry as shown in a channel, and the catalogue's own additions."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.cases import policies
from samspill.cases.models import Channel, Shown
from samspill.core import seen as seen_forms
from samspill.core.errors import RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry.domain.parts import lock_for_edit
from samspill.registry.models import Entry
from samspill.registry.models.entry import LETTERS

EDITABLE = (
    "name_nb", "name_nn", "name_en", "description_nb", "description_nn", "description_en", "url", "suits_kinds",
    "suits_types",
)  # fmt: skip
"""What is said of a channel. Whether it is in use is a button of its own."""
SHOWN_EDITABLE = ("channel", "date", "title", "url")


@transaction.atomic
def mark_shown(
    *,
    entry: Entry,
    actor: User,
    channel: Channel,
    on: date,
    url: str = "",
    title: str = "",
    shown: Shown | None = None,
    seen: str = "",
) -> Shown:
    """The entry was shown in a channel on a day (R-CHN-02); with ``shown``, what was noted is changed.

    ``seen``: the mark of what the form showed. Raises `Stale`, `RuleError` with the field, `ValidationError` or
    `Refusal`.
    """
    lock_for_edit(entry, actor)
    if shown is not None:
        values = {"channel": channel, "date": on, "url": url.strip(), "title": " ".join(title.split())}
        current = seen_forms.still_there(Shown.objects.select_related("channel"), shown)
        seen_forms.check(current, SHOWN_EDITABLE, seen, values)
    if on > timezone.localdate():
        raise RuleError(_("The date lies in the future. Mark it when it has been shown."), field="date")
    if not channel.is_active and (shown is None or shown.channel_id != channel.code):
        raise RuleError(_("“%(word)s” is not in use here. Choose another.") % {"word": channel}, field="channel")
    one = shown or Shown(entry=entry, added_by=actor)
    one.channel, one.date, one.url, one.title = channel, on, url.strip(), " ".join(title.split())
    one.clean_fields(exclude=["entry", "channel", "added_by"])
    twins = Shown.objects.filter(entry=entry, channel=channel, date=on, url=one.url).exclude(pk=one.pk)
    if twins.exists():
        raise RuleError(_("This is marked already: the same channel, date and link."), field="channel")
    with acting_context(actor=actor):
        one.save()
    return one


@transaction.atomic
def take_away(*, shown: Shown, actor: User) -> None:
    """It was not shown after all; the history keeps what was said."""
    lock_for_edit(shown.entry, actor)
    with acting_context(actor=actor):
        shown.delete()


@transaction.atomic
def set_channel(
    *,
    actor: User,
    names: dict[str, str],
    suits_types: Sequence[str],
    suits_kinds: Sequence[str],
    url: str = "",
    channel: Channel | None = None,
    seen: str = "",
) -> Channel:
    """A channel of the site's own, or another wording of one that is there. ``names``: name_* and description_*.

    ``seen``: the mark of what the form showed. Raises `Stale`, `RuleError`, `ValidationError` or `Refusal`.
    """
    require(policies.may_make_channels(acting_for(actor)))
    tidy = {name: text.strip() for name, text in names.items()}
    said = tidy | {"suits_types": list(suits_types), "suits_kinds": list(suits_kinds), "url": url.strip()}
    if channel is not None:
        channel = Channel.objects.select_for_update().get(pk=channel.pk)
        seen_forms.check(channel, EDITABLE, seen, said)
    if not tidy.get("name_nb"):
        raise RuleError(_("Give the channel a name."), field="name_nb")
    twins = Channel.objects.filter(name_nb__iexact=tidy["name_nb"])
    if (twins.exclude(pk=channel.pk) if channel else twins).exists():
        raise RuleError(_("There is a channel with this name already."), field="name_nb")
    if channel is None:
        channel = Channel(code=_free_code(tidy["name_nb"]), position=1000, is_own=True)
    for name, value in said.items():
        setattr(channel, name, value)
    channel.clean_fields()
    with acting_context(actor=actor):
        channel.save()
    return channel


@transaction.atomic
def switch_channel(*, channel: Channel, actor: User, on: bool) -> Channel:
    """Offer it no more, or again. What was shown there stays."""
    require(policies.may_make_channels(acting_for(actor)))
    if channel.is_active != on:
        channel.is_active = on
        with acting_context(actor=actor):
            channel.save(update_fields=["is_active"])
    return channel


def _free_code(name: str) -> str:
    base = slugify(name.translate(LETTERS))[:50] or "x"
    taken = set(Channel.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for n in range(1, len(taken) + 2) if (code := base if n == 1 else f"{base}-{n}") not in taken)

"""Typing that is not saved yet, kept so that a closed tab loses nothing."""

from django.http import JsonResponse, QueryDict
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.models import FormDraft
from samspill.registry.models import Entry

LARGEST = 2**31 - 1


def version_in(posted: QueryDict) -> int:
    """The version that the user had before them, as the form says; 0 when it says nothing that can be one."""
    text = posted.get("version", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 10 else 0
    return number if number <= LARGEST else 0


def key(entry: Entry, form: str = "entry") -> str:
    """Which form on which object."""
    return f"{form}:{entry.public_id}"


class TypedElsewhere(Exception):
    """Something else was kept from another tab meanwhile, which must not be written over."""


TOKEN = "kept"  # noqa: S105  # the field's name
"""In the form: which kept typing it began from, or went on from; empty when there was none."""


def token(draft: FormDraft | None) -> str:
    """What a form that goes on from this draft says."""
    return draft.updated_at.isoformat() if draft else ""


def keep(user: User, entry: Entry, posted: QueryDict, form: str = "entry") -> FormDraft:
    """Keep what was posted in a form about an entry, with the version that the user had before them; see `keep_key`."""
    return keep_key(user, key(entry, form), posted)


def keep_key(user: User, known: str, posted: QueryDict) -> FormDraft:
    """Keep what was posted under a key.

    Raises `TypedElsewhere` when another tab has kept something that this form has not seen; a form that does not say
    what it has seen is kept.
    """
    data = {name: posted.getlist(name) for name in posted if name not in ("csrfmiddlewaretoken", TOKEN)}
    before = kept_key(user, known)
    if before and before.data != data and posted.get(TOKEN, token(before)) != token(before):
        raise TypedElsewhere
    draft, _made = FormDraft.objects.update_or_create(
        user=user, key=known, defaults={"data": data, "base_version": version_in(posted)}
    )
    return draft


def kept(user: User, entry: Entry, form: str = "entry") -> FormDraft | None:
    """What this user typed about an entry and did not save, if anything."""
    return kept_key(user, key(entry, form))


def kept_key(user: User, known: str) -> FormDraft | None:
    """What this user has under a key, if anything."""
    return FormDraft.objects.filter(user=user, key=known).first()


def discard(
    user: User, entry: Entry, *, seen: int | None = None, posted: QueryDict | None = None, form: str = "entry"
) -> None:
    """Forget what was typed about an entry; see `discard_key`."""
    discard_key(user, key(entry, form), seen=seen, posted=posted)


def discard_key(user: User, known: str, *, seen: int | None = None, posted: QueryDict | None = None) -> None:
    """Forget it: it is saved, or the user does not want it.

    With ``seen``, only what was typed from that version; with ``posted``, only what that form has seen: what another
    tab typed stays kept.
    """
    kept_one = FormDraft.objects.filter(user=user, key=known)
    if seen is not None:
        kept_one = kept_one.filter(base_version__in=(0, seen))
    for draft in kept_one:
        if posted is None or posted.get(TOKEN, token(draft)) == token(draft):
            draft.delete()


def answer(user: User, known: str, posted: QueryDict) -> JsonResponse:
    """Keep what a form sent by itself, and answer as its script understands."""
    try:
        kept_now = token(keep_key(user, known, posted))
    except TypedElsewhere:
        text = _(
            "You have typed something else here in another tab, and it is kept. What you type here is not kept now: "
            "press Save, or copy it and reload the page to see the other."
        )
        return JsonResponse({"state": "stale", "text": text}, status=409)
    text = _("Your typing is kept (%(time)s). It is saved when you press Save.") % {
        "time": formats.time_format(timezone.localtime(), "H:i")
    }
    return JsonResponse({"state": "kept", "text": text, "kept": kept_now})


def as_posted(draft: FormDraft) -> QueryDict:
    """The kept answers as a form would post them."""
    data = QueryDict(mutable=True)
    for name, values in draft.data.items():
        data.setlist(name, [str(value) for value in values])
    return data

"""Typing that is not saved yet, kept so that a closed tab loses nothing."""

from django.http import QueryDict

from samspill.accounts.models import User
from samspill.core.models import FormDraft
from samspill.registry.models import Entry

LARGEST = 2**31 - 1


def version_in(posted: QueryDict) -> int:
    """The version that the user had before them, as the form says; 0 when it says nothing that can be one."""
    text = posted.get("version", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 10 else 0
    return number if number <= LARGEST else 0


def key(entry: Entry) -> str:
    """Which form on which object."""
    return f"entry:{entry.public_id}"


def keep(user: User, entry: Entry, posted: QueryDict) -> FormDraft:
    """Keep what was posted, with the version that the user had before them."""
    data = {name: posted.getlist(name) for name in posted if name != "csrfmiddlewaretoken"}
    draft, _made = FormDraft.objects.update_or_create(
        user=user, key=key(entry), defaults={"data": data, "base_version": version_in(posted)}
    )
    return draft


def kept(user: User, entry: Entry) -> FormDraft | None:
    """What this user typed and did not save, if anything."""
    return FormDraft.objects.filter(user=user, key=key(entry)).first()


def discard(user: User, entry: Entry, *, seen: int | None = None) -> None:
    """Forget it: it is saved, or the user does not want it.

    With ``seen``, only what was typed from that version: what another tab typed from an older one stays kept.
    """
    kept_one = FormDraft.objects.filter(user=user, key=key(entry))
    (kept_one if seen is None else kept_one.filter(base_version__in=(0, seen))).delete()


def as_posted(draft: FormDraft) -> QueryDict:
    """The kept answers as a form would post them."""
    data = QueryDict(mutable=True)
    for name, values in draft.data.items():
        data.setlist(name, [str(value) for value in values])
    return data

"""Identifiers that an entry has elsewhere: added and removed."""

from django.db import transaction

from samspill.accounts.models import User
from samspill.core.history import acting as acting_context
from samspill.registry import identifiers
from samspill.registry.domain.parts import lock_for_edit
from samspill.registry.models import Entry, EntryIdentifier


@transaction.atomic
def add_identifier(*, entry: Entry, actor: User, scheme: str, value: str) -> EntryIdentifier:
    """Record an identifier, as somebody pasted it; the same one twice is one (R-CHN-07).

    Raises `ValidationError` with the field, or `Refusal`.
    """
    lock_for_edit(entry, actor)
    bare = identifiers.read(scheme, value)
    with acting_context(actor=actor):
        found, _made = EntryIdentifier.objects.get_or_create(entry=entry, scheme=scheme, value=bare)
    return found


@transaction.atomic
def remove_identifier(*, identifier: EntryIdentifier, actor: User) -> None:
    """Take an identifier away; the history keeps that it was there."""
    lock_for_edit(identifier.entry, actor)
    with acting_context(actor=actor):
        identifier.delete()

"""Effects of an entry and for whom, and the words that a register adds for them."""

from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core import seen as seen_forms
from samspill.core.errors import RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry import policies
from samspill.registry.domain.parts import lock_for_edit
from samspill.registry.models import Effect, EffectTag, Entry, Recipient, Register
from samspill.registry.models.entry import LETTERS

Word = TypeVar("Word", Effect, Recipient)
Stage = EffectTag.Stage
SAID = ("stage", "since", "note")
"""What is said of a tag."""


def words_for(model: type[Word], register: Register | None) -> QuerySet[Word]:
    """The words that entries of a register may be tagged with: everybody's and its own, without those switched off."""
    offered = model._default_manager.filter(Q(register=None) | Q(register=register), is_active=True)
    return offered.order_by(F("register").asc(nulls_first=True), "position", "code")


@transaction.atomic
def set_effect(
    *,
    entry: Entry,
    actor: User,
    effect: Effect,
    recipient: Recipient,
    stage: str = Stage.EXPECTED,
    note: str = "",
    since: date | None = None,
) -> EffectTag:
    """Tag the entry with an effect for a recipient, or change what is said of the tag that is there (R-REG-12).

    Raises `RuleError` with the field, `ValidationError` or `Refusal`.
    """
    lock_for_edit(entry, actor)
    if stage not in Stage.values:
        raise RuleError(_("Choose whether it is expected or achieved."), field="stage")
    if since is not None and stage != Stage.ACHIEVED:
        raise RuleError(_("Only what is achieved has a date. Choose “achieved”, or leave the date out."), field="since")
    if since is not None and since > timezone.localdate():
        raise RuleError(_("The date lies in the future. Until then the effect is expected."), field="since")
    tag = EffectTag.objects.filter(entry=entry, effect=effect, recipient=recipient).first()
    if tag is None:
        for word, field in ((effect, "effect"), (recipient, "recipient")):
            if not word.is_active or word.register_id not in (None, entry.register_id):
                raise RuleError(_("“%(word)s” is not in use here. Choose another.") % {"word": word}, field=field)
        tag = EffectTag(entry=entry, effect=effect, recipient=recipient)
    wanted = {"stage": stage, "note": note.strip(), "since": since}
    if tag.pk and all(getattr(tag, name) == value for name, value in wanted.items()):
        return tag
    for name, value in wanted.items():
        setattr(tag, name, value)
    with acting_context(actor=actor):
        tag.save()
    return tag


@transaction.atomic
def add_effect(*, entry: Entry, actor: User, effect: Effect, recipient: Recipient, **said: Any) -> EffectTag:
    """A new tag with what is `SAID` of it; the same sent twice is added once.

    Raises `RuleError` with the field, also where the tag is there and says something else, `ValidationError` or
    `Refusal`.
    """
    lock_for_edit(entry, actor)
    there = EffectTag.objects.filter(entry=entry, effect=effect, recipient=recipient).first()
    said["note"] = said.get("note", "").strip()
    if there and any(getattr(there, name) != value for name, value in said.items()):
        raise RuleError(_("This effect is marked for them already. Change what is said of it there."), field="effect")
    return set_effect(entry=entry, actor=actor, effect=effect, recipient=recipient, **said)


@transaction.atomic
def change_effect(*, tag: EffectTag, actor: User, seen: str = "", **said: Any) -> EffectTag:
    """Say something else (``said``: all of `SAID`) of a tag. ``seen``: the mark of what the form showed.

    Raises `TakenAway`, `Stale`, `RuleError`, `ValidationError` or `Refusal`.
    """
    lock_for_edit(tag.entry, actor)
    current = seen_forms.still_there(EffectTag.objects.select_related("entry", "effect", "recipient"), tag)
    said["note"] = said["note"].strip()
    seen_forms.check(current, SAID, seen, said)
    return set_effect(entry=current.entry, actor=actor, effect=current.effect, recipient=current.recipient, **said)


@transaction.atomic
def remove_effect(*, tag: EffectTag, actor: User, reason: str = "") -> None:
    """Take a tag away; the history keeps it."""
    lock_for_edit(tag.entry, actor)
    with acting_context(actor=actor, reason=reason):
        tag.delete()


@transaction.atomic
def add_word(
    *, model: type[Word], register: Register, actor: User, name_nb: str, name_nn: str = "", name_en: str = ""
) -> Word:
    """A word of the register's own. Raises `RuleError` when it has that word already, or everybody has."""
    require(policies.curates_register(acting_for(actor), register))
    Register.objects.select_for_update().get(pk=register.pk)
    names = {
        name: " ".join(text.split())
        for name, text in (("name_nb", name_nb), ("name_nn", name_nn), ("name_en", name_en))
    }
    if not names["name_nb"]:
        raise RuleError(_("Write the word."), field="name_nb")
    known = model._default_manager.filter(Q(register=None) | Q(register=register), name_nb__iexact=names["name_nb"])
    if found := known.first():
        text = _("“%(word)s” is there already.") if found.is_active else _("“%(word)s” is switched off. Switch it on.")
        raise RuleError(text % {"word": found.name}, field="name_nb")
    word = model(code=_free_code(model, register, names["name_nb"]), register=register, position=1000, **names)
    word.clean_fields(exclude=["register"])
    with acting_context(actor=actor):
        word.save()
    return word


@transaction.atomic
def switch_word(*, word: Word, actor: User, on: bool) -> Word:
    """Switch a register's own word off, so that it is not offered any more, or on again. Its tags stay."""
    if word.register is None:
        raise ValidationError(_("This word is everybody's. Only a register's own words can be switched off here."))
    require(policies.curates_register(acting_for(actor), word.register))
    if word.is_active != on:
        word.is_active = on
        with acting_context(actor=actor):
            word.save(update_fields=["is_active"])
    return word


def _free_code(model: type[Word], register: Register, name: str) -> str:
    base = f"{register.code[:28]}-{slugify(name.translate(LETTERS))[:26] or 'x'}"
    taken = set(model._default_manager.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for n in range(1, len(taken) + 2) if (code := base if n == 1 else f"{base}-{n}") not in taken)

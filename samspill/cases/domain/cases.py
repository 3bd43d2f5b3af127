"""Writing an impact case: the original, other languages, references and sources."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.cases import policies, wording
from samspill.cases.models import CaseReference, CaseSource, CaseText, ImpactCase
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry.choices import Status
from samspill.registry.domain.entries import StaleVersion, update_entry
from samspill.registry.models import Entry

MOST_ROWS = 100
"""Of references or sources; far beyond what anybody reads."""


@transaction.atomic
def write_original(
    *,
    entry: Entry,
    actor: User,
    seen_version: int,
    texts: Mapping[str, str],
    period_from: int | None = None,
    period_to: int | None = None,
    reason: str = "",
) -> Entry:
    """Write the case in the language of its entry. ``texts``: by code of `wording.PARTS`; those left out stay.

    Length is never a reason to refuse. What is published takes a ``reason``, and another version than the one seen
    raises `StaleVersion`, both as for any entry. Raises `RuleError`, `ValidationError` or `Refusal`.
    """
    current = _locked(entry, actor)
    if current.version != seen_version:
        raise StaleVersion(current)
    if "title" in texts and not texts["title"].strip():
        raise RuleError(_("Give it a title."), field="title")
    if period_from and period_to and period_to < period_from:
        raise RuleError(_("The last year lies before the first."), field="period_to")
    case = ImpactCase.objects.filter(entry=current).first() or ImpactCase(entry=current)
    wanted: dict[str, Any] = {name: texts[name] for name in wording.OF_CASE if name in texts}
    wanted |= {"period_from": period_from, "period_to": period_to}
    changed = {name: value for name, value in wanted.items() if getattr(case, name) != value}
    of_entry = {name: texts[name] for name in wording.OF_ENTRY if name in texts}
    if changed:
        need_reason(current, reason)
        for name, value in changed.items():
            setattr(case, name, value)
        case.clean_fields(exclude=["entry"])
        with acting_context(actor=actor, reason=reason.strip()):
            case.save()
    updated = update_entry(
        entry=current, actor=actor, seen_version=seen_version, values=of_entry, reason=reason.strip()
    )
    return raise_version(updated, actor, reason) if changed and updated.version == seen_version else updated


@transaction.atomic
def write_translation(
    *,
    entry: Entry,
    actor: User,
    language: str,
    seen_version: int,
    texts: Mapping[str, str],
    follows: bool,
    reason: str = "",
) -> CaseText:
    """Write the case in another language. ``seen_version``: of the translation, 0 for a new one.

    ``follows``: it says the same as the original does now. Without it, what was said of that earlier stays.
    Raises `StaleTranslation`, `RuleError`, `ValidationError` or `Refusal`.
    """
    current = _locked(entry, actor)
    if language not in wording.LANGUAGES or language == current.language:
        raise RuleError(_("Choose another language than that of the original."), field="language")
    text = CaseText.objects.filter(entry=current, language=language).first()
    if text is not None and text.version != seen_version:
        raise StaleTranslation(text)
    text = text or CaseText(entry=current, language=language, version=0)
    wanted: dict[str, Any] = {name: texts[name] for name in wording.PARTS if name in texts}
    if "title" in wanted:
        wanted["title"] = " ".join(wanted["title"].split())
    if follows:
        original = wording.original_of(current, ImpactCase.objects.filter(entry=current).first())
        written = {name: wanted.get(name, getattr(text, name)) for name in wording.PARTS}
        now = wording.checksums(original.texts)
        wanted["follows"] = {name: now[name] for name in wording.PARTS if written[name].strip()}
    changed = {name: value for name, value in wanted.items() if getattr(text, name) != value}
    if not changed:
        return text
    need_reason(current, reason)
    for name, value in changed.items():
        setattr(text, name, value)
    if follows:
        text.followed_at = timezone.now()
    text.version += 1
    text.clean_fields(exclude=["entry"])
    with acting_context(actor=actor, reason=reason.strip()):
        text.save()
    return text


class StaleTranslation(Meanwhile):
    """Somebody saved the translation after the user opened it. ``current`` is what it says now."""

    def __init__(self, current: CaseText) -> None:
        super().__init__(
            _("Somebody else has changed the translation since you opened it. Nothing is lost: compare and save again.")
        )
        self.current = current


@transaction.atomic
def remove_translation(*, text: CaseText, actor: User, reason: str = "") -> None:
    """Take a language away; the history keeps it."""
    need_reason(_locked(text.entry, actor), reason)
    with acting_context(actor=actor, reason=reason.strip()):
        text.delete()


@transaction.atomic
def set_references(
    *, entry: Entry, actor: User, rows: Sequence[Mapping[str, Any]], seen_version: int, reason: str = ""
) -> Entry:
    """The references, in order; each with ``text``, ``link`` and ``year``. More than the limit is allowed."""
    return _set_rows(CaseReference, ("text", "link", "year"), entry, actor, rows, seen_version, reason)


@transaction.atomic
def set_sources(
    *, entry: Entry, actor: User, rows: Sequence[Mapping[str, Any]], seen_version: int, reason: str = ""
) -> Entry:
    """Who can confirm the case, in order; each with the ``fields`` of `CaseSource`. More than the limit is allowed."""
    fields = ("name", "confirms", "contact", "contact_is_shown", "link")
    return _set_rows(CaseSource, fields, entry, actor, rows, seen_version, reason)


def _set_rows(
    model: type[models.Model],
    fields: tuple[str, ...],
    entry: Entry,
    actor: User,
    rows: Sequence[Mapping[str, Any]],
    seen_version: int,
    reason: str,
) -> Entry:
    """Make the rows of an entry say just this. Rows keep their place in the history as long as they keep their place
    in the list."""
    current = _locked(entry, actor)
    if current.version != seen_version:
        raise StaleVersion(current)
    if len(rows) > MOST_ROWS:
        raise RuleError(_("No more than %(number)s.") % {"number": MOST_ROWS})
    before: list[Any] = list(model._default_manager.filter(entry=current).order_by("position", "pk"))
    wanted = [{name: row[name] for name in fields} | {"position": place} for place, row in enumerate(rows)]
    same = [{name: getattr(one, name) for name in (*fields, "position")} for one in before]
    if wanted == same:
        return current
    need_reason(current, reason)
    with acting_context(actor=actor, reason=reason.strip()):
        for one in before[len(wanted) :]:
            one.delete()
        for place, values in enumerate(wanted):
            one = before[place] if place < len(before) else model(entry=current)
            for name, value in values.items():
                setattr(one, name, value)
            one.clean_fields(exclude=["entry"])
            one.save()
    return raise_version(current, actor, reason)


def _locked(entry: Entry, actor: User) -> Entry:
    """The entry, which nobody else writes until this is done. Raises `Refusal`."""
    current = Entry.objects.select_for_update().get(pk=entry.pk)
    require(policies.may_write(acting_for(actor), current))
    return current


def need_reason(entry: Entry, reason: str) -> None:
    """What is published is corrected with a reason."""
    if entry.status == Status.PUBLISHED and not reason.strip():
        raise RuleError(_("Say briefly why you correct what is published; the history shows it."), field="reason")


def raise_version(entry: Entry, actor: User, reason: str = "") -> Entry:
    """So that whoever has the entry open is told that it was changed, and lists know it as changed."""
    entry.version += 1
    with acting_context(actor=actor, reason=reason.strip()):
        entry.save(update_fields=["version", "updated_at"])
    return entry

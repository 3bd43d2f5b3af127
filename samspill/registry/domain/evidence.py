"""Evidence: added, changed, removed."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core import seen as seen_forms
from samspill.core.errors import RuleError
from samspill.core.history import acting as acting_context
from samspill.core.uploads import check_upload
from samspill.registry.domain.parts import lock_for_edit
from samspill.registry.models import Entry, Evidence

EVIDENCE_EDITABLE = ("title", "date", "is_confidential")


@transaction.atomic
def add_evidence(
    *,
    entry: Entry,
    actor: User,
    kind: str,
    title: str = "",
    url: str = "",
    note: str = "",
    file: "File[bytes] | None" = None,
    on: date | None = None,
    is_confidential: bool = False,
) -> Evidence:
    """Add a file, a link or a note. A file's type is checked by its content, and its name is only for showing.

    Raises `RuleError` or `ValidationError` with the field, or `Refusal`.
    """
    lock_for_edit(entry, actor)
    evidence = Evidence(
        entry=entry, kind=kind, title=" ".join(title.split()), date=on, is_confidential=is_confidential, added_by=actor
    )
    if kind == Evidence.Kind.FILE:
        if file is None:
            raise RuleError(_("Choose a file."), field="file")
        facts = check_upload(file)
        evidence.title = evidence.title or facts.name
        evidence.file_name, evidence.content_type = facts.name, facts.content_type
        evidence.size, evidence.sha256 = facts.size, facts.sha256
        evidence.file = file
    elif kind == Evidence.Kind.LINK:
        if not url.strip():
            raise RuleError(_("Give the address of the link."), field="url")
        evidence.url = url.strip()
        evidence.title = evidence.title or evidence.url[:200]
    elif kind == Evidence.Kind.NOTE:
        if not note.strip():
            raise RuleError(_("Write the note."), field="note")
        evidence.note = note.strip()
        evidence.title = evidence.title or evidence.note.splitlines()[0][:200]
    else:
        raise RuleError(_("Choose a file, a link or a note."), field="kind")
    evidence.clean_fields(exclude=["file", "added_by"])
    with acting_context(actor=actor):
        evidence.save()
    return evidence


@transaction.atomic
def change_evidence(
    *, evidence: Evidence, actor: User, seen: str = "", reason: str = "", **values: str | date | bool | None
) -> Evidence:
    """Change what is said of a piece of evidence, or whether it is confidential; the content itself stays.

    ``values``: of `EVIDENCE_EDITABLE`, what is to be saved. ``seen``: the mark of what the form showed, so that nobody
    makes public unseen what somebody else has just made confidential. Raises `TakenAway`, `Stale`, `ValidationError`
    or `Refusal`.
    """
    lock_for_edit(evidence.entry, actor)
    current = seen_forms.still_there(Evidence.objects.select_related("entry"), evidence)
    if "title" in values:
        values["title"] = " ".join(str(values["title"]).split())
        if not values["title"]:
            raise ValidationError({"title": _("Give it a title.")})
    seen_forms.check(current, EVIDENCE_EDITABLE, seen, values)
    changed = [name for name, value in values.items() if getattr(current, name) != value]
    for name in changed:
        setattr(current, name, values[name])
    if changed:
        current.clean_fields(exclude=["file", "added_by"])
        with acting_context(actor=actor, reason=reason):
            current.save(update_fields=changed)
    return current


@transaction.atomic
def remove_evidence(*, evidence: Evidence, actor: User, reason: str = "") -> None:
    """Take it away. A file goes for good once this is committed; the history keeps its name, date and checksum."""
    lock_for_edit(evidence.entry, actor)
    file = evidence.file
    with acting_context(actor=actor, reason=reason):
        evidence.delete()
    if file:
        storage, name = file.storage, file.name or ""
        transaction.on_commit(lambda: storage.delete(name))

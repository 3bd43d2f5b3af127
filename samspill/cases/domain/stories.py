"""Writing stories, and showing them."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.cases.models import Story, StoryForm
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.history import acting as acting_context
from samspill.registry.domain.parts import lock_for_edit
from samspill.registry.models import Entry, Evidence
from samspill.registry.queries import SHOWN

EDITABLE = ("title", "text", "language", "audience", "picture", "picture_text")


class StaleStory(Meanwhile):
    """Somebody saved the story after the user opened it. ``current`` is what it says now."""

    def __init__(self, current: Story) -> None:
        super().__init__(
            _("Somebody else has changed the story since you opened it. Nothing is lost: compare, and save again.")
        )
        self.current = current


@transaction.atomic
def begin_story(*, entry: Entry, actor: User, form: StoryForm, title: str) -> Story:
    """A new story that nobody else sees yet. Raises `RuleError` or `Refusal`."""
    lock_for_edit(entry, actor)
    if not title.strip():
        raise RuleError(_("Give it a title."), field="title")
    if not form.is_active:
        raise RuleError(_("“%(word)s” is not in use here. Choose another.") % {"word": form}, field="form")
    language = entry.language
    story = Story(entry=entry, form=form, title=" ".join(title.split()), language=language, created_by=actor)
    story.clean_fields(exclude=["entry", "form", "created_by"])
    with acting_context(actor=actor):
        story.save()
    return story


@transaction.atomic
def write_story(*, story: Story, actor: User, seen_version: int, values: Mapping[str, Any]) -> Story:
    """Change fields of `EDITABLE`. Raises `StaleStory`, `RuleError`, `ValidationError` or `Refusal`."""
    lock_for_edit(story.entry, actor)
    current = Story.objects.select_for_update().get(pk=story.pk)
    if current.version != seen_version:
        raise StaleStory(current)
    changed = {name: values[name] for name in EDITABLE if name in values and getattr(current, name) != values[name]}
    if not changed:
        return current
    for name, value in changed.items():
        setattr(current, name, value)
    if not current.title.strip():
        raise RuleError(_("Give it a title."), field="title")
    current.title = " ".join(current.title.split())
    if current.picture is not None:
        _check_picture(current, current.picture)
    if current.published_at and not current.text.strip():
        raise RuleError(_("The story is published. Write something, or hide it first."), field="text")
    current.version += 1
    current.clean_fields(exclude=["entry", "form", "created_by"])
    with acting_context(actor=actor):
        current.save()
    return current


def _check_picture(story: Story, picture: Evidence) -> None:
    if picture.entry_id != story.entry_id or not is_picture(picture):
        raise ValidationError({"picture": _("Choose one of the pictures among the entry's evidence.")})
    if not story.picture_text.strip():
        raise RuleError(_("Say what the picture shows, for those who do not see it."), field="picture_text")


def is_picture(evidence: Evidence) -> bool:
    """Whether it is a file that a browser can show, and that everyone who sees the entry may see."""
    is_file = evidence.kind == Evidence.Kind.FILE
    return is_file and evidence.content_type.startswith("image/") and not evidence.is_confidential


@transaction.atomic
def publish_story(*, story: Story, actor: User) -> Story:
    """Show it to everyone who may see the entry. Raises `RuleError` or `Refusal`."""
    lock_for_edit(story.entry, actor)
    current = Story.objects.select_for_update().select_related("entry").get(pk=story.pk)
    if not current.text.strip():
        raise RuleError(_("Write the story before it is published."), field="text")
    if current.entry.status not in SHOWN:
        raise RuleError(_("The entry is not published yet. A story is shown beside it, so the entry comes first."))
    if current.published_at is None:
        current.published_at = timezone.now()
        current.version += 1
        with acting_context(actor=actor):
            current.save()
    return current


@transaction.atomic
def hide_story(*, story: Story, actor: User) -> Story:
    """Take it off the page. It stays here, to be written on."""
    lock_for_edit(story.entry, actor)
    current = Story.objects.select_for_update().get(pk=story.pk)
    if current.published_at is not None:
        current.published_at = None
        current.version += 1
        with acting_context(actor=actor):
            current.save()
    return current


@transaction.atomic
def remove_story(*, story: Story, actor: User) -> None:
    """Throw it away; the history keeps it. What is published is hidden first."""
    lock_for_edit(story.entry, actor)
    current = Story.objects.select_for_update().get(pk=story.pk)
    if current.published_at is not None:
        raise RuleError(_("The story is published. Hide it before you throw it away."))
    with acting_context(actor=actor):
        current.delete()

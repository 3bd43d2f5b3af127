"""Stories of an entry: begun in a form that suits the reader, written, shown, hidden."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samspill.cases import counting, queries
from samspill.cases.domain import stories as domain
from samspill.cases.models import Story, StoryForm
from samspill.core.errors import RuleError
from samspill.core.gone import row_or_gone
from samspill.core.methods import takes_form
from samspill.workspace import drafts
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.forms.stories import BeginStoryForm, WriteStoryForm, has_pictures, questions
from samspill.workspace.views.frame import Frame, for_editors


@takes_form
@for_editors
def entry_stories(request: HttpRequest, frame: Frame) -> HttpResponse:
    """All stories of the entry, and beginning one."""
    form = BeginStoryForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            story = domain.begin_story(entry=frame.entry, actor=frame.user, **form.cleaned_data)
            return redirect("workspace:story", frame.entry.public_id, story.public_id)
        except (RuleError, ValidationError) as error:
            add_errors(form, error)
    context = frame.context(
        "stories",
        form=form,
        stories=queries.stories_of(frame.entry),
        kinds=StoryForm.objects.filter(is_active=True),
    )
    return render(request, "workspace/cases/stories.html", context, status=status_of(form))


@takes_form
@for_editors
def story(request: HttpRequest, frame: Frame, story_id: str) -> HttpResponse:
    """One story. What is pressed besides Save is done after saving, so that nothing typed is lost."""
    found = _story(frame, story_id, removing=request.POST.get("do") == "remove")
    if request.method != "POST":
        draft = drafts.kept(frame.user, frame.entry, _key(found))
        form = WriteStoryForm(drafts.as_posted(draft) if draft else None, story=found)
        return _page(request, frame, found, form, draft=draft)
    do = request.POST.get("do", "")
    if do in ("discard", "remove", "hide"):
        return _act(request, frame, found, do)
    form = WriteStoryForm(request.POST, story=found)
    now: Story | None = None
    if form.is_valid():
        try:
            domain.write_story(
                story=found, actor=frame.user, seen_version=form.cleaned_data["version"], values=form.values
            )
            drafts.discard(frame.user, frame.entry, posted=request.POST, form=_key(found))
            if do == "publish":
                domain.publish_story(story=found, actor=frame.user)
                messages.success(request, _("The story is published beside the entry."))
            else:
                messages.success(request, _("Saved."))
            return redirect("workspace:story", frame.entry.public_id, found.public_id)
        except domain.StaleStory as error:
            now = error.current
            add_errors(form, error)
            data = request.POST.copy()
            data["version"] = str(now.version)
            form.data = data
        except (RuleError, ValidationError) as error:
            add_errors(form, error)
            data = request.POST.copy()
            data["version"] = str(_story(frame, story_id).version)  # it is saved when just publishing was refused
            form.data = data
    seen = _keep(frame, request, found)
    return _page(request, frame, found, form, seen=seen, now=now, status=status_of(form))


def _story(frame: Frame, story_id: str, removing: bool = False) -> Story:
    rows = Story.objects.select_related("form", "picture")
    list_of_them = reverse("workspace:entry_stories", args=[frame.entry.public_id])
    found = row_or_gone(rows, removing=removing, onward=list_of_them, entry=frame.entry, public_id=story_id)
    found.entry = frame.entry
    return found


def _key(found: Story) -> str:
    return f"story-{found.public_id}"


def _keep(frame: Frame, request: HttpRequest, found: Story) -> str:
    try:
        return drafts.token(drafts.keep(frame.user, frame.entry, request.POST, _key(found)))
    except drafts.TypedElsewhere:
        return request.POST.get(drafts.TOKEN, "")


def _act(request: HttpRequest, frame: Frame, found: Story, do: str) -> HttpResponse:
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "discard": (lambda: None, _("What was not saved is thrown away.")),
        "hide": (lambda: domain.hide_story(story=found, actor=frame.user), _("The story is hidden. It stays here.")),
        "remove": (lambda: domain.remove_story(story=found, actor=frame.user), _("The story is thrown away.")),
    }
    act, told = acts[do]
    try:
        act()
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("workspace:story", frame.entry.public_id, found.public_id)
    messages.success(request, told)
    if do != "hide":
        drafts.discard(frame.user, frame.entry, form=_key(found))
    if do == "remove":
        return redirect("workspace:entry_stories", frame.entry.public_id)
    return redirect("workspace:story", frame.entry.public_id, found.public_id)


def _page(
    request: HttpRequest,
    frame: Frame,
    found: Story,
    form: WriteStoryForm,
    *,
    draft: Any = None,
    seen: str = "",
    now: Story | None = None,
    status: int = 200,
) -> HttpResponse:
    context = frame.context(
        "stories",
        story=found,
        form=form,
        questions=questions(found.form),
        has_pictures=has_pictures(frame.entry),
        draft=draft,
        seen=seen or drafts.token(draft),
        now=now,
        patterns=counting.PATTERNS,
    )
    return render(request, "workspace/cases/story.html", context, status=status)


@require_POST
@for_editors
def story_autosave(request: HttpRequest, frame: Frame, story_id: str) -> HttpResponse:
    """Keep what is typed."""
    found = _story(frame, story_id)
    return drafts.answer(frame.user, drafts.key(frame.entry, _key(found)), request.POST)

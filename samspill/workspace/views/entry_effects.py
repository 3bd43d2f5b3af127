"""Effects of an entry and for whom (R-REG-12)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samspill.core.errors import RuleError
from samspill.core.gone import row_or_gone
from samspill.core.methods import takes_form
from samspill.core.not_taken import remember
from samspill.core.numbers import whole_number
from samspill.registry import policies, profiles
from samspill.registry.domain import effects
from samspill.registry.models import EffectTag
from samspill.workspace.forms.effects import EffectForm, SaidOfEffect
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.forms.watched import watch
from samspill.workspace.views.frame import Frame, for_editors


@takes_form
@for_editors
def entry_effects(request: HttpRequest, frame: Frame) -> HttpResponse:
    """What it leads to and for whom; a new tag, and, with ``?change=``, what is said of one."""
    entry = frame.entry
    posted = request.POST if request.method == "POST" else None
    changing = _tag(request, frame)
    form: SaidOfEffect
    if changing is not None:
        said = {name: getattr(changing, name) for name in effects.SAID}
        form = SaidOfEffect(posted if request.POST.get("do") == "change" else None, initial=said)
        watch(form, changing, effects.SAID)
        if form.is_bound:
            remember(request, form)  # the tag may be taken away while somebody writes
    else:
        form = EffectForm(posted if request.POST.get("do") == "add" else None, entry=entry)
    if changing is not None and request.POST.get("do") == "remove":
        effects.remove_effect(tag=changing, actor=frame.user)
        messages.success(request, _("The effect is taken away. The history keeps it."))
        return redirect("workspace:entry_effects", entry.public_id)
    if form.is_valid() and _saved(frame, form, changing):
        messages.success(request, _("The effect is saved."))
        return redirect("workspace:entry_effects", entry.public_id)
    register = entry.register
    context = frame.context(
        "effects",
        form=form,
        changing=changing,
        tags=list(entry.effect_tags.select_related("effect", "recipient").order_by("recipient__position", "pk")),
        is_used=profiles.uses_effects(register),
        may_add_words=register is not None and bool(policies.curates_register(frame.acting, register)),
    )
    return render(request, "workspace/entry_effects.html", context, status=status_of(form))


def _tag(request: HttpRequest, frame: Frame) -> EffectTag | None:
    asked = request.POST.get("tag") or request.GET.get("change")
    if not asked:
        return None
    number = whole_number(asked)
    rows, removing = (
        EffectTag.objects.select_related("entry", "effect", "recipient"),
        request.POST.get("do") == "remove",
    )
    return row_or_gone(rows, removing=removing, pk=number, entry=frame.entry)


def _saved(frame: Frame, form: SaidOfEffect, changing: EffectTag | None) -> bool:
    try:
        if changing is not None:
            effects.change_effect(tag=changing, actor=frame.user, **form.cleaned_data)
        else:
            effects.add_effect(entry=frame.entry, actor=frame.user, **form.cleaned_data)
    except RuleError as error:
        add_errors(form, error)
        return False
    return True

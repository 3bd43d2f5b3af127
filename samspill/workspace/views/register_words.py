"""A register's own words for effects and recipients."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from samspill.core.errors import RuleError
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry import policies
from samspill.registry.domain import effects
from samspill.registry.models import Effect, Recipient, Register
from samspill.workspace.forms.effects import OwnWordForm
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.users import signed_in

MODELS: dict[str, Any] = {"effect": Effect, "recipient": Recipient}


@takes_form
@login_required
def register_words(request: HttpRequest, code: str) -> HttpResponse:
    """All words that the register's entries may be tagged with; its own are added, switched off and on."""
    user = signed_in(request)
    register = get_object_or_404(Register.objects.select_related("organisation", "unit", "profile"), code=code)
    require(policies.curates_register(acting_for(user), register))
    kind = request.POST.get("kind", "")
    forms = {
        name: OwnWordForm(request.POST if kind == name and "word" not in request.POST else None, prefix=name)
        for name in MODELS
    }
    if request.method == "POST" and kind in MODELS:
        if "word" in request.POST:
            word = get_object_or_404(MODELS[kind], code=request.POST["word"][:60], register=register)
            effects.switch_word(word=word, actor=user, on=request.POST.get("do") == "on")
            text = _("“%(word)s” can be chosen again.") if word.is_active else _("“%(word)s” is switched off.")
            messages.success(request, text % {"word": word.name})
            return redirect("workspace:register_words", register.code)
        if forms[kind].is_valid():
            try:
                word = effects.add_word(model=MODELS[kind], register=register, actor=user, **forms[kind].cleaned_data)
            except RuleError as error:
                add_errors(forms[kind], error)
            else:
                messages.success(request, _("“%(word)s” is added.") % {"word": word.name})
                return redirect("workspace:register_words", register.code)
    lists = [_list(name, forms[name], register) for name in MODELS]
    context = {"register": register, "lists": lists, "errors_in": forms.get(kind)}
    return render(request, "workspace/profiles/words.html", context, status=status_of(*forms.values()))


def _list(kind: str, form: OwnWordForm, register: Register) -> dict[str, Any]:
    model = MODELS[kind]
    titles = {"effect": _("Effects"), "recipient": _("For whom")}
    return {
        "kind": kind,
        "title": titles[kind],
        "form": form,
        "own": model.objects.filter(register=register).annotate(used=Count("tags")).order_by("pk"),
        "common": model.objects.filter(register=None, is_active=True),
    }

"""Forms of rows that somebody else can change meanwhile, and that have no version number (samspill/core/seen.py).

A view says `watch`, and gives the mark that comes back to the domain function. What is said now stands above the form
by workspace/kept/now.html.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.formats import localize
from django.utils.translation import gettext as _

from samspill.core.seen import Stale, mark

SEEN = "seen"
"""The hidden field with the mark of what the form showed."""


def watch(form: forms.BaseForm, row: Any, names: Iterable[str]) -> str:
    """Let the form carry a mark of what it shows of ``row``. Returns the mark that was sent; empty when none was."""
    form.fields[SEEN] = forms.CharField(required=False, widget=forms.HiddenInput)
    form.initial[SEEN] = mark(row, names)
    return str(form.data.get(form.add_prefix(SEEN), ""))


def tell(form: forms.BaseForm, stale: Stale) -> None:
    """Show what is saved now; the next save knows what it replaces."""
    if SEEN in form.fields:
        form.now = differing(form, stale.current, stale.names)  # type: ignore[attr-defined]
        posted: Any = form.data
        form.data = posted = posted.copy()
        posted[form.add_prefix(SEEN)] = mark(stale.current, stale.names)


def differing(form: forms.BaseForm, current: Any, names: Iterable[str]) -> list[tuple[str, str]]:
    """Label and saved text of each field that says something else than what was sent.

    A form that shows fields of the row in its own way has `told`, which gives them by the names of its own fields.
    """
    sent: Mapping[str, Any] = getattr(form, "cleaned_data", {})
    told = getattr(form, "told", None)
    saved: dict[str, Any] = {name: getattr(current, name) for name in names} | (told(current) if told else {})
    return [
        (str(form.fields[name].label), _said(form.fields[name], current, name, now))
        for name, now in saved.items()
        if name in sent and not _same(form.fields[name], sent[name], now)
    ]


def _same(field: forms.Field, sent: Any, now: Any) -> bool:
    """Boxes that are ticked have no order."""
    if isinstance(field, forms.MultipleChoiceField):
        return sorted(map(str, sent)) == sorted(map(str, now))
    return bool(sent == now)


def _said(field: forms.Field, current: Any, name: str, now: Any) -> str:
    if said := getattr(current, f"get_{name}_display", None):
        return str(said())
    if now is None and isinstance(field, forms.ModelChoiceField):
        return "" if field.required else _nothing(field)
    if isinstance(now, bool):
        return _("Yes") if now else _("No")
    if isinstance(field, forms.MultipleChoiceField):
        names = dict(field.choices)  # type: ignore[arg-type]
        return ", ".join(str(names.get(one, one)) for one in now)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        now = dict(field.choices).get(now, now)  # type: ignore[arg-type]
    shown = field.prepare_value(now) if isinstance(now, list | str) else now
    return "" if shown is None else str(localize(shown))


def _nothing(field: forms.ModelChoiceField) -> str:  # type: ignore[type-arg]
    """What the list says for none; Django's own line of hyphens says nothing."""
    return str(field.empty_label or "").strip("-")

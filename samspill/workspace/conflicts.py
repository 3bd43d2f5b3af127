"""Two people saved the same entry: what differs, field by field, and how the choice becomes one form again."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from samspill.registry.history import version_before
from samspill.registry.models import Entry
from samspill.workspace.drafts import version_in
from samspill.workspace.forms.entry import EntryForm, initial_of


@dataclass(frozen=True)
class Difference:
    """A field where the saved entry and the user's form differ. ``mine_raw`` are the form's values as posted."""

    name: str
    label: str
    theirs: str
    mine: str
    mine_raw: list[str]
    is_text: bool
    prefer_mine: bool
    both_changed: bool


def differences(form: EntryForm, current: Entry, seen_version: int) -> list[Difference]:
    """Where the user's answers differ from what is saved now.

    What only one of the two changed since the version that the user saw is proposed from that one; where both did,
    mine is proposed, and the page says so.
    """
    theirs = initial_of(current)
    before = version_before(current, seen_version)
    base = initial_of(before) if before is not None else theirs
    found = []
    for name, field in form.fields.items():
        was_sent = form.was_shown(name) and (_is_group(field) or name in form.data)
        if name in ("version", "reason") or not was_sent:
            continue
        mine_raw = raw(form.cleaned_data[name]) if name in form.cleaned_data else form.posted.getlist(name)
        theirs_raw, base_raw = raw(theirs[name]), raw(base[name])
        if mine_raw == theirs_raw:
            continue
        found.append(
            Difference(
                name=name,
                label=str(field.label),
                theirs=shown(field, theirs_raw),
                mine=shown(field, mine_raw),
                mine_raw=mine_raw,
                is_text=isinstance(field, forms.CharField),
                prefer_mine=mine_raw != base_raw,
                both_changed=base_raw not in (mine_raw, theirs_raw),
            )
        )
    return found


def resolved(posted: QueryDict, entry: Entry) -> QueryDict:
    """One form of the choices: what was saved in the version that the user compared with, and their picks on top."""
    saved = version_before(entry, version_in(posted))
    data = QueryDict(mutable=True)
    for name, value in initial_of(saved if saved is not None else entry).items():
        data.setlist(name, raw(value))
    for key in posted:
        kind, _sep, name = key.partition("-")
        if kind == "pick" and name in data:
            mine, by_hand = posted.getlist(f"mine-{name}"), posted.get(f"merged-{name}")
            was_written_on = by_hand is not None and raw(by_hand) != [text.replace("\r\n", "\n") for text in mine]
            if posted[key] == "merged" or (posted[key] == "mine" and was_written_on):
                data.setlist(name, [by_hand or ""])  # also when the choice beside the text was forgotten
            elif posted[key] == "mine":
                data.setlist(name, mine)
    data["version"] = posted.get("version", "")
    data["reason"] = posted.get("reason", "")
    return data


def raw(value: Any) -> list[str]:
    """A value as a form would post it."""
    if value is None or value == "":
        return []
    if isinstance(value, list | tuple):
        return [str(item) for item in value]
    return [value.isoformat() if isinstance(value, date) else str(value).replace("\r\n", "\n")]


def shown(field: forms.Field, values: list[str]) -> str:
    """Raw values in words."""
    names = {str(value): str(label) for value, label in getattr(field, "choices", [])}
    return ", ".join(names.get(value, value) for value in values)


def _is_group(field: forms.Field) -> bool:
    return isinstance(field, forms.MultipleChoiceField)

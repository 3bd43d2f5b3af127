"""All tables of a new database, sooner: Django's migrations with less rendering of models between their operations.

For each operation Django renders the model anew, with all models around it. For most operations nothing that the
next one looks at is new in them. Here a new model is rendered alone, and a new index, constraint or trigger is noted
at the model that is rendered already. What runs Python gets all models rendered anew, as after Django's own delays.

For an empty database alone: one that holds something is brought up to date by Django as it is.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache, wraps
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

NOTED = ("indexes", "constraints", "triggers")


@contextmanager
def less_rendering() -> Iterator[None]:
    """Inside, the migrations of an empty database take a third of the time and make the same tables."""
    instead = (
        (ProjectState, "add_model", _render_alone),
        (ProjectState, "_append_option", _note),
        (ProjectState, "_remove_option", _note),
        (ProjectState, "_alter_option", _note),
        (AddTrigger, "state_forwards", _note),
        (RemoveTrigger, "state_forwards", _note),
    )
    with ExitStack() as stack:
        for owner, name, reload in instead:
            stack.enter_context(patch.object(owner, name, _reloading_by(reload, getattr(owner, name))))
        # Rendering a model empties Django's cache of an answer that never changes, which is asked for each foreign key.
        stack.enter_context(patch.object(apps, "get_swappable_settings_name", cache(apps.get_swappable_settings_name)))
        yield


def _reloading_by(reload: Callable[..., None], change: Callable[..., None]) -> Callable[..., None]:
    @wraps(change)
    def changed(*arguments: Any) -> None:
        with patch.object(ProjectState, "reload_model", reload):
            change(*arguments)

    return changed


def _render_alone(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    state.is_delayed = True
    state.apps.render_multiple([state.models[app_label, model_name]])


def _note(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    if "apps" not in state.__dict__:
        return
    state.is_delayed = True
    meta = state.apps.get_model(app_label, model_name)._meta
    options = state.models[app_label, model_name].options
    for name in NOTED:
        setattr(meta, name, list(options.get(name, ())))
    meta.__dict__.pop("total_unique_constraints", None)

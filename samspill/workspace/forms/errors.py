"""What a domain function refuses is shown on the form, at its field."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.core.exceptions import ValidationError

from samspill.core.errors import RuleError
from samspill.workspace.forms.fields import add_errors


@contextmanager
def shown_on(form: forms.BaseForm) -> Iterator[None]:
    """Errors raised inside become errors of the form; ask ``form.errors`` afterwards."""
    try:
        yield
    except (RuleError, ValidationError) as error:
        add_errors(form, error)

"""What a domain function refuses is shown on the form, at its field."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.core.exceptions import ValidationError

from samspill.core.errors import RuleError


@contextmanager
def shown_on(form: forms.BaseForm) -> Iterator[None]:
    """Errors raised inside become errors of the form; ask ``form.errors`` afterwards."""
    try:
        yield
    except RuleError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            form.add_error(None, error)
            return
        for field, errors in error.error_dict.items():
            form.add_error(field if field in form.fields else None, errors)

"""Form fields that the workspace uses again and again."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from samspill.core import days
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.seen import Stale
from samspill.workspace.forms.watched import tell

IN_TIME: list[Callable[[Any], None]] = [
    MinValueValidator(days.FIRST, days.TOO_EARLY),
    MaxValueValidator(days.LAST, days.TOO_LATE),
]


class DayInput(forms.DateInput):
    """The browser's own date field; it speaks ISO dates whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A date."""

    widget = DayInput
    default_validators = IN_TIME

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False} | kwargs)


class TextField(forms.CharField):
    """Text of several lines."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> Any:
        """Lines end as they do everywhere else: a browser's own ending is no change of the text."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text


class CodeField(forms.SlugField):
    """A code that stands in addresses."""

    default_error_messages = {
        "invalid": _("Use letters a–z, digits and hyphens only, and no spaces, such as “my-centre”.")
    }


class ManyField(forms.MultipleChoiceField):
    """Several of a vocabulary, as boxes to tick. Long lists get their own height and, where scripts run, a filter."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, tall: bool = False, columns: bool = False, **kwargs: Any) -> None:
        super().__init__(**{"required": False} | kwargs)
        classes = [*(["s-options--tall"] if tall else []), *(["s-options--columns"] if columns else [])]
        if classes:
            self.widget.attrs["class"] = " ".join(classes)


class KeywordsField(forms.CharField):
    """Words with commas between them, each once."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        words = [" ".join(word.split()) for word in (super().clean(value) or "").replace(";", ",").split(",")]
        return list(dict.fromkeys(word for word in words if word))


def vocabulary(rows: Iterable[Any], *, keep: Sequence[Any] = ()) -> list[tuple[str, str]]:
    """Choices from vocabulary rows: those in use, and those that the entry has already (``keep``)."""
    return [(row.code, row.name) for row in rows if row.is_active or row.code in keep]


def add_errors(form: forms.BaseForm, error: Exception) -> None:
    """Put what a domain function refused (`RuleError`, `ValidationError`) beside the field it is about."""
    if isinstance(error, RuleError):
        form.refused_with = error.status  # type: ignore[attr-defined]
        form.add_error(error.field if error.field in form.fields else None, error.message)
        if isinstance(error, Stale):
            tell(form, error)
    elif isinstance(error, ValidationError):
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, messages in by_field.items():
            for message in messages:
                form.add_error(name if name in form.fields else None, message)
    else:
        raise error


def status_of(*shown: forms.BaseForm | None) -> int:
    """Of a page with these forms: 409 when somebody else was faster, 422 when something is to be mended, else 200."""
    found = [getattr(form, "refused_with", RuleError.status) for form in shown if form is not None and form.errors]
    return Meanwhile.status if Meanwhile.status in found else RuleError.status if found else 200

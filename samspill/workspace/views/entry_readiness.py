"""Readiness readings of an innovation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from samspill.core.errors import RuleError
from samspill.core.methods import takes_form
from samspill.core.numbers import whole_number
from samspill.core.policy import require
from samspill.registry import profiles
from samspill.registry.domain import readiness
from samspill.registry.models import ReadinessReading
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.forms.parts import CorrectionForm, ReadingForm
from samspill.workspace.views.frame import Frame, for_viewers


@takes_form
@for_viewers
def entry_readiness(request: HttpRequest, frame: Frame) -> HttpResponse:
    """All readings, corrected ones too; a new one; and, with ``?correct=``, the correction of one.

    Those of its own may record also while the entry is with the curator: a reading is news, not a change.
    """
    require(readiness.may_record(frame.acting, frame.entry))
    readings = list(
        ReadinessReading.objects.filter(entry=frame.entry)
        .select_related("level__scale", "recorded_by", "corrects__level", "corrected_by__level")
        .order_by("-date", "-pk")
    )
    wrong = _to_correct(request, readings)
    form = ReadingForm(None, entry=frame.entry)
    correction = CorrectionForm(None, reading=wrong, prefix="correct") if wrong else None
    if request.method == "POST":
        if wrong:
            correction = CorrectionForm(request.POST, reading=wrong, prefix="correct")
            done = _correct(frame, wrong, correction)
        else:
            form = ReadingForm(request.POST, entry=frame.entry)
            done = _record(frame, form)
        if done:
            messages.success(request, _("The reading is recorded."))
            return redirect("workspace:entry_readiness", frame.entry.public_id)
    context = frame.context(
        "readiness",
        readings=readings,
        form=form,
        correction=correction,
        wrong=wrong,
        is_asked=profiles.READINESS not in profiles.left_out(frame.entry),
    )
    return render(request, "workspace/entry_readiness.html", context, status=status_of(form, correction))


def _to_correct(request: HttpRequest, readings: list[ReadinessReading]) -> ReadinessReading | None:
    asked = request.POST.get("correct") or request.GET.get("correct")
    if not asked:
        return None
    found = get_object_or_404(ReadinessReading, pk=whole_number(asked))
    return next((reading for reading in readings if reading.pk == found.pk), None)


def _record(frame: Frame, form: ReadingForm) -> bool:
    if not form.is_valid():
        return False
    on, year_only = form.when
    try:
        readiness.record_reading(
            entry=frame.entry,
            actor=frame.user,
            level=form.cleaned_data["level"],
            on=on,
            year_only=year_only,
            note=form.cleaned_data["note"],
        )
    except RuleError as error:
        field = "year" if year_only and error.field == "date" else error.field
        add_errors(form, RuleError(error.message, field=field))
        return False
    return True


def _correct(frame: Frame, wrong: ReadinessReading, form: CorrectionForm) -> bool:
    if not form.is_valid():
        return False
    try:
        readiness.correct_reading(reading=wrong, actor=frame.user, **form.cleaned_data)
    except RuleError as error:
        add_errors(form, error)
        return False
    return True

"""Writing an impact case: its parts in the original language, and another language beside it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samspill.cases import counting, policies, wording
from samspill.cases.domain import cases
from samspill.cases.models import CaseText, ImpactCase
from samspill.core.errors import RuleError
from samspill.core.gone import row_or_gone
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.registry.choices import Language
from samspill.registry.domain.entries import StaleVersion
from samspill.registry.models import Entry
from samspill.workspace import drafts
from samspill.workspace.forms.cases import OriginalForm, TranslationForm
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.views.frame import Frame, for_editors

FORMS = {"case", "case-nb", "case-nn", "case-en", "case-sources"}
"""Forms whose typing is kept."""


@dataclass
class Writing:
    """The forms on the page, and what they were made from."""

    entry: Entry
    case: ImpactCase | None
    language: str
    text: CaseText | None
    original: OriginalForm
    other: TranslationForm | None

    @property
    def forms(self) -> list[OriginalForm | TranslationForm]:
        """One or two."""
        return [self.original, self.other] if self.other else [self.original]

    @property
    def key(self) -> str:
        """Which kept typing belongs to it."""
        return f"case-{self.language}" if self.language else "case"

    @property
    def address(self) -> str:
        """The page itself."""
        return case_address(self.entry, self.language)


def case_address(entry: Entry, language: str = "") -> str:
    """The page where the case is written, with another language beside it."""
    return reverse("workspace:case", args=[entry.public_id]) + (f"?with={language}" if language else "")


@takes_form
@for_editors
def case(request: HttpRequest, frame: Frame) -> HttpResponse:
    """The parts; with ``?with=nn`` the same in another language beside them."""
    require(policies.may_write(frame.acting, frame.entry))
    language = _language(request, frame.entry)
    if request.method == "POST":
        if request.POST.get("do") == "remove":
            return _remove(request, frame, language)
        return _save(request, frame, _writing(frame.entry, language, request.POST))
    draft = drafts.kept(frame.user, frame.entry, _key(language))
    writing = _writing(frame.entry, language, drafts.as_posted(draft) if draft else None)
    return _page(request, frame, writing, draft=draft)


def _key(language: str) -> str:
    return f"case-{language}" if language else "case"


def _language(request: HttpRequest, entry: Entry) -> str:
    asked = request.GET.get("with", "")
    if asked and (asked not in wording.LANGUAGES or asked == entry.language):
        raise Http404
    return asked


def _writing(entry: Entry, language: str, data: QueryDict | None) -> Writing:
    found = ImpactCase.objects.filter(entry=entry).first()
    text = CaseText.objects.filter(entry=entry, language=language).first() if language else None
    other = None
    if language:
        as_original = bool(text) and not wording.translation_of(wording.original_of(entry, found), text).older  # type: ignore[arg-type]
        other = TranslationForm(data, language=language, text=text, is_as_original=as_original)
    return Writing(entry, found, language, text, OriginalForm(data, entry=entry, case=found), other)


def _save(request: HttpRequest, frame: Frame, writing: Writing) -> HttpResponse:
    """Both languages or none. What was typed is never lost: it stands in the form, and is kept."""
    stale: list[tuple[str, str]] = []
    are_valid = [form.is_valid() for form in writing.forms]  # all of them, so that all errors stand there
    if all(are_valid):
        try:
            _write(frame, writing)
        except StaleVersion as error:
            stale = _differing(writing.original, wording.original_of(error.current, writing.case).texts)
            _see(writing, request.POST, "version", error.current.version)
            add_errors(writing.original, error)
        except cases.StaleTranslation as error:
            now = {code: getattr(error.current, code) for code in wording.PARTS}
            assert writing.other
            stale = _differing(writing.other, now)
            _see(writing, request.POST, "other-version", error.current.version)
            add_errors(writing.other, error)
        except (RuleError, ValidationError) as error:
            add_errors(writing.original, error)
    if any(form.errors for form in writing.forms):
        seen = _keep(frame, request.POST, writing.key)
        return _page(request, frame, writing, seen=seen, stale=stale, status=status_of(*writing.forms))
    drafts.discard(frame.user, frame.entry, posted=request.POST, form=writing.key)
    messages.success(request, _("Saved."))
    return redirect(writing.address)


def _see(writing: Writing, posted: QueryDict, name: str, version: int) -> None:
    """The form was shown what somebody else has saved, so the next save is made from that."""
    data = posted.copy()
    data[name] = str(version)
    for form in writing.forms:
        form.data = data


@transaction.atomic
def _write(frame: Frame, writing: Writing) -> None:
    original = writing.original
    said = original.cleaned_data
    entry = cases.write_original(
        entry=frame.entry,
        actor=frame.user,
        seen_version=said["version"],
        texts=original.texts,
        period_from=said["period_from"],
        period_to=said["period_to"],
        reason=original.reason_given,
    )
    other = writing.other
    if other is None or (other.is_empty and writing.text is None):
        return
    cases.write_translation(
        entry=entry,
        actor=frame.user,
        language=writing.language,
        seen_version=other.cleaned_data["version"],
        texts=other.texts,
        follows=other.cleaned_data["follows"],
        reason=original.reason_given,
    )


def _differing(form: OriginalForm | TranslationForm, now: Any) -> list[tuple[str, str]]:
    """Parts that say something else by now than what was typed: label, and what is saved."""
    return [(str(form.fields[code].label), now[code]) for code in wording.PARTS if now[code] != form.texts[code]]


def _keep(frame: Frame, posted: QueryDict, key: str) -> str:
    try:
        return drafts.token(drafts.keep(frame.user, frame.entry, posted, key))
    except drafts.TypedElsewhere:
        return posted.get(drafts.TOKEN, "")


def _remove(request: HttpRequest, frame: Frame, language: str) -> HttpResponse:
    text = row_or_gone(CaseText.objects.select_related("entry"), entry=frame.entry, language=language)
    try:
        cases.remove_translation(text=text, actor=frame.user, reason=request.POST.get("reason", ""))
    except RuleError as error:
        messages.error(request, error.message)
        return redirect(case_address(frame.entry, language))
    drafts.discard(frame.user, frame.entry, form=_key(language))
    messages.success(request, _("The translation is taken away. The history keeps it."))
    return redirect(case_address(frame.entry))


def _page(
    request: HttpRequest,
    frame: Frame,
    writing: Writing,
    *,
    draft: Any = None,
    seen: str = "",
    stale: Any = (),
    status: int = 200,
) -> HttpResponse:
    versions = wording.read_versions(frame.entry)
    other = versions.get(writing.language) if writing.language else None
    rows = [
        {
            "code": code,
            "field": writing.original[code],
            "length": _said(writing.original, code),
            "other": writing.other[code] if writing.other else None,
            "other_length": _said(writing.other, code) if writing.other else "",
            "is_older": other is not None and code in other.older,
        }
        for code in wording.PARTS
    ]
    context = frame.context(
        "case",
        writing=writing,
        rows=rows,
        languages=languages(frame.entry, versions, writing.language),
        original_name=_name(frame.entry.language),
        other_name=_name(writing.language) if writing.language else "",
        other_version=other,
        draft=draft,
        draft_key=writing.key,
        seen=seen or drafts.token(draft),
        stale=stale,
        patterns=counting.PATTERNS,
        **case_parts(frame.entry, "texts"),
    )
    return render(request, "workspace/cases/texts.html", context, status=status)


def _said(form: OriginalForm | TranslationForm | None, code: str) -> counting.Length | None:
    return form.length(code) if form and code != "title" else None


def _name(language: str) -> str:
    return str(Language(language).label)


def languages(entry: Entry, versions: Any, here: str) -> list[dict[str, Any]]:
    """The original, and the languages that it can be written in beside that: name, address and how it stands."""
    found = [{"name": _name(entry.language), "address": case_address(entry), "here": not here, "is_original": True}]
    for code in wording.LANGUAGES:
        if code != entry.language:
            found.append(
                {
                    "name": _name(code),
                    "address": case_address(entry, code),
                    "here": code == here,
                    "version": versions.get(code),
                }
            )
    return found


def case_parts(entry: Entry, here: str) -> dict[str, Any]:
    """The pages of a case."""
    named = (
        ("texts", "workspace:case", _("The parts")),
        ("sources", "workspace:case_sources", _("References and sources")),
        ("review", "workspace:case_review", _("A partner reads it")),
    )
    return {"case_pages": [(key == here, reverse(name, args=[entry.public_id]), label) for key, name, label in named]}


@require_POST
@for_editors
def case_autosave(request: HttpRequest, frame: Frame, form: str) -> HttpResponse:
    """Keep what is typed. Answers as the entry's own form does."""
    require(policies.may_write(frame.acting, frame.entry))
    if form not in FORMS:
        raise Http404
    return drafts.answer(frame.user, drafts.key(frame.entry, form), request.POST)


@require_POST
@for_editors
def case_discard(request: HttpRequest, frame: Frame, form: str) -> HttpResponse:
    """Throw away typing that was kept and not saved."""
    if form not in FORMS:
        raise Http404
    drafts.discard(frame.user, frame.entry, form=form)
    messages.info(request, _("What was not saved is thrown away. This is the case as it is saved."))
    if form == "case-sources":
        return redirect("workspace:case_sources", frame.entry.public_id)
    return redirect(case_address(frame.entry, form.removeprefix("case").removeprefix("-")))

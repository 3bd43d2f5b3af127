"""A partner is asked to read a case, and answers; publishing without its word takes a reason."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.cases import policies, wording
from samspill.cases.models import CasePart, CaseReview, ImpactCase
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.parties.models import Organisation
from samspill.registry.choices import Kind, Status
from samspill.registry.models import Entry

Answer = CaseReview.Answer


@transaction.atomic
def ask_for_review(
    *, entry: Entry, actor: User, organisation: Organisation, message: str = "", due: date | None = None
) -> CaseReview:
    """Ask an organisation that takes part to read the case. Raises `RuleError` or `Refusal`."""
    current = Entry.objects.select_for_update().get(pk=entry.pk)
    require(policies.may_ask(acting_for(actor), current))
    if not current.participations.filter(organisation=organisation).exists():
        raise RuleError(
            _("%(name)s does not take part in this. Add it under “Who took part” first.") % {"name": organisation.name},
            field="organisation",
        )
    if due is not None and due < timezone.localdate():
        raise RuleError(_("The day is over already. Choose a later one, or leave it out."), field="due")
    if CaseReview.objects.filter(entry=current, organisation=organisation, answer="", taken_back_at=None).exists():
        raise RuleError(
            _("%(name)s has been asked already, and has not answered yet.") % {"name": organisation.name},
            field="organisation",
        )
    with acting_context(actor=actor):
        return CaseReview.objects.create(
            entry=current, organisation=organisation, message=message.strip(), due=due, asked_by=actor
        )


@transaction.atomic
def take_back(*, review: CaseReview, actor: User) -> CaseReview:
    """Ask no more. An answer that was given stands for ever."""
    current = CaseReview.objects.select_for_update().select_related("entry").get(pk=review.pk)
    require(policies.may_ask(acting_for(actor), current.entry))
    if current.answer:
        raise Meanwhile(_("The partner has answered meanwhile. The answer stands."))
    if current.taken_back_at is None:
        current.taken_back_at = timezone.now()
        with acting_context(actor=actor):
            current.save(update_fields=["taken_back_at"])
    return current


@transaction.atomic
def answer_review(
    *, review: CaseReview, actor: User, answer: str, read: str, comment: str = "", comments: Mapping[str, str] = {}
) -> CaseReview:
    """The partner's answer, given once. ``comments``: by code of a part. ``read``: checksum of the case as the partner
    saw it; when it says something else by now, the partner is asked to look again.

    Raises `RuleError` or `Refusal`.
    """
    found = CaseReview.objects.select_for_update(of=("self",)).select_related("entry", "organisation")
    current = found.get(pk=review.pk)
    require(policies.may_answer(acting_for(actor), current))
    if current.answer:
        raise Meanwhile(_("This has been answered already. Answers are never changed; ask to be asked anew."))
    if answer not in Answer.values:
        raise RuleError(_("Choose whether you approve the case or ask for changes."), field="answer")
    known = set(CasePart.objects.values_list("code", flat=True)) | {"title"}
    said = {code: text.strip() for code, text in comments.items() if code in known and text.strip()}
    if answer == Answer.CHANGES and not said and not comment.strip():
        raise RuleError(_("Say what should be changed, here or beside the part that it is about."), field="comment")
    if read != state_of(current.entry):
        raise Meanwhile(_("The case has been changed while you read it. Look through it again, and answer then."))
    current.answer, current.comment, current.comments = answer, comment.strip(), said
    current.read, current.answered_by, current.answered_at = read, actor, timezone.now()
    with acting_context(actor=actor):
        current.save()
    return current


def state_of(entry: Entry) -> str:
    """A checksum of what the case says in all its languages."""
    return wording.checksum(list(wording.read_versions(entry).values()))


def why_reason_is_needed(entry: Entry, action: str) -> str:
    """Why publishing this takes a reason; empty when it takes none.

    A case with its parts written is read by a partner first: one of those that take part has approved it, and none
    asks for changes or is still asked.
    """
    if action != "publish" or entry.kind != Kind.IMPACT_CASE or entry.status == Status.PUBLISHED:
        return ""
    newest: dict[int, CaseReview] = {}
    for review in CaseReview.objects.filter(entry=entry, taken_back_at=None).order_by("pk"):
        newest[review.organisation_id] = review
    answers = [review.answer for review in newest.values()]
    if Answer.CHANGES in answers:
        return _("A partner has asked for changes. Publish with a reason, or mend it and ask again.")
    if "" in answers:
        return _("A partner has been asked to read the case and has not answered. Publish with a reason, or wait.")
    if not answers and _is_written(entry) and entry.participations.exclude(organisation=entry.organisation_id).exists():
        return _("No partner has read the case. Ask one, or publish with a reason.")
    return ""


def _is_written(entry: Entry) -> bool:
    case = ImpactCase.objects.filter(entry=entry).first()
    return case is not None and bool(case.knowledge.strip() or case.details.strip())

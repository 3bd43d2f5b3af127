"""Requests about one's own data: made, withdrawn, answered, carried out, and the texts that are left looked through."""

from dataclasses import asdict
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from samspill.accounts.models import User
from samspill.accounts.personal_data import end_sessions
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.history import acting
from samspill.core.personal_data import ERASED, Subject
from samspill.core.personal_data.erasing import erase
from samspill.core.personal_data.neutral import erasing
from samspill.core.personal_data.words import Mention, mentions, replace_mention
from samspill.core.policy import require
from samspill.parties import policies
from samspill.parties.domain.acting import acting_for
from samspill.parties.domain.roles import keep_one_administrator
from samspill.parties.domain.withholding import lift, real_name, restrict
from samspill.parties.models import DataAccess, DataRequest, Person, Role
from samspill.parties.subjects import subject_of

Kind, Status = DataRequest.Kind, DataRequest.Status


@transaction.atomic
def ask(*, kind: str, actor: User, person: Person | None = None, reason: str = "", identity: str = "") -> DataRequest:
    """Ask something about one's own data, or on behalf of ``person``: then ``identity`` says how you know who asks.

    Raises `RuleError` (nothing to ask about, or asked already) or `Refusal`.
    """
    own = Person.objects.filter(user=actor).first()
    if person is not None and (own is None or person.pk != own.pk):
        require(policies.may_ask_for_person(acting_for(actor), person))
        user = person.user
        if not identity.strip():
            raise RuleError(_("Say how you know that it is this person who asks."), field="identity")
    else:
        person, user = own, actor
    if kind not in Kind.values:
        raise RuleError(_("Choose what you ask for."), field="kind")
    _check_state(kind, person)
    same = DataRequest.objects.filter(kind=kind, status__in=OPEN)
    if same.filter(person=person).exists() if person else same.filter(user=user).exists():
        raise RuleError(_("This has been asked for already, and waits for an answer."))
    if kind == Kind.ERASE:
        _check_may_be_erased(user)
    return DataRequest.objects.create(
        kind=kind, person=person, user=user, requested_by=actor, reason=reason.strip(), identity=identity.strip()
    )


OPEN = (Status.OPEN, Status.ACCEPTED, Status.TEXTS)


@transaction.atomic
def withdraw(*, request: DataRequest, actor: User) -> DataRequest:
    """Take a request back before it is answered: whoever made it, and the person. Raises `RuleError` or `Refusal`."""
    request = _locked(request)
    require(policies.may_withdraw_request(acting_for(actor), request))
    if request.status != Status.OPEN:
        raise Meanwhile(_("This request has been answered. It can no longer be withdrawn."))
    request.status = Status.WITHDRAWN
    request.save(update_fields=["status"])
    return request


@transaction.atomic
def refuse(*, request: DataRequest, actor: User, answer: str) -> DataRequest:
    """Say no, and why. Administrators. Raises `RuleError` or `Refusal`."""
    request = _to_answer(request, actor)
    if not answer.strip():
        raise RuleError(_("Say why. The person has a right to know, and can complain."), field="answer")
    return _answered(request, actor, Status.REFUSED, answer)


@transaction.atomic
def grant(*, request: DataRequest, actor: User, answer: str = "") -> DataRequest:
    """Say yes. Restricting and lifting are done at once; an erasure is carried out by a job.

    Administrators. Raises `RuleError` or `Refusal`.
    """
    request = _to_answer(request, actor)
    if request.kind == Kind.ERASE:
        _check_may_be_erased(request.user)
        return _begin_erasing(_answered(request, actor, Status.ACCEPTED, answer))
    if request.kind == Kind.RESTRICT and request.person:
        restrict(person=request.person, actor=actor, reason=_why(request))
    if request.kind == Kind.LIFT and request.person:
        lift(person=request.person, actor=actor, reason=_why(request))
    return _answered(request, actor, Status.DONE, answer)


@transaction.atomic
def delete_own_account(*, user: User) -> DataRequest:
    """Close the own account at once and let a job erase it. The person, if there is one, stays as a contributor.

    Raises `RuleError` for the last administrator.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    _check_may_be_erased(user)
    request = DataRequest.objects.create(kind=Kind.ERASE, user=user, requested_by=user, status=Status.ACCEPTED)
    request.answered_at = timezone.now()
    request.save(update_fields=["answered_at"])
    user.is_active = False
    with acting(user=user.pk, user_name=ERASED):
        user.save(update_fields=["is_active"])
    end_sessions(user.pk)
    return _begin_erasing(request)


def carry_out(request_id: int) -> None:
    """Erase. Called by a job; done twice, the second finds nothing to do."""
    with transaction.atomic():
        request = DataRequest.objects.select_for_update().get(pk=request_id)
        if request.status != Status.ACCEPTED or request.kind != Kind.ERASE:
            return
        subject = _subject(request)
        with acting(
            user_name=ERASED if request.answered_by_id in (None, request.user_id) else "", reason=_why(request)
        ):
            erase(subject=subject)
        request = DataRequest.objects.get(pk=request_id)
        request.words = _stored(subject)
        request.status, request.done_at = Status.TEXTS, timezone.now()
        _close_when_looked_through(request)


def waiting_requests() -> "models.QuerySet[DataRequest]":
    """Those that an administrator has to do something about."""
    return DataRequest.objects.filter(status__in=[Status.OPEN, Status.TEXTS])


def name_in(request: DataRequest) -> str:
    """Who it is about: also while texts that name somebody who is erased are looked through."""
    for known in request.words.get("names", []):
        return str(known)
    return real_name(request.person) if request.person else str(request.user)


def left_to_look_through(request: DataRequest) -> list[Mention]:
    """Texts by others that name the person, and that no administrator has decided on yet."""
    if request.status != Status.TEXTS:
        return []
    return [one for one in mentions(_restored(request)) if one.key not in request.left]


@transaction.atomic
def decide_text(*, request: DataRequest, actor: User, key: str, replace: bool) -> DataRequest:
    """Have the name in one text replaced, or let it stand. Administrators. Raises `RuleError` or `Refusal`."""
    request = _locked(request)
    require(policies.is_administrator(acting_for(actor)))
    mention = next((one for one in left_to_look_through(request) if one.key == key), None)
    if mention is None:
        raise RuleError(_("The name no longer stands in this text."))
    if replace:
        with acting(actor=actor, reason=_why(request)), erasing():
            replace_mention(mention, _restored(request))
    else:
        request.left = [*request.left, key]
        request.save(update_fields=["left"])
    return _close_when_looked_through(request)


@transaction.atomic
def look_at(*, person: Person, actor: User, reason: str) -> DataAccess:
    """Note that an administrator opens what is held of a person, and why. Raises `RuleError` or `Refusal`."""
    require(policies.is_administrator(acting_for(actor)))
    if not reason.strip():
        raise RuleError(_("Say why you need to see this. The person can read it."), field="reason")
    return DataAccess.objects.create(person=person, by=actor, reason=reason.strip()[:300])


def take_copy(*, access: DataAccess) -> None:
    """Note that a copy was taken."""
    access.took_copy_at = timezone.now()
    access.save(update_fields=["took_copy_at"])


def _begin_erasing(request: DataRequest) -> DataRequest:
    # By name: the job calls this module.
    app.configure_task("samspill.parties.tasks.carry_out_erasure", queue="retention").defer(request_id=request.pk)
    return request


def _check_state(kind: str, person: Person | None) -> None:
    if kind in (Kind.RESTRICT, Kind.LIFT) and person is None:
        raise RuleError(_("You are not registered as a contributor, so nothing about you is shown to others."))
    if kind == Kind.RESTRICT and person and person.withheld:
        raise RuleError(_("The use of these data is restricted already, or they are erased."))
    if kind == Kind.LIFT and person and person.withheld != Person.Withheld.RESTRICTED:
        raise RuleError(_("The use of these data is not restricted."))
    if kind == Kind.ERASE and person and person.withheld == Person.Withheld.ERASED:
        raise RuleError(_("These data are erased already."))


def _check_may_be_erased(user: User | None) -> None:
    """Not the last administrator: nobody could give the role again."""
    if user is None:
        return
    administrators = list(Role.objects.select_for_update().filter(kind=Role.Kind.ADMINISTRATOR).order_by("pk"))
    for role in administrators:
        if role.user_id == user.pk and role.is_in_effect:
            keep_one_administrator(role, [other for other in administrators if other.user_id != user.pk])


def _subject(request: DataRequest) -> Subject:
    """Who is erased: person and account, or, when somebody deleted the own account, just that."""
    if request.person is not None:
        return subject_of(person=request.person, user=request.user)
    whole = subject_of(user=request.user)
    if not whole.person_ids or request.user is None:
        return whole
    # The person goes on as a contributor under the same name, so only the account's own address is looked for.
    still = {request.user.person.email.lower()}
    return Subject(user_id=whole.user_id, addresses=tuple({request.user.email.lower()} - still))


def _to_answer(request: DataRequest, actor: User) -> DataRequest:
    request = _locked(request)
    require(policies.is_administrator(acting_for(actor)))
    if request.status != Status.OPEN:
        raise Meanwhile(_("This request has been answered or withdrawn."))
    return request


def _answered(request: DataRequest, actor: User, status: str, answer: str) -> DataRequest:
    request.status, request.answer = status, answer.strip()
    request.answered_by, request.answered_at = actor, timezone.now()
    if status == Status.DONE:
        request.done_at = request.answered_at
    request.save(update_fields=["status", "answer", "answered_by", "answered_at", "done_at"])
    return request


def _close_when_looked_through(request: DataRequest) -> DataRequest:
    if not left_to_look_through(request):
        request.status, request.words = Status.DONE, {}
    request.save(update_fields=["status", "words", "done_at"])
    return request


def _stored(subject: Subject) -> dict[str, object]:
    return {name: list(value) for name, value in asdict(subject).items() if isinstance(value, tuple)}


def _restored(request: DataRequest) -> Subject:
    words: dict[str, Any] = {name: tuple(value) for name, value in request.words.items()}
    return Subject(**words)


def _why(request: DataRequest) -> str:
    """The reason in the history: what kind of request, and which, never who."""
    return f"{request.kind} {request.public_id}"


def _locked(request: DataRequest) -> DataRequest:
    return DataRequest.objects.select_for_update(of=("self",)).select_related("person", "user").get(pk=request.pk)

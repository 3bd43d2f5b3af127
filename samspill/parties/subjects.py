"""Whom a matter of personal data is about: the person, the account, and every word that tells who it is."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db.models import Q
from django.db.models.functions import Lower

from samspill.accounts.models import User
from samspill.core.letters import both
from samspill.core.personal_data import ERASED, WITHHELD, Subject
from samspill.core.personal_data.neutral import NO_ADDRESS
from samspill.parties.models import Person, SealedPerson


def subject_of(*, person: Person | None = None, user: User | None = None) -> Subject:
    """Everything that is known of a person and the account that goes with it, whichever is given."""
    if person is None and user is not None:
        person = Person.objects.filter(user=user).first()
    if user is None and person is not None:
        user = person.user
    person_ids = _with_merged(person) if person else ()
    words = _words(person_ids, user.pk if user else None)
    names = _distinct(words["name"])
    return Subject(
        user_id=user.pk if user else None,
        person_ids=person_ids,
        names=names,
        shared_names=_shared(names, person_ids, user.pk if user else None),
        addresses=_distinct(word for word in words["email"] if not word.endswith(NO_ADDRESS)),
        identifiers=_distinct(words["orcid"]),
    )


def _with_merged(person: Person) -> tuple[int, ...]:
    """The person, and the duplicates that were merged into it, which only the history knows."""
    events = apps.get_model("parties.PersonEvent")
    gone = events._default_manager.filter(public_id__in=person.former_public_ids).values_list("pgh_obj_id", flat=True)
    return (person.pk, *sorted(set(gone) - {person.pk}))


def _words(person_ids: tuple[int, ...], user_id: int | None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"name": [], "email": [], "orcid": []}

    def take(rows: Iterable[tuple[str, ...]], *kinds: str) -> None:
        for row in rows:
            for kind, word in zip(kinds, row, strict=True):
                found[kind].append(word or "")

    three = ("name", "email", "orcid")
    events = apps.get_model("parties.PersonEvent")._default_manager
    take(Person.objects.filter(pk__in=person_ids).values_list(*three), *three)
    take(SealedPerson.objects.filter(person__in=person_ids).values_list(*three), *three)
    take(events.filter(pgh_obj_id__in=person_ids).values_list(*three).distinct(), *three)
    if user_id is not None:
        events = apps.get_model("accounts.UserEvent")._default_manager
        take(User.objects.filter(pk=user_id).values_list("name", "email"), "name", "email")
        take(events.filter(pgh_obj_id=user_id).values_list("name", "email").distinct(), "name", "email")
        take(EmailAddress.objects.filter(user=user_id).values_list("email"), "email")
    return found


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    """Each once, whatever the case, without the neutral ones."""
    kept = {" ".join(word.split()).lower(): " ".join(word.split()) for word in words if word}
    return tuple(word for key, word in kept.items() if key and word not in (ERASED, WITHHELD))


def _shared(names: tuple[str, ...], person_ids: tuple[int, ...], user_id: int | None) -> tuple[str, ...]:
    """Names that somebody else bears too: in a copy nobody can tell who was meant."""
    lower = {form.lower(): name for name in names for form in both([name])}
    person = Person.objects.exclude(pk__in=person_ids).annotate(lower=Lower("name"))
    # Somebody's account may lie unlinked beside the person with the same name; then it is most likely the same.
    sealed = SealedPerson.objects.exclude(person__in=person_ids).annotate(lower=Lower("name"))
    borne = {
        *person.filter(Q(lower__in=lower)).values_list("lower", flat=True),
        *sealed.filter(Q(lower__in=lower)).values_list("lower", flat=True),
    }
    return tuple(dict.fromkeys(name for key, name in lower.items() if key in borne))

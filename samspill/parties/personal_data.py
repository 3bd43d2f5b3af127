"""What parties hold of people: the table's rows, and the time limits."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext_lazy as _

from samspill.core.personal_data import ALL, ERASED, Ground, Holding, Rule, Subject, Texts, Then, not_personal, register
from samspill.core.personal_data.finding import of_person, of_user
from samspill.core.personal_data.neutral import NO_ADDRESS
from samspill.parties import hooks, retention
from samspill.parties.domain import forgetting
from samspill.parties.models import (
    Affiliation,
    DataAccess,
    DataRequest,
    Invitation,
    InvitationMail,
    Person,
    ProposedAffiliation,
    Role,
    SealedPerson,
)
from samspill.parties.personal_texts import texts
from samspill.parties.scopes import Scope

CREDIT = _("To give credit for what people make together, and to show who knows what")


def _invitations(subject: Subject) -> "QuerySet[Any]":
    return Invitation.objects.filter(_invited(subject))


def _invited(subject: Subject) -> Q:
    condition = Q(pk__in=[])
    for address in subject.addresses:
        condition |= Q(email__iexact=address)
    return condition | Q(accepted_by=subject.user_id) if subject.user_id is not None else condition


def _invited_events(subject: Subject) -> Q:
    condition = Q(pgh_obj_id__in=_invitations(subject).values("pk"))
    for address in subject.addresses:
        condition |= Q(email__iexact=address)
    return condition


def _about(model: Any) -> Any:
    """Rows about the person or the account."""

    def find(subject: Subject) -> "QuerySet[Any]":
        condition = Q(person__in=subject.person_ids)
        if subject.user_id is not None and model is DataRequest:
            condition |= Q(user=subject.user_id)
        return model._default_manager.filter(condition)  # type: ignore[no-any-return]

    return find


def declare() -> None:
    """Called when Django is ready."""
    register(*_people(), *_accounts(), *_around_accounts(), *_matters(), *texts())
    register(
        Rule(
            "invitations",
            _("Invitations that nobody took, or that were withdrawn, are deleted; of those taken, the role is left"),
            _("90 days after they ran out"),
            retention.old_invitations,
        ),
        Rule(
            "unverified",
            _("Accounts whose e-mail address nobody confirmed are deleted"),
            _("30 days after they were made"),
            retention.never_verified,
        ),
        Rule(
            "inactive",
            _("Accounts that nobody uses are closed, after a warning by e-mail"),
            _("two years after the last login"),
            retention.inactive_accounts,
        ),
        Rule(
            "contacts",
            _("E-mail addresses of people who belong nowhere any more are deleted"),
            _("two years after the last affiliation ended"),
            retention.old_contacts,
        ),
        Rule(
            "requests",
            _("Answered requests about personal data are deleted, and notes of who looked at a person's data"),
            _("three years"),
            retention.old_requests,
        ),
    )
    for label in ("Region", "County", "Municipality", "MunicipalityChange"):
        not_personal(f"parties.{label}", *ALL, why="facts about places")
    not_personal("parties.Person", "id", "is_example", why="a number, and whether somebody is invented")
    not_personal("parties.Affiliation", "id", why="a number")
    not_personal("parties.Role", "id", why="a number")
    not_personal("parties.Invitation", "id", why="a number")
    not_personal("parties.InvitationMail", "id", "invitation", "outcome", why="numbers, and what a server answered")
    not_personal("parties.ProposedAffiliation", "id", why="a number")
    not_personal("parties.DataRequest", "id", why="a number")
    not_personal("parties.DataAccess", "id", why="a number")
    not_personal("parties.SealedPerson", "id", why="a number")
    not_personal(
        "parties.Organisation",
        "id", "reference_version", "reference_values", "code", "kind", "number", "ror", "country", "email_domain",
        "municipality", "county", "is_example", "is_active",
        why="facts about an organisation",
    )  # fmt: skip
    not_personal(
        "parties.Unit",
        "id", "reference_version", "reference_values", "organisation", "parent", "code", "level", "valid_from",
        "valid_to", "path",
        why="facts about a unit",
    )  # fmt: skip
    not_personal("parties.UnitSuccession", "id", "unit", "successor", "date", why="facts about units")
    not_personal(
        "parties.SizeFigure",
        "id", "organisation", "unit", "measure", "value", "is_approximate", "date", "replaced_at",
        why="figures about an organisation",
    )  # fmt: skip


def _people() -> list[Holding]:
    return [
        Holding(
            code="person",
            model="parties.Person",
            fields=("name", "email", "orcid", "public_id", "former_public_ids", "user", "is_public", "withheld"),
            title=_("You as a contributor"),
            what=_("Name, e-mail address, ORCID iD, the address of your page, and which account is yours"),
            why=CREDIT,
            ground=Ground.PUBLIC_TASK,
            seen_by=_("Everyone sees the name and the ORCID iD; those who look after where you belong, the e-mail too"),
            kept=_("As long as what you contributed to; the e-mail until two years after you left"),
            then=Then.ANONYMISED,
            because=_("What you contributed to goes on counting, with “erased person” as contributor"),
            find=of_person(Person, "pk"),
            earlier=lambda subject: Q(pgh_obj_id__in=subject.person_ids),
            neutral={
                "name": ERASED, "email": "", "orcid": "", "user": None, "former_public_ids": [], "is_public": False,
                "withheld": Person.Withheld.ERASED,
            },
            erase=forgetting.unlink_person,
            labels={
                "public_id": _("Code in addresses"), "former_public_ids": _("Earlier codes"), "user": _("Account"),
                "is_public": _("Has a public page"), "withheld": _("Name withheld"),
            },
            order=20,
        ),
        Holding(
            code="affiliations",
            model="parties.Affiliation",
            fields=("person", "organisation", "unit", "title", "share", "valid_from", "valid_to"),
            title=_("Where you belong"),
            what=_("Organisation, unit, position, share of full time, from and to"),
            why=CREDIT,
            ground=Ground.PUBLIC_TASK,
            seen_by=_("Everyone, except the share: that is seen by those who look after the place"),
            kept=_("As long as what you contributed to"),
            then=Then.ANONYMISED,
            because=_("The place and the years stay for the statistics; position, share and days go"),
            find=of_person(Affiliation, "person"),
            erase=forgetting.blur_affiliations,
            columns=(
                (_("Place"), lambda row: f"{row.unit.name}, {row.organisation.name}" if row.unit else row.organisation),
                (_("Position"), lambda row: row.title),
                (_("Share"), lambda row: f"{floatformat(row.share, -2)} %" if row.share is not None else ""),
                (_("From"), lambda row: row.valid_from),
                (_("To"), lambda row: row.valid_to),
            ),
            order=22,
        ),
        Holding(
            code="sealed",
            model="parties.SealedPerson",
            fields=("person", "name", "email", "orcid", "was_public", "since"),
            title=_("What is put away while its use is restricted"),
            what=_("Name, e-mail address and ORCID iD"),
            why=_("So that they can come back when the restriction ends"),
            ground=Ground.LEGAL,
            seen_by=_("You, and the administrator who deals with your request"),
            kept=_("Until the restriction ends or you are erased"),
            then=Then.DELETED,
            find=of_person(SealedPerson, "person"),
            delete=True,
            columns=(
                (_("Name"), lambda row: row.name),
                (_("E-mail"), lambda row: row.email),
                (_("ORCID iD"), lambda row: row.orcid),
                (_("Since"), lambda row: row.since),
            ),
            order=24,
        ),
    ]  # fmt: skip


_own_roles = of_user(Role, "user")


def _say_where(roles: Sequence[Any]) -> None:
    registers = hooks.registers() if any(role.register_code for role in roles) else []
    names = {home.code: home.name for home in registers}
    for role in roles:
        role.place = Scope.of(role).named(names)


def _accounts() -> list[Holding]:
    return [
        Holding(
            code="roles",
            model="parties.Role",
            fields=(
                "user", "kind", "organisation", "unit", "register_code", "valid_from", "valid_to", "granted_by",
                "ended_at", "ended_by", "end_reason",
            ),
            title=_("Your roles"),
            what=_("Which role, where, from and to, who gave it, who ended it and why"),
            why=_("It decides what you can see and do, and it can be told later who could do what"),
            ground=Ground.LEGITIMATE,
            seen_by=_("You, and those who give roles in the same place"),
            kept=_("As long as the place exists"),
            then=Then.ANONYMISED,
            because=_("The role is ended and stays, held by “erased person”"),
            find=lambda subject: _own_roles(subject).select_related("unit__organisation"),
            together=_say_where,
            neutral={"end_reason": ""},
            erase=forgetting.end_roles,
            columns=(
                (_("Role"), lambda row: row.get_kind_display()),
                (_("Where"), lambda row: row.place),
                (_("From"), lambda row: row.valid_from),
                (_("To"), lambda row: row.valid_to),
                (_("Given by"), lambda row: row.granted_by),
            ),
            order=30,
        ),
        Holding(
            code="invitations",
            model="parties.Invitation",
            fields=(
                "email", "name", "language", "kind", "organisation", "unit", "register_code", "token_hash",
                "invited_by", "created_at", "expires_at", "accepted_at", "accepted_by", "withdrawn_at",
            ),
            title=_("Invitations to you"),
            what=_("E-mail address, name, language, the role that is offered, and who offered it"),
            why=_("So that you can be given a role before you have an account"),
            ground=Ground.LEGITIMATE,
            seen_by=_("Those who give roles in the same place"),
            kept=_("90 days after it ran out or was taken"),
            then=Then.DELETED,
            find=_invitations,
            earlier=_invited_events,
            secret=("token_hash",),
            neutral={"email": f"erased@{NO_ADDRESS}", "name": ""},
            erase=forgetting.close_invitations,
            columns=(
                (_("E-mail"), lambda row: row.email),
                (_("Role"), lambda row: row.get_kind_display()),
                (_("Offered by"), lambda row: row.invited_by),
                (_("Sent"), lambda row: row.created_at),
                (_("Taken"), lambda row: row.accepted_at),
            ),
            order=32,
        ),
    ]  # fmt: skip


def _around_accounts() -> list[Holding]:
    return [
        Holding(
            code="invitation_mails",
            model="parties.InvitationMail",
            fields=("sent_by", "sent_at"),
            title=_("Invitations you sent"),
            what=_("That you sent an invitation, and when"),
            why=_("To limit how many invitations anybody can send"),
            ground=Ground.LEGITIMATE,
            seen_by=_("Nobody"),
            kept=_("As long as the invitation"),
            then=Then.ANONYMISED,
            because=_("It is by “erased person” then"),
            find=of_user(InvitationMail, "sent_by"),
            columns=((_("Sent"), lambda row: row.sent_at),),
            order=42,
        ),
        Holding(
            code="proposals",
            model="parties.ProposedAffiliation",
            fields=("user", "organisation", "unit", "service", "made_at", "answered_at", "accepted"),
            title=_("Where a login service says that you work"),
            what=_("Organisation and unit, which service said it, and your answer"),
            why=_("So that you need not type it, and are not asked twice"),
            ground=Ground.AGREEMENT,
            seen_by=_("Only you"),
            kept=_("As long as you have an account"),
            then=Then.DELETED,
            find=of_user(ProposedAffiliation, "user"),
            delete=True,
            columns=(
                (_("Place"), lambda row: f"{row.unit.name}, {row.organisation.name}" if row.unit else row.organisation),
                (_("Service"), lambda row: row.service),
                (_("Asked"), lambda row: row.made_at),
                (_("Answered"), lambda row: row.answered_at),
                (_("You said yes"), lambda row: row.accepted),
            ),
            order=39,
        ),
    ]


def _matters() -> list[Holding]:
    return [
        Holding(
            code="requests",
            model="parties.DataRequest",
            fields=(
                "public_id", "kind", "status", "person", "user", "requested_by", "reason", "identity", "created_at",
                "due_on", "answer", "answered_by", "answered_at", "done_at", "left",
            ),
            title=_("Your requests about your data"),
            what=_("What you asked for, why, when, and the answer"),
            why=_("We must be able to show that requests are answered"),
            ground=Ground.LEGAL,
            seen_by=_("You, whoever asked on your behalf, and administrators"),
            kept=_("Three years after the answer"),
            then=Then.KEPT,
            because=_("It shows that you were erased, without telling who you were"),
            find=_about(DataRequest),
            neutral={"reason": "", "identity": ""},
            texts=Texts.REPLACED,
            columns=(
                (_("What is asked for"), lambda row: row.get_kind_display()),
                (_("Status"), lambda row: row.get_status_display()),
                (_("Asked"), lambda row: row.created_at),
                (_("To be answered by"), lambda row: row.due_on),
                (_("Answer"), lambda row: row.answer),
            ),
            order=85,
        ),
        Holding(
            code="request_words",
            model="parties.DataRequest",
            fields=("words",),
            title=_("Who is to be erased"),
            what=_("Name, e-mail address and ORCID iD of somebody who is being erased"),
            why=_("To find texts in which the person is named"),
            ground=Ground.LEGAL,
            seen_by=_("Administrators"),
            kept=_("Until the erasure is done"),
            then=Then.DELETED,
            order=89,
        ),
        Holding(
            code="accesses",
            model="parties.DataAccess",
            fields=("person", "by", "reason", "at", "took_copy_at"),
            title=_("Who has looked at this"),
            what=_("Which administrator opened this page about you, when, why, and whether a copy was taken"),
            why=_("So that nobody looks without a reason"),
            ground=Ground.LEGITIMATE,
            seen_by=_("You and administrators"),
            kept=_("Three years"),
            then=Then.KEPT,
            because=_("It tells what administrators did, not who you were"),
            find=_about(DataAccess),
            texts=Texts.REPLACED,
            columns=(
                (_("Who"), lambda row: row.by),
                (_("When"), lambda row: row.at),
                (_("Why"), lambda row: row.reason),
                (_("Took a copy"), lambda row: row.took_copy_at),
            ),
            order=86,
        ),
    ]  # fmt: skip

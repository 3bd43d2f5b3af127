"""What waits for a user in the registry: their own next steps, as querysets."""

from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from samspill.parties.domain.acting import Acting
from samspill.registry.choices import Status
from samspill.registry.models import Confirmation, Contribution, Entry, Participation, Register, StatusChange
from samspill.registry.queries import SHOWN, EntryQuerySet

OPEN = (Status.SUBMITTED, *SHOWN)
"""Entries whose parts can be confirmed: those that others than the owner can see."""


def returned(acting: Acting) -> QuerySet[Entry]:
    """Entries to mend, each with ``return_message``, the newest first."""
    message = StatusChange.objects.filter(entry=OuterRef("pk"), action="return").order_by("-pk").values("message")[:1]
    return (
        Entry.objects.mine(acting)
        .filter(status=Status.RETURNED)
        .annotate(return_message=Subquery(message))
        .order_by("-updated_at")
    )


def drafts(acting: Acting) -> QuerySet[Entry]:
    """Drafts to finish, the last touched first."""
    return Entry.objects.mine(acting).filter(status=Status.DRAFT).order_by("-updated_at")


def queue(acting: Acting) -> EntryQuerySet:
    """Submitted entries that the user decides on, oldest first."""
    submitted = StatusChange.objects.filter(entry=OuterRef("pk"), action="submit").order_by("-pk").values("at")[:1]
    curated: EntryQuerySet = Entry.objects.curated_by(acting).filter(status=Status.SUBMITTED)
    return curated.annotate(submitted_at=Subquery(submitted)).order_by("submitted_at", "pk")


def contributions_to_answer(acting: Acting) -> QuerySet[Contribution]:
    """The user's own parts, and those of units the user leads, as they stand unanswered; not what they made."""
    whose = Q(unit__in=acting.leads_units)
    if acting.person_id:
        whose |= Q(person=acting.person_id)
    answered = Confirmation.objects.filter(Q(about="") | Q(about=OuterRef("said")), contribution=OuterRef("pk"))
    return (
        Contribution.objects.annotate(said=_what_is_said())
        .filter(whose, ~Exists(answered), entry__in=Entry.objects.visible_to(acting))
        .filter(entry__status__in=OPEN)
        .exclude(entry__created_by=acting.user_id)
        .select_related("entry__organisation", "person", "unit")
        .order_by("entry__published_at", "pk")
    )


def _what_is_said() -> Concat:
    """`Contribution.what_is_said`, asked of the database."""
    roles = Func(F("roles"), Value(","), function="array_to_string", output_field=TextField())
    share = Coalesce(Cast("share", TextField()), Value("", output_field=TextField()))
    return Concat(roles, Value("|", output_field=TextField()), share, output_field=TextField())


def participations_to_answer(acting: Acting) -> QuerySet[Participation]:
    """Parts of organisations that the user acts for, that nobody has answered; not what the user made."""
    answered = Confirmation.objects.filter(participation=OuterRef("pk"))
    return (
        Participation.objects.filter(
            ~Exists(answered), organisation__in=acting.represents, entry__in=Entry.objects.visible_to(acting)
        )
        .filter(entry__status__in=OPEN)
        .exclude(entry__created_by=acting.user_id)
        .select_related("entry__organisation", "organisation", "role")
        .order_by("entry__published_at", "pk")
    )


def disputes(acting: Acting) -> QuerySet[Confirmation]:
    """Disputes that stand, on entries the user owns or decides on: something to mend."""
    newer = Confirmation.objects.filter(pk__gt=OuterRef("pk"), statement=OuterRef("statement")).filter(
        Q(contribution=OuterRef("contribution")) | Q(participation=OuterRef("participation"))
    )
    concerned = Entry.objects.mine(acting) | Entry.objects.curated_by(acting)
    open_entries = concerned.filter(status__in=(Status.DRAFT, Status.RETURNED, Status.SUBMITTED, Status.PUBLISHED))
    return (
        Confirmation.objects.filter(~Exists(newer), answer=Confirmation.Answer.DISPUTED)
        .filter(  # looked up for each dispute, which are few: lists of all these entries would be made first
            Exists(open_entries.filter(pk=OuterRef("contribution__entry")))
            | Exists(open_entries.filter(pk=OuterRef("participation__entry")))
        )
        .exclude(by=acting.user_id)
        .select_related(
            "contribution__entry", "contribution__person", "contribution__unit",
            "participation__entry", "participation__organisation", "by",
        )
        .order_by("-at")
    )  # fmt: skip


def registers(acting: Acting) -> QuerySet[Register]:
    """Registers that the user curates or registers in."""
    every = Register.objects.select_related("organisation", "unit")
    if acting.is_administrator:
        return every
    return every.filter(
        Q(code__in=acting.curates_registers | acting.contributes_registers)
        | Q(unit__in=acting.curates_units | acting.contributes_units)
        | Q(organisation__in=acting.curates_organisations | acting.contributes_organisations)
    )

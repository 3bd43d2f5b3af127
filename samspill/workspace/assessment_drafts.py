"""What an assessor has typed about one innovation and not yet given. Nobody else sees it."""

from django.http import QueryDict

from samspill.accounts.models import User
from samspill.core.models import FormDraft
from samspill.registry.models import Entry
from samspill.reviews.models import AssessmentCall

FIELDS = ("probability", "probability_reason", "impact", "impact_reason")


def _key(call: AssessmentCall, entry: Entry) -> str:
    return f"assessment:{call.public_id}:{entry.public_id}"


def keep(user: User, call: AssessmentCall, entry: Entry, posted: QueryDict) -> None:
    """Keep what is typed so far."""
    data = {name: posted.getlist(name) for name in FIELDS if any(posted.getlist(name))}
    FormDraft.objects.update_or_create(user=user, key=_key(call, entry), defaults={"data": data})


def kept(user: User, call: AssessmentCall, entry: Entry) -> dict[str, str]:
    """What was typed, by field; empty when nothing was."""
    draft = FormDraft.objects.filter(user=user, key=_key(call, entry)).first()
    return {name: str(values[0]) for name, values in draft.data.items() if values} if draft else {}


def begun(user: User, call: AssessmentCall) -> set[str]:
    """Public ids of the innovations that the user has begun on. One query."""
    keys = FormDraft.objects.filter(user=user, key__startswith=f"assessment:{call.public_id}:")
    return {key.rsplit(":", 1)[1] for key in keys.values_list("key", flat=True)}


def discard(user: User, call: AssessmentCall, entry: Entry) -> None:
    """It is given now."""
    FormDraft.objects.filter(user=user, key=_key(call, entry)).delete()

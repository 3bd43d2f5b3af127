"""Erasing again, after a backup was restored that holds who was erased since."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.personal_data.journal import Erasure
from samspill.parties.domain.data_requests import carry_out
from samspill.parties.models import DataRequest, Person


def erase_again(erasures: Iterable[Erasure]) -> int:
    """Carry out what was carried out before, each as a request that is granted already, so that an administrator
    looks through the texts of others as well. Who is not in the backup is passed over. Returns how many."""
    return sum(_erase(one) for one in erasures)


@transaction.atomic
def _erase(erasure: Erasure) -> bool:
    person = Person.objects.filter(pk=erasure.person).first() if erasure.person else None
    user = User.objects.filter(pk=erasure.user).first() if erasure.user else None
    if person is None and user is None:
        return False
    same = DataRequest.objects.filter(kind=DataRequest.Kind.ERASE, person=person, user=user)
    request = same.filter(status__in=[DataRequest.Status.OPEN, DataRequest.Status.ACCEPTED]).first() or DataRequest(
        kind=DataRequest.Kind.ERASE, person=person, user=user
    )
    request.status, request.answered_at = DataRequest.Status.ACCEPTED, timezone.now()
    request.answer = request.answer or _("Erased before; a backup brought it back.")
    request.save()
    carry_out(request.pk)
    return True

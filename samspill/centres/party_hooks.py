"""What centres answer when parties ask: what moves with a person who was merged."""

from samspill.accounts.models import User
from samspill.centres.models import Appointment
from samspill.parties.models import Person


def move_appointments(kept: Person, duplicate: Person, actor: User) -> None:
    """Appointments of the duplicate become those of the kept person."""
    for one in Appointment.objects.select_for_update().filter(person=duplicate):
        one.person = kept
        one.save(update_fields=["person"])

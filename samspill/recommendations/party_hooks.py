"""What recommendations answer when parties ask: what moves with a person who was merged."""

from samspill.accounts.models import User
from samspill.parties.models import Person
from samspill.recommendations.models import Recommendation


def move_ownership(kept: Person, duplicate: Person, actor: User) -> None:
    """What the duplicate owned, the kept person owns."""
    for one in Recommendation.objects.select_for_update().filter(owner_person=duplicate):
        one.owner_person = kept
        one.save(update_fields=["owner_person", "updated_at"])

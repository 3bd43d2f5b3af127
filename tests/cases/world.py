"""What the permission matrix names of cases, stories and channels."""

from samspill.cases.models import CaseReview, Channel, Story, StoryForm
from samspill.parties.models import Organisation
from samspill.registry.models import Entry


def build(partner: Organisation) -> None:
    """A question to the partner about the case, a story of the draft, and a channel."""
    CaseReview.objects.create(public_id="review22", entry=Entry.objects.get(public_id="case2222"), organisation=partner)
    form = StoryForm.objects.get_or_create(code="person", defaults={"name_nb": "En person forteller"})[0]
    Story.objects.create(
        public_id="story222", entry=Entry.objects.get(public_id="draft222"), form=form, title="En fortelling"
    )
    Channel.objects.get_or_create(code="kanal", defaults={"name_nb": "En kanal"})

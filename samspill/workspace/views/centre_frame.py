"""What the pages about one centre, initiative or study share: finding it, who may, the way between its pages."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.centres import policies
from samspill.centres.models import Centre, Initiative
from samspill.core.policy import require
from samspill.parties.domain.acting import Acting, acting_for
from samspill.workspace.users import signed_in


@dataclass
class Frame:
    """A centre or initiative, and the user before it."""

    subject: Centre | Initiative
    user: User
    acting: Acting

    @property
    def is_centre(self) -> bool:
        """Whether it is a centre."""
        return isinstance(self.subject, Centre)

    def context(self, section: str, **more: Any) -> dict[str, Any]:
        """What the templates of all its pages need."""
        route = "website:centre" if self.is_centre else "website:initiative"
        return {
            "subject": self.subject,
            "is_centre": self.is_centre,
            "page_url": reverse(route, args=[self.subject.code]),
            "sections": self.sections(),
            "section": section,
        } | more

    def sections(self) -> list[tuple[str, str, str]]:
        """Key, address and name of each page."""
        code = self.subject.code
        recommendations = f"{reverse('workspace:recommendations')}?subject="
        if not self.is_centre:
            parts = [("faser", _("Phases")), ("virkemidler", _("Instruments")), ("ledere", _("Innovation leaders"))]
            return [
                ("facts", reverse("workspace:initiative_edit", args=[code]), _("Facts")),
                *((key, reverse("workspace:initiative_parts", args=[code, key]), name) for key, name in parts),
                ("milestones", reverse("workspace:initiative_milestones", args=[code]), _("Milestones")),
                ("recommendations", f"{recommendations}initiative:{code}", _("Recommendations")),
            ]
        parts = [("partnere", _("Partners")), ("registre", _("Registers")), ("midler", _("Public money"))]
        return [
            ("facts", reverse("workspace:centre_edit", args=[code]), _("Facts")),
            *((key, reverse("workspace:centre_parts", args=[code, key]), name) for key, name in parts[:2]),
            ("milestones", reverse("workspace:centre_milestones", args=[code]), _("Milestones")),
            ("recommendations", f"{recommendations}centre:{code}", _("Recommendations")),
            ("check", reverse("workspace:self_check", args=[code]), _("Self-check")),
            ("studies", reverse("workspace:centre_studies", args=[code]), _("Studies")),
            *((key, reverse("workspace:centre_parts", args=[code, key]), name) for key, name in parts[2:]),
        ]


def find_centre(request: HttpRequest, code: str) -> Frame:
    """The centre, for those who run it. Raises `Http404` or `Refusal`."""
    rows = Centre.objects.select_related("scheme", "organisation", "unit", "predecessor")
    return _frame(request, get_object_or_404(rows, code=code))


def find_initiative(request: HttpRequest, code: str) -> Frame:
    """The initiative, for those who run it."""
    rows = Initiative.objects.select_related("organisation", "unit")
    return _frame(request, get_object_or_404(rows, code=code))


def _frame(request: HttpRequest, subject: Centre | Initiative) -> Frame:
    user = signed_in(request)
    acting = acting_for(user)
    require(policies.runs(acting, subject))
    return Frame(subject, user, acting)

"""A recommendation that everyone may see, with its status and the answer; and studies of what centres lead to."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from samspill.centres import policies as centre_policies
from samspill.centres.models import Centre, Study
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.recommendations import policies, subjects
from samspill.recommendations.models import Recommendation
from samspill.recommendations.queries import steps_shown
from samspill.registry.choices import Kind
from samspill.registry.models import Entry, Register
from samspill.website.figures import entry_list_url


@require_safe
def recommendation(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was recommended, by whom, where it stands, the answer, and what followed. The owner is not named."""
    found = get_object_or_404(Recommendation.objects.select_related("organisation", "unit"), public_id=public_id)
    acting = acting_for(request.user)
    require(policies.may_see(acting, found))
    context = {
        "section": "environments",
        "recommendation": found,
        "subject": subjects.find(found.subject_kind, found.subject_code),
        "followed": list(Entry.objects.visible_to(acting).filter(followed_from__recommendation=found)),
        "steps": list(steps_shown(found, to_all=True)),
        "works": policies.concerns(acting, found),
    }
    return render(request, "website/centres/recommendation.html", context)


@require_safe
def study(request: HttpRequest, public_id: str) -> HttpResponse:
    """A study: what it found, the public money behind the field, and the results that stand in the registers."""
    found = get_object_or_404(Study.objects.select_related("organisation"), public_id=public_id)
    acting = acting_for(request.user)
    require(centre_policies.may_see_study(acting, found))
    centres = list(Centre.objects.visible_to(acting).filter(study_links__study=found).select_related("organisation"))
    counted = (
        Entry.objects.public()
        .filter(kind=Kind.INNOVATION, register__centre_links__centre__in=centres, register__is_public=True)
        .values_list(
            "register__centre_links__centre", "register__code", "register__name_nb", "register__name_nn",
            "register__name_en",
        )
        .annotate(number=Count("pk", distinct=True), in_use=Count("pk", filter=_IN_USE, distinct=True))
        .order_by("register__name_nb")
    )  # fmt: skip
    results: dict[int, list[tuple[str, int, str, int, str]]] = {}
    for centre, code, nb, nn, en, number, in_use in counted:
        name = Register(name_nb=nb, name_nn=nn, name_en=en).name
        url = entry_list_url(kind=Kind.INNOVATION.value, register=code)
        used = entry_list_url(kind=Kind.INNOVATION.value, register=code, in_use=1)
        results.setdefault(centre, []).append((name, number, url, in_use, used))
    context = {
        "section": "environments",
        "study": found,
        "centres": [(one, results.get(one.pk, [])) for one in centres],
        "money": list(found.money.all()),
        "keeps": bool(centre_policies.keeps_study(acting, found)),
    }
    return render(request, "website/centres/study.html", context)


_IN_USE = Q(participations__in_use_since__isnull=False)

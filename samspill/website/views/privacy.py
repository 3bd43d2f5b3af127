"""What Samspill holds of people, why, who sees it and how long: the table, in plain words (R-NFR-06)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samspill.core.personal_data import holdings, rules


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Every holding and every time limit, as the modules register them."""
    return render(request, "website/privacy.html", {"section": "about", "holdings": holdings(), "rules": rules()})

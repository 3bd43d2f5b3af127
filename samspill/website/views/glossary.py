"""The glossary page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samspill.website.glossary import find


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """All words, or those that a search finds, whichever language or byname it is in."""
    text = request.GET.get("q", "")[:100]
    return render(request, "website/glossary.html", {"section": "about", "q": text, "terms": find(text)})

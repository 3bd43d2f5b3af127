"""What templates ask about the user's roles."""

from typing import Any

from django import template

from samspill.parties import policies
from samspill.parties.domain.acting import acting_for

register = template.Library()


@register.simple_tag(takes_context=True)
def manages_parties(context: dict[str, Any]) -> bool:
    """Whether the user looks after any organisation, unit or register, and so has use for the pages about parties."""
    request = context.get("request")
    return request is not None and bool(policies.manages_something(acting_for(request.user)))

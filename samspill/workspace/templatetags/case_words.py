"""How long a part of a case is, in words."""

from django import template

from samspill.cases import counting

register = template.Library()


@register.filter
def length_said(length: counting.Length) -> str:
    """The length as people say it, and by how much it is over a limit."""
    return counting.said(length)

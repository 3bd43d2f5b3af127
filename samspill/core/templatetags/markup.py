"""Users' Markdown in templates."""

from django import template
from django.utils.safestring import SafeString

from samspill.core import markdown as rules

register = template.Library()


@register.filter
def markdown(text: str, top_heading: int = 2) -> SafeString:
    """Safe HTML of Markdown; headings begin at ``top_heading``."""
    return rules.to_html(text or "", top_heading=top_heading)


@register.filter
def plain(text: str, length: int = 0) -> str:
    """Markdown as plain text on one line, cut at ``length`` characters."""
    return rules.to_plain(text or "", length=length)

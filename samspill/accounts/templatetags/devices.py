"""What somebody logs in with, in words that they know."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()
BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("OPR", "Opera"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip
"""What stands in the text that browsers send of themselves -> its name. The order matters: most claim to be others."""


@register.filter
def device(user_agent: str) -> str:
    """“Firefox, Windows”; the beginning of the text where nothing is known in it."""
    found = [
        next((name for word, name in names if word in user_agent), "") for names in (BROWSERS, SYSTEMS)
    ]  # fmt: skip
    return ", ".join(filter(None, found)) or user_agent[:40] or _("unknown")

"""The mark of one showing of a form."""

import secrets

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from samspill.core.done_once import FIELD

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """A hidden field, another each time: what is sent with it is done once."""
    return format_html(
        '<input type="hidden" name="{}" value="{}" autocomplete="off">', FIELD, secrets.token_urlsafe(12)
    )

"""JSON-LD in a page."""

import json

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
ESCAPES = [(sign, f"\\u{ord(sign):04X}") for sign in "<>&\u2028\u2029"]


@register.simple_tag
def linked_data(data: dict[str, object] | None) -> SafeString:
    """A block of data for machines, which no browser runs; nothing when there is none to give.

    Escaped so that no text can end the block: ``</script>`` in a title stays a text.
    """
    if not data:
        return SafeString()
    text = json.dumps(data, ensure_ascii=False)
    for sign, escape in ESCAPES:  # str.translate looks at every single character, and takes many times as long
        text = text.replace(sign, escape)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 (escaped above)

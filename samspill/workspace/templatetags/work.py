"""Small helps for the workspace's lists."""

from django import template

from samspill.core.enumerating import in_a_row
from samspill.registry.models import Entry

register = template.Library()


@register.simple_tag
def type_names(entry: Entry, names: dict[str, str]) -> str:
    """Names of an entry's types, or its kind when none is chosen yet."""
    return ", ".join(in_a_row(names.get(code, code) for code in entry.types)) or str(entry.get_kind_display())

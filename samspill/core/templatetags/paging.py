"""Page numbers with gaps."""

from typing import Any

from django import template
from django.core.paginator import Page

register = template.Library()


@register.filter
def page_numbers(page: "Page[Any]") -> list[int | None]:
    """The page numbers to show: the ends, those around this page, and None where some are left out."""
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in shown]

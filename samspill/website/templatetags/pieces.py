"""Small pieces of pages."""

from django import template

from samspill.website import pieces

register = template.Library()
register.simple_tag(pieces.person, name="person")
register.simple_tag(pieces.period, name="period")

"""Whose page the reader may open."""

from samspill.registry.shown import may_see_person

__all__ = ["may_see_person"]

"""Recommendations and their steps."""

from samspill.recommendations.models.recommendation import Followed, Recommendation
from samspill.recommendations.models.step import Step

__all__ = ["Followed", "Recommendation", "Step"]

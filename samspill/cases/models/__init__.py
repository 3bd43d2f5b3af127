from samspill.cases.models.case import CasePart, CaseReference, CaseSource, CaseText, ImpactCase
from samspill.cases.models.channel import Channel, Shown
from samspill.cases.models.review import CaseReview
from samspill.cases.models.story import Story, StoryForm

__all__ = [
    "CasePart",
    "CaseReference",
    "CaseReview",
    "CaseSource",
    "CaseText",
    "Channel",
    "ImpactCase",
    "Shown",
    "Story",
    "StoryForm",
]

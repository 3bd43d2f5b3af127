"""Assessments, review meetings and work plans."""

from samspill.reviews.models.agenda import AgendaItem, FollowUp
from samspill.reviews.models.assessment import Assessment
from samspill.reviews.models.call import AssessmentCall, CallAssessor, CallEntry
from samspill.reviews.models.meeting import MeetingParticipant, ReviewMeeting
from samspill.reviews.models.plan import PlannedInnovation, WorkTask

__all__ = [
    "AgendaItem",
    "Assessment",
    "AssessmentCall",
    "CallAssessor",
    "CallEntry",
    "FollowUp",
    "MeetingParticipant",
    "PlannedInnovation",
    "ReviewMeeting",
    "WorkTask",
]

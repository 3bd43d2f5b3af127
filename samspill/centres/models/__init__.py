"""Centres, initiatives, milestones, studies and self-checks."""

from samspill.centres.models.centre import Centre, CentrePartner, CentreRegister, State
from samspill.centres.models.initiative import Appointment, Initiative, Instrument, Phase
from samspill.centres.models.milestone import Milestone
from samspill.centres.models.self_check import Score, SelfCheckScore
from samspill.centres.models.study import PublicMoney, Study, StudyCentre
from samspill.centres.models.vocabulary import Advice, LeaderTask, Scheme

__all__ = [
    "Advice",
    "Appointment",
    "Centre",
    "CentrePartner",
    "CentreRegister",
    "Initiative",
    "Instrument",
    "LeaderTask",
    "Milestone",
    "Phase",
    "PublicMoney",
    "Scheme",
    "Score",
    "SelfCheckScore",
    "State",
    "Study",
    "StudyCentre",
]

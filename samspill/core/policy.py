"""Permission answers. A policy never says just no: it says why, in the user's language."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Answer:
    """May the act be done? ``reason`` is shown to the user when it may not."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Answer(True)


def refused(reason: object) -> Answer:
    """A refusal with its reason (str or lazy translation)."""
    return Answer(False, str(reason))


class Refusal(PermissionDenied):
    """Raised by domain functions when the policy refuses; the 403 page shows its reason."""


def require(answer: Answer) -> None:
    """Raise `Refusal` with the reason unless the answer allows."""
    if not answer:
        raise Refusal(answer.reason)

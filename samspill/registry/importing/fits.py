"""Whether a column holds what its heading promises. "Category" may be a type of innovation, or something else."""

from collections.abc import Callable, Iterable

from samspill.core.importing import values as cells
from samspill.core.importing.cell_errors import CellError
from samspill.registry.importing.people import Units
from samspill.registry.importing.vocabulary import PARTNER_ROLES, Goals, Types, Vocabulary
from samspill.registry.models import ContributionRole, Discipline, ParticipationRole, Register, ServiceArea

ENOUGH = 2
"""Different values that must be seen before a column is judged."""


OFTEN_FREE_TEXT = ("discipline", "service_area", "unit")
"""Of these, half of the values must be known: their headings stand above many other things."""


class Known:
    """The vocabularies, read when they are first asked for."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._finders: dict[str, Callable[[str], object]] = {}

    def fits(self, code: str, values: Iterable[str]) -> bool:
        """True when enough of the values are known, when there are too few to tell, and for fields of free text."""
        seen = list(values)
        if len(seen) < ENOUGH or (finder := self._finder(code)) is None:
            return True
        known = sum(any(_is_known(finder, piece) for piece in [value, *_pieces(value)]) for value in seen)
        return known >= (len(seen) / 2 if code in OFTEN_FREE_TEXT else 1)

    def _finder(self, code: str) -> Callable[[str], object] | None:
        if code not in self._finders:
            made = self._make(code)
            if made is None:
                return None
            self._finders[code] = made
        return self._finders[code]

    def _make(self, code: str) -> Callable[[str], object] | None:
        match code:
            case "type":
                return Types().find
            case "sdg":
                return Goals().number
            case "discipline":
                return Vocabulary(Discipline.objects.all()).find
            case "service_area":
                return Vocabulary(ServiceArea.objects.all()).find
            case "contributor_role":
                return Vocabulary(ContributionRole.objects.all()).find
            case "partner_role":
                return Vocabulary(ParticipationRole.objects.all(), aliases=PARTNER_ROLES).find
            case "unit":
                return Units(self._register).named
        return None


def _pieces(value: str) -> list[str]:
    try:
        return cells.list_of(value)
    except CellError:
        return []


def _is_known(finder: Callable[[str], object], text: str) -> bool:
    try:
        return bool(finder(text))
    except CellError:
        return False

"""What the user decides for a whole sheet when matching its columns."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.utils import timezone

from samspill.registry.choices import Kind


@dataclass(frozen=True)
class Options:
    """``kind`` and ``type`` hold for rows that name no type; ``year`` for levels without a year."""

    kind: str = Kind.INNOVATION.value
    type: str = ""
    new_organisations: bool = False
    publish: bool = True
    same_title: bool = False  # different identifiers may share a title
    year: int = 0

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Options":
        """From what was stored; unknown names are passed over."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known})

    def stored(self) -> dict[str, Any]:
        """As kept on the job."""
        return asdict(self)

    @property
    def level_year(self) -> int:
        """The year of levels that have none."""
        return self.year or timezone.localdate().year

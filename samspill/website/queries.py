"""What the public pages read; it lies in the registry, since programs read the same."""

from samspill.registry.shown import (
    by_person,
    in_use,
    listed,
    matching,
    named,
    of_unit,
    on_level,
    organisations_named,
    people_named,
    registers_shown,
    standing_readings,
    taking_part,
    units_named,
    with_list_parts,
    with_partner,
    without_reading,
)

__all__ = [
    "by_person",
    "in_use",
    "listed",
    "matching",
    "named",
    "of_unit",
    "on_level",
    "organisations_named",
    "people_named",
    "registers_shown",
    "standing_readings",
    "taking_part",
    "units_named",
    "with_list_parts",
    "with_partner",
    "without_reading",
]

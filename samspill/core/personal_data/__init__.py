"""Personal data: one table of what is held, why and how long; showing, exporting, erasing, and keeping the limits."""

from samspill.core.personal_data.neutral import ERASED, WITHHELD, shown
from samspill.core.personal_data.registry import (
    ALL,
    Ground,
    Holding,
    Rule,
    Subject,
    Texts,
    Then,
    holdings,
    not_personal,
    not_personal_table,
    register,
    rules,
)

__all__ = [
    "ALL",
    "ERASED",
    "WITHHELD",
    "Ground",
    "Holding",
    "Rule",
    "Subject",
    "Texts",
    "Then",
    "holdings",
    "not_personal",
    "not_personal_table",
    "register",
    "rules",
    "shown",
]

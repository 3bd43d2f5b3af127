"""Search in PostgreSQL, for Norwegian, without extensions.

Modules register a `SearchSource` from ``AppConfig.ready()`` and queue what changes by triggers; pages call `search`,
`complete`, `highlight` and `matching_ids`. How it finds: docs/adr/0026 and docs/howto/search.md.
"""

from samspill.core.search.contract import (
    PUBLIC,
    Document,
    FacetCount,
    Hit,
    Match,
    Result,
    SearchSource,
    Term,
)
from samspill.core.search.engine import complete, matching_ids, probe, search
from samspill.core.search.highlighting import highlight
from samspill.core.search.indexing import drain
from samspill.core.search.loosening import Loosened, loosen, that_find
from samspill.core.search.parsing import as_typed, is_address
from samspill.core.search.sources import register
from samspill.core.search.suggestions import suggestion

__all__ = [
    "PUBLIC",
    "Document",
    "FacetCount",
    "Hit",
    "Loosened",
    "Match",
    "Result",
    "SearchSource",
    "Term",
    "as_typed",
    "complete",
    "drain",
    "highlight",
    "is_address",
    "loosen",
    "matching_ids",
    "probe",
    "register",
    "search",
    "suggestion",
    "that_find",
]

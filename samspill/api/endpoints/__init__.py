"""The operations of the API, a file for each noun."""

from ninja import Router

from samspill.api.endpoints import (
    about,
    entries,
    entry_parts,
    entry_record,
    organisations,
    people,
    places,
    registers,
    search,
    units,
    vocabularies,
)

ROUTERS: list[tuple[str, Router]] = [
    ("", about.router),
    ("", search.router),
    ("/entries", entries.router),
    ("/entries", entry_parts.router),
    ("/entries", entry_record.router),
    ("/registers", registers.router),
    ("/organisations", organisations.router),
    ("/units", units.router),
    ("/people", people.router),
    ("", places.router),
    ("", vocabularies.router),
]
"""Where each stands."""

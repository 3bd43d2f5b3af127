"""A sheet of two rows, a lamp with everything and a chair with little, for the tests of taking sheets in."""

from pghistory.models import Events

from samspill.registry.domain.entries import update_entry
from samspill.registry.models import Entry
from tests.registry.sheets import Centre, csv_bytes

HEADINGS = (
    "Nr", "Navn på innovasjon", "Type innovasjon", "Beskrivelse av ideen", "Hvem er involvert", "Partnere",
    "Markedspotensial", "Potensiell effekt", "TRL 2021", "TRL 2022", "Start", "Nøkkelord", "Bærekraftsmål",
    "Dokumentasjon", "Kommentar", "Sted", "Status",
)  # fmt: skip
LAMP = (
    "1", "Lampe", "Produktinnovasjon", "Lyser **sterkt**", "Kari Nordmann (idéhaver); Ola Li", "Fjordvik", "Stort",
    "Lys til alle", "2", "3", "2020-05-01", "lys; strøm", "7; 11", "https://example.org/lampe", "Snakk med Ola", "",
    "Publisert",
)  # fmt: skip
CHAIR = (
    "2", "Stol", "Tjenesteinnovasjon", "Sittes i", "Ola Li", "", "", "", "", "", "", "", "", "", "", "Bua", "Utkast",
)  # fmt: skip
SHEET = csv_bytes([HEADINGS, LAMP, CHAIR])


def changed(row: tuple[str, ...], **cells: str) -> tuple[str, ...]:
    """The row with some cells replaced, by the first word of the heading or its whole."""
    by_name = {heading.split()[0]: n for n, heading in enumerate(HEADINGS)} | {h: n for n, h in enumerate(HEADINGS)}
    new = list(row)
    for name, value in cells.items():
        new[by_name[name.replace("_", " ")]] = value
    return tuple(new)


def sheet(*rows: tuple[str, ...]) -> bytes:
    return csv_bytes([HEADINGS, *rows])


def events() -> int:
    """Everything that the history holds."""
    return int(Events.objects.count())


def edit(centre: Centre, **values: object) -> Entry:
    lamp = centre.entry("Lampe")
    return update_entry(entry=lamp, actor=centre.curator, seen_version=lamp.version, values=values, reason="Rettet her")

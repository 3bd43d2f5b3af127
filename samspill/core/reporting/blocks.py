"""What a section is made of. All words are in the active language; no block knows how it will be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Record:
    """Something that was counted: what it is ("entry"), its public id, its title then, and its address on the site.

    ``url`` is without host and language ("/e/abc12345/"), empty when it has no page. Never a person's name: editions
    are kept for good, so people are counted and told by the page of what they contributed to (docs/adr/0033).
    """

    kind: str
    id: str
    title: str
    url: str = ""

    @property
    def key(self) -> str:
        """The same record has the same key in every edition."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class Text:
    """Markdown. Headings in it are set below the section's own."""

    text: str


@dataclass(frozen=True)
class Figure:
    """A number and the exact records that it counted (no number without its records).

    ``code`` is the same every year and unique in its section: by it, two editions are compared. ``value`` is a number;
    ``unit`` stands behind it ("%"). ``note`` says what was counted, when the label does not.
    """

    code: str
    label: str
    value: int | float
    records: Sequence[Record] = ()
    note: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Figures:
    """Key figures, in a row."""

    figures: Sequence[Figure]


@dataclass(frozen=True)
class Column:
    """A column's heading. ``number``: its cells are set to the right."""

    heading: str
    number: bool = False


@dataclass(frozen=True)
class Cell:
    """``value``: text or number, None is a dash. ``record`` makes it a link, ``records`` is what it counted."""

    value: str | int | float | None
    record: Record | None = None
    records: Sequence[Record] = ()


@dataclass(frozen=True)
class Row:
    """Cells in the order of the columns; the first one is the row's heading."""

    cells: Sequence[Cell]


@dataclass(frozen=True)
class Table:
    """``total``, when given, is the last row, set apart."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    total: Row | None = None
    note: str = ""


@dataclass(frozen=True)
class Datum:
    """One bar, column or step of a funnel: its name, a number that is not negative, and what was counted."""

    label: str
    value: int
    records: Sequence[Record] = ()


@dataclass(frozen=True)
class Flow:
    """How many went from one step (1 and up) to another; the same step twice: those that stood still."""

    start: int
    end: int
    value: int
    records: Sequence[Record] = ()


class ChartKind(StrEnum):
    """Lying bars; standing columns over a scale; a funnel, whose steps contain the later ones; movement on a scale."""

    BARS = "bars"
    COLUMNS = "columns"
    FUNNEL = "funnel"
    FLOWS = "flows"


@dataclass(frozen=True)
class Chart:
    """A drawing and its table twin. ``description`` says in a sentence or two what it shows, for those who do not see.

    ``data`` for bars, columns and funnel; ``flows`` with ``highest`` (the scale's last step) and the two
    ``ends`` (what is left, what is right) for movement. ``note`` stands below.
    """

    kind: ChartKind
    title: str
    description: str
    label_heading: str
    value_heading: str
    data: Sequence[Datum] = ()
    flows: Sequence[Flow] = ()
    highest: int = 0
    ends: tuple[str, str] = ("", "")
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw; such a chart is left out."""
        return not any(datum.value for datum in self.data) and not any(flow.value for flow in self.flows)


@dataclass(frozen=True)
class MatrixCell:
    """What stands in a column and a row (both counted from 0, the first column left, the first row at the bottom)."""

    x: int
    y: int
    value: int
    records: Sequence[Record] = ()
    marked: bool = False


@dataclass(frozen=True)
class Matrix:
    """Two scales against each other, such as probability and impact, or effect and recipient. Empty cells are left out.

    ``marked`` cells are set apart, and ``marked_means`` says in words what that means.
    """

    title: str
    description: str
    x_heading: str
    y_heading: str
    x_labels: Sequence[str]
    y_labels: Sequence[str]
    cells: Sequence[MatrixCell]
    marked_means: str = ""
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell.value for cell in self.cells)


@dataclass(frozen=True)
class Records:
    """A list of records, each with a line about it (same order as ``records``, or none)."""

    title: str
    records: Sequence[Record]
    lines: Sequence[str] = ()


@dataclass(frozen=True)
class Narrative:
    """A story or an impact case: ``text`` is Markdown, ``parts`` are its named parts (heading, Markdown)."""

    title: str
    text: str
    record: Record | None = None
    kind: str = ""
    parts: Sequence[tuple[str, str]] = ()
    language: str = ""


@dataclass(frozen=True)
class Untouched:
    """Something that was not updated: what, the last time in words, and whose turn it is ("a unit", never a name)."""

    record: Record
    last: str
    whose: str = ""


@dataclass(frozen=True)
class NotUpdated:
    """What was not updated within the year, said openly and never filled in from the year before."""

    title: str
    items: Sequence[Untouched]


Block = Text | Figures | Table | Chart | Matrix | Records | Narrative | NotUpdated

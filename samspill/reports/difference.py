"""What is different between two editions: figures side by side, and entries that are new, gone or changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.formats import localize

from samspill.core.reporting.plain import Json
from samspill.reports.facts import names_of_data


@dataclass(frozen=True)
class FigurePair:
    """A key figure in both; None where an edition has none of that kind."""

    section: str
    label: str
    before: Any
    now: Any

    @property
    def is_same(self) -> bool:
        """Whether nothing is different."""
        return bool(self.before == self.now)

    @property
    def change(self) -> int | float | None:
        """By how much; None when it cannot be said."""
        return None if self.before is None or self.now is None else self.now - self.before

    @property
    def change_said(self) -> str:
        """The same with its sign, as the report's own tables write it."""
        if self.change is None:
            return "–"
        sign = "+" if self.change > 0 else "−" if self.change else ""
        return f"{sign}{localize(abs(self.change))}"


@dataclass(frozen=True)
class Changed:
    """An entry in both, with the names of what is different (keys of the data)."""

    id: str
    title: str
    before_title: str
    what: tuple[str, ...]

    @property
    def said(self) -> str:
        """What is different, in words."""
        names = names_of_data()
        return ", ".join(names.get(key, key) for key in self.what)


@dataclass(frozen=True)
class Difference:
    """All of it. ``new`` and ``gone`` are entries as the data has them."""

    figures: list[FigurePair]
    new: list[Json]
    gone: list[Json]
    changed: list[Changed]

    @property
    def other_figures(self) -> list[FigurePair]:
        """Those that are different."""
        return [one for one in self.figures if not one.is_same]

    @property
    def same_figures(self) -> list[FigurePair]:
        """Those that are as before."""
        return [one for one in self.figures if one.is_same]


def compare(before: Json, now: Json, language: str) -> Difference:
    """Two documents, with words from the newer one in a language."""
    old, new = _by_id(before), _by_id(now)
    return Difference(
        figures=list(_figures(before["languages"][language], now["languages"][language])),
        new=[one for id_, one in new.items() if id_ not in old],
        gone=[one for id_, one in old.items() if id_ not in new],
        changed=[
            Changed(id_, one["title"], old[id_]["title"], what)
            for id_, one in new.items()
            if id_ in old and (what := tuple(key for key in one if key != "version" and one[key] != old[id_].get(key)))
        ],
    )


def _by_id(document: Json) -> dict[str, Json]:
    return {one["id"]: one for one in document["data"]["entries"]}


def _figures(before: Json, now: Json) -> Iterator[FigurePair]:
    old = {key: figure for key, _section, figure in _all(before)}
    seen = set()
    for key, section, figure in _all(now):
        seen.add(key)
        yield FigurePair(section, figure["label"], old[key]["value"] if key in old else None, figure["value"])
    for key, section, figure in _all(before):
        if key not in seen:
            yield FigurePair(section, figure["label"], figure["value"], None)


def _all(said: Json) -> Iterator[tuple[tuple[str, str], str, Json]]:
    for section in said["sections"]:
        for block in section["blocks"]:
            for figure in block.get("figures", []):
                yield (section["code"], figure["code"]), section["title"], figure

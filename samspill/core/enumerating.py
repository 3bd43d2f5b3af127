"""Names one after the other in running text."""

from collections.abc import Iterable


def in_a_row(names: Iterable[str]) -> list[str]:
    """The first as it is, the others with a small letter: “Researcher, project leader”. PhD and TTO stay so."""
    return [_small(name) if place else name for place, name in enumerate(names)]


def _small(name: str) -> str:
    word = name.split(" ", 1)[0]
    return name[:1].lower() + name[1:] if word[1:] == word[1:].lower() else name

"""The modules' search sources, filled from ``AppConfig.ready()``."""

from collections.abc import Iterable

from samspill.core.search.contract import SearchSource

_sources: dict[str, SearchSource] = {}
_watched: set[str] = set()


def register(source: SearchSource) -> None:
    """Let a kind of thing be found."""
    _sources[source.kind] = source
    _watched.update(source.models)


def watch(*models: str) -> None:
    """Labels of models without documents, whose rows are shown beside what is found: what waits of them is taken from
    the queue at once after a save, too."""
    _watched.update(models)


def source(kind: str) -> SearchSource:
    """The source of a kind. Raises `KeyError`."""
    return _sources[kind]


def kinds() -> Iterable[str]:
    """All kinds that can be found, in the order of their registration."""
    return tuple(_sources)


def watched() -> set[str]:
    """Labels of the models whose saving may change a document."""
    return _watched

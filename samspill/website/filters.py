"""The list of entries in the address: words, facets, order and place, so that every list can be linked to.

A facet's parameter may be repeated: one of its values must hold. Facets narrow each other. What is not understood is
told of and leaves the list as it is; parameters that mail and advertising add to links are passed over in silence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote_plus

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.core import strange
from samspill.core.search import Result
from samspill.core.search.parsing import LONGEST
from samspill.parties.domain.acting import Acting
from samspill.registry.facets import BY_NAME, FACETS, Texts

MOST_VALUES = 50
SORTS: Mapping[str, str | Promise] = {
    "best": gettext_lazy("Best match first"),
    "newest": gettext_lazy("Newest first"),
    "oldest": gettext_lazy("Oldest first"),
    "title": gettext_lazy("Title A–Å"),
}


@dataclass(frozen=True)
class Active:
    """A value that is on: what it says, and the query string without it."""

    name: str
    label: str
    value: str
    text: str
    without: str


@dataclass
class Asked:
    """What an address asks for. ``filters``: facet -> the values that mean something. ``problems`` are sentences."""

    text: str = ""
    filters: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, Texts] = field(default_factory=dict)
    sort: str = "newest"
    problems: list[str] = field(default_factory=list)

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values for an address, without a place in the list; not asked for before all has been read."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(name, value) for name, values in self.filters.items() for value in values]
        return pairs + ([("sort", self.chosen_sort)] if self.chosen_sort else [])

    @cached_property
    def written(self) -> list[str]:
        """The `pairs` as they stand in an address."""
        return [parameter(name, value) for name, value in self.pairs]

    @property
    def usual_sort(self) -> str:
        """The order that nobody has to ask for."""
        return "best" if self.text else "newest"

    @property
    def chosen_sort(self) -> str:
        """The order that was asked for; empty when it is the usual one."""
        return "" if self.sort == self.usual_sort else self.sort

    @property
    def sorts(self) -> list[tuple[str, str | Promise]]:
        """The orders to choose from: the best match only where there are words to match."""
        return [(code, text) for code, text in SORTS.items() if code != "best" or self.text]

    @property
    def active(self) -> list[Active]:
        """Everything that narrows the list, each to be taken off."""
        found = [Active("q", _("Words"), self.text, self.text, self.without("q", self.text))] if self.text else []
        return found + [
            Active(name, str(BY_NAME[name].label), value, self.texts[name][value], self.without(name, value))
            for name, values in self.filters.items()
            for value in values
        ]

    def without(self, name: str, value: str) -> str:
        """The query string without one value."""
        gone = {(name, value), ("sort", "best")} if name == "q" else {(name, value)}
        return "?" + "&".join([own for own, pair in zip(self.written, self.pairs, strict=True) if pair not in gone])

    def with_prefix(self) -> str:
        """What to put before ``name=value`` to add a value to the address."""
        return f"?{'&'.join(self.written)}&" if self.written else "?"


def parameter(name: str, value: str) -> str:
    """``name=value`` as it stands in an address."""
    return f"{name}={quote_plus(value)}"


def read(given: QueryDict, acting: Acting) -> Asked:
    """What the address asks for. At most one query for each facet in it."""
    asked = Asked(text=words_of(given))
    asked.problems += cut(given)
    unknown: list[str] = []
    for facet in FACETS:
        if facet.name not in given:
            continue
        values = [*dict.fromkeys(filter(None, (value.strip() for value in given.getlist(facet.name))))]
        if not values:
            continue
        if len(values) > MOST_VALUES:
            asked.problems.append(
                _("Only the first %(number)s values of %(filter)s are used.")
                % {"number": MOST_VALUES, "filter": facet.label}
            )
            values = values[:MOST_VALUES]
        texts = facet.texts(values, acting)
        if known := [value for value in values if value in texts]:
            asked.filters[facet.name], asked.texts[facet.name] = known, texts
        unknown += [f"{facet.label}: {value[:60]}" for value in values if value not in texts]
    asked.sort = given.get("sort", "") or asked.usual_sort
    if asked.sort not in SORTS:
        unknown.append(f"sort: {asked.sort[:60]}")
    if asked.sort not in dict(asked.sorts):
        asked.sort = asked.usual_sort
    asked.problems += strange.told(unknown + strange.names(given, BY_NAME))
    return asked


def words_of(given: QueryDict) -> str:
    """The words asked for, as far as they are read."""
    return " ".join(given.get("q", "")[:LONGEST].split())


def cut(given: QueryDict) -> list[str]:
    """What is said when the words were too long; nothing otherwise."""
    if len(given.get("q", "")) <= LONGEST:
        return []
    return [_("The search was longer than %(number)s characters. Only the beginning is used.") % {"number": LONGEST}]


def left_out(result: Result) -> list[str]:
    """What the search did not use, in words."""
    said = {
        "too_many_words": _("The search has very many words. Only the first are used."),
        "only_common_words": _("These are very common words, which tell little. Add a word that tells more."),
        "only_excluded": _("There are only words to leave out. Add a word that is to be found."),
        "no_words": _("There is no word to search for: only signs. Write a word, or the beginning of one."),
        "too_deep": _(
            "There are very many hits, and only the best can be paged through. Add a word, or choose filters."
        ),
    }
    return [said[note] for note in result.notes if note in said]


def completed(entries: Result, others: Result | None = None) -> list[str]:
    """That the last word stands nowhere, or nowhere beside the others, and what is shown holds longer ones: all that is
    shown, or which of it."""
    shown = [one for one in (entries, others) if one is not None and one.total]
    begun = [one for one in shown if "beginning" in one.notes]
    if not begun:
        return []
    if sum(not term.excluded for term in begun[0].terms) > 1:
        text = _completed_beside(is_all=len(begun) == len(shown), is_entries=begun[0] is entries)
    elif len(begun) == len(shown):
        text = _("Nothing was found with the word “%(word)s”. Shown is what has a word that begins so.")
    elif begun[0] is entries:
        text = _("No innovation was found with the word “%(word)s”. Shown are those with a word that begins so.")
    else:
        text = _("Beside the innovations nothing was found with “%(word)s”. Shown is what has a word that begins so.")
    return [text % {"word": next(term.text for term in begun[0].terms if term.prefix)}]


def _completed_beside(*, is_all: bool, is_entries: bool) -> str:
    """Of several words: the last may well stand where the others do not."""
    if is_all:
        return _("Nothing has all the words as they stand. Shown is what has a word that begins with “%(word)s”.")
    if is_entries:
        return _(
            "No innovation has all the words as they stand. Shown are those with a word that begins with “%(word)s”."
        )
    return _(
        "Beside the innovations nothing has all the words as they stand. Shown is what has a word that begins with "
        "“%(word)s”."
    )

"""The words that documents hold, as they are written: for suggestions and completion."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from samspill.core.kept import KeptBy
from samspill.core.models.search import LACKING, TYPED, TYPED_AS_TWO
from samspill.core.prepared import fetch
from samspill.core.search.norwegian import COMMON, analyse, as_name, is_whole, is_word, split

SHORTEST = 3
LETTERS = "abcdefghijklmnopqrstuvwxyzæøåđŋŧ"
KNOWN_ENOUGH = 200  # documents; beyond it the figure tells nothing new, and the row is left in peace


def learn(found: Mapping[str, int]) -> None:
    """Note that so many documents hold these words."""
    rows = sorted(word for word in found if len(word) >= SHORTEST and word.isalpha())
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO core_searchword (word, documents)
            SELECT new.word, new.times FROM unnest(%s::text[], %s::int[]) AS new(word, times)
            WHERE NOT EXISTS (SELECT FROM core_searchword w WHERE w.word = new.word AND w.documents >= %s)
            ORDER BY 1
            ON CONFLICT (word) DO UPDATE SET documents = core_searchword.documents + excluded.documents
            """,
            [rows, [found[word] for word in rows], KNOWN_ENOUGH],
        )


def forget(gone: Iterable[str]) -> None:
    """Suggest those of the words no more that stand in no public document now, in any form.

    A word of many documents is nobody's secret, and is not looked for.
    """
    rows = sorted(word for word in gone if len(word) >= SHORTEST and word not in COMMON and word.isalpha())
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM core_searchword w USING unnest(%s::text[], %s::text[]) AS gone(word, key)
            WHERE w.word = gone.word AND w.documents < %s AND NOT EXISTS (
                SELECT FROM core_searchdocument d WHERE d.public AND d.vector @@ gone.key::tsquery)
            """,
            [rows, [_held_as(word) for word in rows], KNOWN_ENOUGH],
        )


def _held_as(word: str) -> str:
    """What documents hold in which the word stands, by itself, in a compound or as the name of a place."""
    key = analyse(word).key
    return " | ".join(f"'{one}'" for one in (key, f"+{key}", *as_name(word)))


BEGUN = """
    SELECT word FROM core_searchword WHERE word ~>=~ %s AND word ~<~ (%s || chr(1114111))
    ORDER BY documents DESC, length(word), word LIMIT %s
"""
"""The most used words that begin so: LIKE would have to be planned for each beginning."""
PLAIN = f"translate(word, '{LACKING}', '{TYPED}')"
for _two, _one in TYPED_AS_TWO:
    PLAIN = f"replace({PLAIN}, '{_two}', '{_one}')"


def completions(prefix: str, limit: int) -> list[str]:
    """Words that begin so, the most used first."""
    return [word for (word,) in fetch(BEGUN, [prefix, prefix, limit], once=True)]


def completed_and_lettered(prefix: str, limit: int, typed: Iterable[str]) -> tuple[list[str], dict[str, list[str]]]:
    """`completions`, and for each of the words typed that is not spelt right those that are known, but for letters that
    a keyboard lacks. One query."""
    wanted = {word: plain(word) for word in typed if len(word) >= SHORTEST and word.isalpha()}
    rows = fetch(
        f"""
        SELECT * FROM (
            SELECT '' AS plain, word FROM ({BEGUN}) begun
            UNION ALL SELECT {PLAIN}, word FROM core_searchword WHERE {PLAIN} = ANY(%s)
        ) found
        """,  # noqa: S608 (no user text)
        [prefix, prefix, limit, [*wanted.values()]],
        once=True,
    )
    by_plain: dict[str, list[str]] = {}
    for key, word in rows:
        by_plain.setdefault(key, []).append(word)
    found = {word: sorted(by_plain.get(key, ())) for word, key in wanted.items()}
    meant = {word: others for word, others in found.items() if others and not (word in others and is_whole(word))}
    return by_plain.get("", []), meant


LETTERED = 300.0  # seconds that a process knows them
MOST_LETTERED = 20_000


def lettered(word: str) -> str:
    """The most used word that is this one but for letters that a keyboard lacks (tromso: tromsø), as far as the process
    knows; empty for a word that is spelt as it should be. No statement."""
    if not _known_lettered or not word.isascii():
        return ""
    other = _lettered(()).get(plain(word), "")
    return "" if not other or word in COMMON or is_spelt_right(word) else other


def learn_lettered() -> None:
    """Read what `lettered` tells of: before that nothing is read for it."""
    _known_lettered[:] = [True]
    _lettered(())


def _read_lettered(_all: tuple[()]) -> dict[str, str]:
    rows = fetch(
        f"SELECT word FROM core_searchword WHERE word ~ '[{LACKING}]' ORDER BY documents DESC, word LIMIT %s",  # noqa: S608
        [MOST_LETTERED],
    )
    return {plain(word): word for (word,) in reversed(rows)}


_known_lettered: list[bool] = []
_lettered = KeptBy(_read_lettered, seconds=LETTERED, most=1, beside=True)


def alike(word: str) -> str:
    """The known word that differs by the fewest slips of the finger, and is used most; empty when none is near.

    One that is the same on a keyboard without æ, ø and å goes first: tromso is Tromsø before it is Troms.

    Only words that begin or end like it, or differ by two letters that have changed places, are read: a word with one
    slip still begins or ends with one of its halves. One with two still has one of three pieces; where it is the one
    in the middle, only words with the same first letter are, and when none of those is near, those that differ by the
    first letter and go on like it. A word that documents use as often as its likeness is
    none the worse for it: it is left as it is. One that documents use at all, or that is spelt as it should be, is at
    most one slip away from what was meant: samisk is not samira.
    """
    slips = 1 if len(word) < 8 else 2
    cuts = [round(len(word) * number / (slips + 1)) for number in range(1, slips + 1)]
    begin, middle, end = word[: cuts[0]], word[cuts[0] : cuts[-1]], word[cuts[-1] :]
    lengths = [*range(len(word) - slips, len(word) + slips + 1)]
    swapped = [f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in range(len(word) - 1)]
    ways: dict[str, list[str | list[int] | list[str]]] = {
        "word = ANY(%s)": [[word, *swapped]],
        "length(word) = ANY(%s) AND word LIKE %s": [lengths, f"{begin}%"],
        "length(word) = ANY(%s) AND reverse(word) LIKE %s": [lengths, f"{end[::-1]}%"],
    }
    if middle:
        ways["length(word) = ANY(%s) AND word LIKE %s AND word LIKE %s"] = [lengths, f"{word[0]}%", f"%{middle}%"]
    known = _read(
        f"SELECT word, documents FROM core_searchword WHERE {' OR '.join(f'({way})' for way in ways)}",  # noqa: S608 (no user text)
        [value for values in ways.values() for value in values],
    )
    own = known.pop(word, 0)
    best = _nearest(word, known, own, slips)
    if middle and not best and not own:
        best = _nearest(word, _read(OTHER_FIRST, [_other_first(word, len(begin)), lengths]), own, slips)
    return best


OTHER_FIRST = """
    SELECT word, documents FROM unnest(%s::text[]) AS start CROSS JOIN LATERAL (
        SELECT word, documents FROM core_searchword WHERE word ~>=~ start AND word ~<~ (start || chr(1114111)) OFFSET 0
    ) begun WHERE length(word) = ANY(%s)
"""
"""A walk along the index for each beginning; as one condition with LIKE it would read all words."""


def _other_first(word: str, length: int) -> list[str]:
    """How words begin that differ from this one by their first letter: another, one more, one less, or swapped."""
    rests = (word[1:length], word[: length - 1])
    return [
        *(f"{letter}{rest}" for letter in LETTERS for rest in rests),
        word[1:length],
        word[1] + word[0] + word[2:length],
    ]


def _read(statement: str, values: Sequence[str | list[str] | list[int]]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return dict(cursor.fetchall())


def _nearest(word: str, known: Mapping[str, int], own: int, slips: int) -> str:
    best = min(
        (
            (plain(word) != plain(other), distance(word, other, slips), -documents, other)
            for other, documents in known.items()
            if documents > 5 * own
        ),
        default=None,
    )
    return best[3] if best and best[1] <= (1 if own or is_spelt_right(word) else slips) else ""


def is_spelt_right(word: str) -> bool:
    """Whether the word, or the two that it is made of, are known; three short ones a slip may make by chance."""
    parts = split(word)
    return is_whole(word) or (len(parts) == 2 and is_word(parts[0]) and is_whole(parts[1]))


def plain(word: str) -> str:
    """As it is typed on a keyboard without æ, ø and å, with one letter or two, and without the letters of Sámi."""
    word = word.translate(_TYPED)
    for two, one in TYPED_AS_TWO:
        word = word.replace(two, one)
    return word


_TYPED = str.maketrans(LACKING, TYPED)


def _lacks_more(one: str, other: str, most: int) -> bool:
    """Whether more letters of a word are missing in the other than so few slips explain: soon told of most words."""
    for letter in other:
        one = one.replace(letter, "", 1)
    return len(one) > most


def distance(one: str, other: str, most: int) -> int:
    """How many letters to add, drop, change or swap to make one word the other; beyond ``most``: most + 1."""
    if abs(len(one) - len(other)) > most or _lacks_more(one, other, most):
        return most + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, opposite in enumerate(other, 1):
            cost = min(above[column] + 1, now[column - 1] + 1, above[column - 1] + (letter != opposite))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == opposite:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, above = above, now
    return above[-1]

"""The words that documents hold, as they are written: for suggestions and completion."""

from collections.abc import Mapping

from django.db import connection

SHORTEST = 3
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


def completions(prefix: str, limit: int) -> list[str]:
    """Words that begin so, the most used first."""
    pattern = prefix.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM core_searchword WHERE word LIKE %s ORDER BY documents DESC, length(word), word LIMIT %s",
            [pattern, limit],
        )
        return [word for (word,) in cursor.fetchall()]

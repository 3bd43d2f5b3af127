"""Makes a register of national size: entries with 3 contributors, 2 partners and a reading each.

    python -m tests.bench.generate 100000      into the database of DATABASE_URL, after `samspill prepare`

Rows go in by COPY with triggers off, so nothing of it has a history; search documents and harvesting stamps are made
by the same commands that an operator has. The same number gives the same data. The names are invented.
"""

import json
import os
import random
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any

FIRST_NAMES = "Aud Berit Dag Eli Finn Grete Hans Inga Jon Kari Lars Mari Nils Oda Per Ragna Siri Tor Una Vidar".split()
LAST_NAMES = "Aas Berg Dal Eide Foss Gran Haug Ihle Jordet Krok Lie Moen Nes Oset Ruud Sand Tveit Ulven Vik Ås".split()
_ALPHABET = "bcdfghjkmnpqrstvwxz23456789"
NEWEST = datetime(2026, 11, 1, 12, tzinfo=UTC)


def code(number: int, length: int = 8) -> str:
    """A short code that no other number has; begins with z, as few others do."""
    letters = []
    for _ in range(length - 1):
        number, rest = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[rest])
    return "z" + "".join(letters)


class Maker:
    """Rows for COPY. Keys continue after what is there."""

    def __init__(self, cursor: Any, count: int) -> None:
        self.cursor, self.count = cursor, count
        self.people = max(count // 20, 50)
        self.registers = max(count // 500, 3)
        self.chance = random.Random(count)

    def column(self, query: str) -> list[Any]:
        return [row[0] for row in self.cursor.execute(query).fetchall()]

    def copy(self, table: str, columns: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
        began = time.perf_counter()
        names = list(columns)
        rest = self._needed(table, names)
        with self.cursor.copy(f"COPY {table} ({', '.join([*names, *rest])}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([*row, *rest.values()])
        self.cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        print(f"  {table}: {time.perf_counter() - began:.0f} s", flush=True)

    def _needed(self, table: str, given: list[str]) -> dict[str, Any]:
        """Empty values for the columns that must have one and were not given."""
        found = self.cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s "
            "AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'",
            [table],
        ).fetchall()
        empty: dict[str, Any] = {"boolean": False, "ARRAY": [], "jsonb": "{}", "integer": 0, "smallint": 0}
        return {name: empty.get(kind, "") for name, kind in found if name not in given}

    def next_key(self, table: str) -> int:
        return int(self.column(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")[0])

    def run(self) -> None:
        self.organisations = self.column("SELECT id FROM parties_organisation ORDER BY id")
        self.units = self.column("SELECT id FROM parties_unit WHERE valid_to IS NULL ORDER BY id")
        self.types = self.column("SELECT code FROM registry_entrytype WHERE kind = 'innovation' ORDER BY code")
        self.disciplines = self.column("SELECT code FROM registry_discipline ORDER BY code")
        self.areas = self.column("SELECT code FROM registry_servicearea ORDER BY code")
        self.levels = self.column("SELECT id FROM registry_readinesslevel ORDER BY id")
        self.roles = self.column("SELECT code FROM registry_participationrole ORDER BY code")
        self.user = self.column("SELECT min(id) FROM accounts_user")[0]
        scale = self.column("SELECT min(id) FROM registry_readinessscale")[0]
        profile = self.column("SELECT id FROM registry_registerprofile WHERE code = 'free'")[0]
        self.first = {name: self.next_key(name) for name in ("registry_entry", "registry_register", "parties_person")}
        self.owners = [
            (pk, unit, organisation)
            for pk, (unit, organisation) in enumerate(self._register_owners(), self.first["registry_register"])
        ]
        self.copy(
            "registry_register",
            "id code name_nb name_nn name_en description_nb description_nn description_en contact_email is_public "
            "is_example column_mapping organisation_id scale_id unit_id profile_id".split(),
            (
                (
                    pk,
                    f"maalt-{pk}",
                    f"Eksempelregister {pk}",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    True,
                    True,
                    "{}",
                    org,
                    scale,
                    unit,
                    profile,
                )
                for pk, unit, org in self.owners
            ),
        )
        start = self.first["parties_person"]
        self.copy(
            "parties_person",
            "id public_id name email orcid former_public_ids is_public is_example".split(),
            ((pk, code(pk), self._name(), "", "", [], True, True) for pk in range(start, start + self.people)),
        )
        self.copy(
            "parties_affiliation",
            "title organisation_id person_id unit_id".split(),
            (("", org, pk, unit) for pk in range(start, start + self.people) for unit, org in (self._unit(),)),
        )
        self.copy("registry_entry", ENTRY, self._entries())
        self.copy("registry_contribution", ["roles", "position", "person_id", "entry_id"], self._contributions())
        self.copy("registry_participation", ["entry_id", "organisation_id", "role_id"], self._participations())
        self.copy(
            "registry_readinessreading",
            "date year_only note reason recorded_at entry_id level_id".split(),
            self._readings(),
        )

    def _register_owners(self) -> list[tuple[int | None, int]]:
        return [self._unit() for _ in range(self.registers)]

    def _unit(self) -> tuple[int | None, int]:
        if not hasattr(self, "_owner"):
            rows = self.cursor.execute("SELECT id, organisation_id FROM parties_unit WHERE valid_to IS NULL").fetchall()
            self._owner = sorted(rows)
        return self.chance.choice(self._owner)

    def _name(self) -> str:
        one, two = self.chance.choice(FIRST_NAMES), self.chance.choice(FIRST_NAMES).lower()
        return f"{one}{two} {self.chance.choice(LAST_NAMES)}{self.chance.choice(LAST_NAMES).lower()}"

    @property
    def keys(self) -> range:
        return range(self.first["registry_entry"], self.first["registry_entry"] + self.count)

    def _entries(self) -> Iterator[tuple[Any, ...]]:
        from tests.bench import words

        chance = self.chance
        step = timedelta(days=365 * 8) / self.count
        for number, pk in enumerate(self.keys):
            register, unit, organisation = chance.choice(self.owners)
            made = NEWEST - timedelta(days=365 * 8) + step * number
            begun = made.date() - timedelta(days=chance.randint(30, 900))
            yield (
                pk, code(pk), "innovation", [chance.choice(self.types)], words.title(chance), "", words.text(chance),
                "nb", begun, [], [chance.randint(1, 17)] if chance.random() < 0.6 else [],
                [chance.choice(self.disciplines)], [chance.choice(self.areas)] if chance.random() < 0.7 else [],
                words.nouns(chance, 3), "", "", "", "", "{}", "published", "public", made, made, made, "", 1,
                self.user, organisation, unit, register,
            )  # fmt: skip

    def _skewed(self, count: int) -> list[float]:
        return list(accumulate(1 / (rank + 5) for rank in range(count)))

    def _contributions(self) -> Iterator[tuple[Any, ...]]:
        people = range(self.first["parties_person"], self.first["parties_person"] + self.people)
        for pk in self.keys:
            for position, person in enumerate(self.chance.sample(people, 3)):
                yield ["developer"], position, person, pk

    def _participations(self) -> Iterator[tuple[Any, ...]]:
        places = range(len(self.organisations))
        weights = self._skewed(len(places))
        for pk in self.keys:
            one, two = self.chance.choices(places, cum_weights=weights, k=2)
            for place in (one, two if two != one else one - 1):
                yield pk, self.organisations[place], self.chance.choice(self.roles)

    def _readings(self) -> Iterator[tuple[Any, ...]]:
        for pk in self.keys:
            on = date(2018, 1, 1) + timedelta(days=self.chance.randint(0, 3000))
            yield on, False, "", "", NEWEST, pk, self.chance.choice(self.levels)


ENTRY = """
id public_id kind types title own_word summary language start_date ways sdgs disciplines service_areas keywords
market_potential potential_effect effects beneficiaries details status visibility created_at updated_at published_at
withdrawn_reason version created_by_id organisation_id unit_id register_id
""".split()
TABLES = "registry_entry registry_contribution registry_participation registry_readinessreading parties_person".split()


def generate(url: str, count: int) -> None:
    """Adds ``count`` entries, with new people and registers, among the organisations and units that are there."""
    import psycopg

    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")
        Maker(connection.cursor(), count).run()
    with psycopg.connect(url, autocommit=True) as connection:
        for table in TABLES:
            connection.execute(f"VACUUM (ANALYZE) {table}")


def main() -> None:
    count = int(sys.argv[1])
    began = time.perf_counter()
    generate(os.environ["DATABASE_URL"], count)
    print(json.dumps({"entries": count, "seconds": round(time.perf_counter() - began)}))


if __name__ == "__main__":
    main()

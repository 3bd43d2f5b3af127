"""How fast the site is at 10,000, 100,000 and 1,000,000 entries, as ratios to a view that does nothing.

SIZES="10000 100000" says which sizes; the last line for each is a row of the table in docs/performance.md.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from urllib.parse import quote, urlencode

import psutil
import psycopg
import pytest
from django.urls import reverse

from samspill.registry.models import Entry
from tests.bench import words
from tests.bench.load import FLOOR, Times, ask, beside_floor
from tests.bench.server import ROOT, Site, site

SIZES = [int(size) for size in os.environ.get("SIZES", "10000 100000").split()]


def entry_paths(where: Site, count: int) -> list[str]:
    """Pages of entries from all over the register; each is asked for once, so that no kept page helps."""
    with psycopg.connect(where.database) as connection:
        rows = connection.execute(
            "SELECT public_id, title FROM registry_entry WHERE public_id LIKE 'z%%' ORDER BY md5(id::text) LIMIT %s",
            [count],
        ).fetchall()
    return [f"/e/{public_id}/{Entry(public_id=public_id, title=title).slug}/" for public_id, title in rows]


def other_paths(where: Site, count: int) -> dict[str, list[str]]:
    """The front page, with a parameter that nobody reads, so that it is made anew; people, units and organisations."""
    asked = {
        "person": "SELECT public_id FROM parties_person WHERE is_public ORDER BY md5(id::text) LIMIT %s",
        "unit": "SELECT code FROM parties_unit ORDER BY md5(id::text) LIMIT %s",
        "organisation": "SELECT code FROM parties_organisation ORDER BY md5(id::text) LIMIT %s",
    }
    with psycopg.connect(where.database) as connection:
        codes = {name: connection.execute(query, [count]).fetchall() for name, query in asked.items()}
    paths = {name: [reverse(f"website:{name}", args=row) for row in rows] for name, rows in codes.items()}
    return {"front page": [f"{reverse('website:home')}?utm_source={number}" for number in range(count)], **paths}


def facet_paths(where: Site, count: int) -> list[str]:
    """Lists with none to three facets on, as somebody who narrows a list down meets them."""
    chance = random.Random(1)
    with psycopg.connect(where.database) as connection:

        def codes(query: str) -> list[str]:
            return [str(row[0]) for row in connection.execute(query).fetchall()]

        offered = {
            "type": codes("SELECT code FROM registry_entrytype WHERE kind = 'innovation'"),
            "year": [str(year) for year in range(2018, 2026)],
            "sdg": [str(number) for number in range(1, 18)],
            "discipline": codes("SELECT code FROM registry_discipline ORDER BY code LIMIT 40"),
            "area": codes("SELECT code FROM registry_servicearea ORDER BY code"),
            "partner": codes("SELECT code FROM parties_organisation ORDER BY id LIMIT 60"),
            "unit": codes("SELECT code FROM parties_unit ORDER BY path LIMIT 40"),
            "county": codes("SELECT number FROM parties_county"),
        }
    paths = []
    for number in range(count):
        names = chance.sample(sorted(offered), number % 4)
        asked = [(name, chance.choice(offered[name])) for name in names]
        paths.append("/innovasjoner/?" + urlencode([*asked, ("utm_source", number)]))  # no two are the same
    return paths


def search_paths(count: int) -> list[str]:
    """Searches as people make them: frequent and rare words, two words, a phrase, an exclusion, a typing error.

    No two are the same.
    """
    chance, number = random.Random(2), -1
    paths: dict[str, None] = {}
    while len(paths) < count:
        number += 1
        one, two = words.nouns(chance, 2)
        asked = [one, f"{one} {two}", f'"{one} {two}"', f"{one} -{two}", one[:-1], one[:4] + one[5:]][number % 6]
        page = "/sok/?q=" if number % 2 else "/innovasjoner/?q="
        paths[page + quote(asked)] = None
    return [*paths]


def harvest_token(where: Site) -> str:
    """The resumption token of the last full page."""
    return run(
        where,
        "from samspill.api.oai import pages, tokens;print(tokens.issue(pages.near_end(spec='kind_innovation'))[0])",
    )


def make_ahead(where: Site, paths: Sequence[str]) -> None:
    """Make pages as the worker does, and no others: those that lie there from an earlier run go."""
    ids = [path.split("/")[2] for path in paths]
    run(
        where,
        "from samspill.website import made_ahead, shared_pages; from samspill.registry.models import Entry;"
        "shared_pages.forget_all();"
        f"made_ahead.make(Entry.objects.filter(public_id__in={ids!r}).values_list('public_id', 'title'), ['nb'])",
    )


def run(where: Site, code: str) -> str:
    """What a process of the site's own says."""
    environment = {
        **os.environ,
        "DATABASE_URL": where.database,
        "SAMSPILL_HOME": where.home,
        "DJANGO_SETTINGS_MODULE": "samspill.settings",
    }
    command = [sys.executable, "-c", f"import django; django.setup(); {code}"]
    asked = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    return asked.stdout.strip()


def of_workers(where: Site) -> int:
    """Bytes that the web processes hold in all."""
    held = 0
    for process in psutil.process_iter(["cmdline"]):
        if f"127.0.0.1:{where.port}" in (process.info["cmdline"] or ()):
            held += process.memory_info().rss
    return held


def alternating(where: Site, one: Sequence[str], other: Sequence[str]) -> tuple[Times, Times]:
    """Both in turns, so that whatever else the machine does hits both alike. TURN in a path is the turn's number."""
    ones, others = list[float](), list[float]()
    for turn in range(5):
        ones += ask(where.port, [path.replace("TURN", str(turn)) for path in one]).all
        others += ask(where.port, [path.replace("TURN", str(turn)) for path in other]).all
    return Times(ones), Times(others)


def ratios(name: str, where: Site, paths: Sequence[str], clients: int) -> dict[str, float]:
    """p50 and p95 of the paths, over those of the view that does nothing, asked in turns with them."""
    times, floor = beside_floor(where.port, paths, clients=clients)
    what, _, when = name.partition(", ")
    return {
        f"{what} p50, {when}, {clients} clients": times.p50 / floor.p50,
        f"{what} p95, {when}, {clients} clients": times.p95 / floor.p95,
    }


@pytest.mark.parametrize("size", SIZES)
def test_site(size: int, capsys: pytest.CaptureFixture[str]) -> None:
    with site(size) as where:
        found: dict[str, float] = {"entries": size, "indexing, ms per entry": where.indexing * 1000 / size}
        entries, lists, searches = entry_paths(where, 1300), facet_paths(where, 440), search_paths(440)
        make_ahead(where, entries[700:])
        for paths in (entries[600:700], lists[400:], searches[400:]):
            ask(where.port, paths)  # the processes have loaded what they keep
        for number, clients in enumerate((1, 8)):
            found[f"floor, ms, {clients} clients"] = ask(where.port, [FLOOR] * 400, clients=clients).p50
            for name, some in (
                ("entry", entries[number * 300 :][:300]),
                ("list", lists[number * 200 :][:200]),
                ("search", searches[number * 200 :][:200]),
            ):
                found |= ratios(f"{name}, first time", where, some, clients)
                for turn in range(6):  # another client asks for each, so that every process has met every one
                    ask(where.port, [*some[turn:], *some[:turn]], clients=clients)
                found |= ratios(f"{name}, again", where, some, clients)
            found |= ratios("entry, made ahead", where, entries[700 + number * 300 :][:300], clients)
        for name, some in other_paths(where, 60).items():
            ask(where.port, some[:20])
            found |= ratios(f"{name}, first time", where, some[20:], 1)
            kept = [path.partition("?")[0] for path in some[20:]]
            for turn in range(6):  # another order each time, so that every process has met every one
                ask(where.port, [*kept[turn:], *kept[:turn]])
            found |= ratios(f"{name}, again", where, kept, 1)
        first, last = alternating(
            where,
            [f"/innovasjoner/?utm_source=TURN.{number}" for number in range(10)],
            [f"/innovasjoner/?before=end&utm_source=TURN.{number}" for number in range(10)],
        )
        found["list: last page / first"] = last.p50 / first.p50
        token = harvest_token(where)
        harvest = "/oai?verb=ListRecords&"
        first, last = alternating(
            where,
            [f"{harvest}metadataPrefix=oai_dc&set=kind_innovation"] * 4,
            [f"{harvest}resumptionToken={quote(token)}"] * 4,
        )
        found["harvest: last page / first"] = last.p50 / first.p50
        before = of_workers(where)
        for kind in ("csv", "json", "xlsx") if size <= 100_000 else ():
            took = ask(where.port, [f"/innovasjoner/eksport.{kind}"])
            found[f"export {kind}, rows per ms"] = size / took.p50
        found["export: memory that the web processes grew by, MB"] = (of_workers(where) - before) / 1e6
    with capsys.disabled():
        print()
        for name, figure in found.items():
            print(f"  {name}: {figure:.2f}")
        print(json.dumps({name: round(figure, 2) for name, figure in found.items()}))

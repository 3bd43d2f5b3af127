"""Whether an export's memory is flat: what a served process holds at most while it sends 10,000 and 100,000 rows.

KEEP=1 uses a database of 100,000 entries that was made earlier.
"""

import http.client
from collections.abc import Callable

import psutil
import pytest

from tests.bench.server import Site, site

ROWS = 100_000
FEW = "?year=2020"
"""An eighth of the entries began in each year."""


def processes_of(where: Site) -> list[psutil.Process]:
    """The web processes, with the one that minds them."""
    found = psutil.process_iter(["cmdline"])
    return [process for process in found if f"127.0.0.1:{where.port}" in (process.info["cmdline"] or ())]


def taken(where: Site, path: str, look: Callable[[], None]) -> int:
    """Reads the file as it comes, looking after each part. Returns its bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", where.port, timeout=300)
    connection.request("GET", path)
    answer, size = connection.getresponse(), 0
    assert answer.status == 200, path
    while part := answer.read(65_536):
        size += len(part)
        look()
    connection.close()
    return size


def peak_of(where: Site, path: str) -> float:
    """The most that any one process holds while it sends the file, in MB."""
    processes, most = processes_of(where), [0]

    def look() -> None:
        most.append(max(process.memory_info().rss for process in processes))

    taken(where, path, look)
    return max(most) / 1e6


def test_an_export_of_ten_times_as_many_rows_takes_no_more_memory(capsys: pytest.CaptureFixture[str]) -> None:
    with site(ROWS, processes=1, threads=1) as where:
        for kind in ("csv", "json", "xlsx"):
            few = max(peak_of(where, f"/innovasjoner/eksport.{kind}{FEW}") for _time in range(2))
            many = [peak_of(where, f"/innovasjoner/eksport.{kind}") for _time in range(2)]
            with capsys.disabled():
                print(f"\nexport {kind}: peak at 100,000 rows / at 12,500 rows = {many[0] / few:.2f}", end="")
                print(f" ({few:.0f} MB, {many[0]:.0f} MB, again {many[1]:.0f} MB)")
            assert many[1] / few <= 1.1

"""The file's own form, whatever attachments are called."""

import io
import tarfile

import pytest

from samspill.ops.backup.container import Damaged, Reader, Writer, header

LONG = f"files/milestones/2026/{'Sluttevaluering_av_sørsamisk_språkarbeid_' * 4}.pdf"
NAMES = ("manifest.json", LONG, "files/evidence/ab/abcd2345", "end.json")


def written() -> bytes:
    out = io.BytesIO()
    writer = Writer(out)
    for number, name in enumerate(NAMES):
        writer.whole(name, b"x" * 700 * number)
    writer.finish()
    return out.getvalue()


def test_a_name_may_be_as_long_as_a_file_system_lets_it_be() -> None:
    assert len(LONG.rpartition("/")[2].encode()) > 160
    content = written()
    found = [(one.name, one.content(10_000)) for one in Reader(io.BytesIO(content)).members()]
    assert found == [(name, b"x" * 700 * number) for number, name in enumerate(NAMES)]
    with tarfile.open(fileobj=io.BytesIO(content)) as by_hand:
        assert by_hand.getnames() == [*NAMES, "sha256"]


def test_a_changed_letter_of_a_long_name_is_seen() -> None:
    content = written().replace("sørsamisk".encode(), "sørsamask".encode())
    with pytest.raises(Damaged):
        list(Reader(io.BytesIO(content)).members())


def test_a_name_without_end_is_damage() -> None:
    long = header("x" * 100_000, 0)
    with pytest.raises(Damaged):
        list(Reader(io.BytesIO(long)).members())

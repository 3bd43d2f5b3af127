"""JSON: an object that tells what the export is of, then the rows, each on a line of its own."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

from samspill.core.exporting.tables import About, Table

ROWS = 50


def write(table: Table, about: About) -> Iterator[bytes]:
    """``{"about": {…}, "rows": […]}``; cut off on the way, it is no JSON, so half a list cannot pass for a whole."""
    head = {
        "title": about.title,
        "site": about.site,
        "address": about.address,
        "made_at": about.made_at,
        "made_for": about.made_for,
        "language": translation.get_language(),
        "filters": [{"name": name, "value": value} for name, value in about.filters],
        "count": table.count,
        "notes": [str(note) for note in table.notes],
    }
    yield f'{{"about": {_said(head)},\n"rows": ['.encode()
    codes = [column.code for column in table.columns]
    waiting: list[str] = []
    separator = "\n"
    for one in table.objects():
        record = table.record(one) if table.record else dict(zip(codes, table.cells(one), strict=True))
        waiting.append(_said(record))
        if len(waiting) == ROWS:
            yield (separator + ",\n".join(waiting)).encode()
            waiting, separator = [], ",\n"
    if waiting:
        yield (separator + ",\n".join(waiting)).encode()
    yield b"\n]}\n"


class _Encoder(DjangoJSONEncoder):
    """Decimals as numbers: they are figures, never money to be reckoned on."""

    def default(self, o: Any) -> Any:
        if type(o).__name__ == "Decimal":
            return int(o) if o == o.to_integral_value() else float(o)
        return super().default(o)


def _said(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, cls=_Encoder)

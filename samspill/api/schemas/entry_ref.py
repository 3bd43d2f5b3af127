"""An entry where something else names it."""

from samspill.api.schemas.base import Out, href, page_of
from samspill.registry.models import Entry, ReadinessLevel


class EntryRef(Out):
    """An entry. Whether you may open it, its own address tells."""

    id: str
    kind: str
    title: str
    status: str
    href: str
    page: str

    @classmethod
    def of(cls, row: Entry) -> "EntryRef":
        return cls(
            id=row.public_id, kind=row.kind, title=row.title, status=row.status,
            href=href("entries", row.public_id), page=page_of("entry", row.public_id),
        )  # fmt: skip


class LevelRef(Out):
    """A level of readiness."""

    scale: str
    level: int
    code: str

    @classmethod
    def of(cls, row: ReadinessLevel) -> "LevelRef":
        return cls(scale=row.scale.code, level=row.level, code=row.code)

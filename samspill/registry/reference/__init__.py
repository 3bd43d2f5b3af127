"""Loads the tables of this folder: the words that entries are described with."""

from collections.abc import Sequence
from pathlib import Path

from django.db.models import Model

from samspill.core.reference import Outcome, Row, read, upsert, versions
from samspill.registry.models import (
    ContributionRole,
    Discipline,
    Effect,
    EntryType,
    ParticipationRole,
    ReadinessLevel,
    ReadinessScale,
    Recipient,
    RegisterProfile,
    ServiceArea,
    SubDimension,
    SustainableDevelopmentGoal,
)

HERE = Path(__file__).parent


def load() -> list[Outcome]:
    """Every vocabulary, those that others refer to first."""
    version = versions(HERE)

    def rows(name: str) -> list[dict[str, str]]:
        return read(HERE / name)

    def table(model: type[Model], name: str, values: Sequence[Row]) -> Outcome:
        placed = [dict(row) | {"position": place} for place, row in enumerate(values)]
        return upsert(model, placed, key="code", table=name.removesuffix(".csv"), version=version[name])

    subdimensions = [
        _pick(row, "code", "main", *_names()) | {"dimension": int(row["dimension"])}
        for row in rows("subdimensions.csv")
    ]
    outcomes = [
        table(SubDimension, "subdimensions.csv", subdimensions),
        table(ReadinessScale, "scales.csv", [_pick(r, "code", *_names(), *_texts()) for r in rows("scales.csv")]),
    ]
    scales = dict(ReadinessScale.objects.values_list("code", "pk"))
    ids = dict(SubDimension.objects.values_list("code", "pk"))
    areas = [row for row in rows("disciplines.csv") if not row["parent"]]
    outcomes += [
        table(
            ReadinessLevel,
            "scale_levels.csv",
            [
                _pick(row, *_names(), *_texts())
                | {
                    "code": f"{row['scale']}-{row['level']}",
                    "scale_id": scales[row["scale"]],
                    "level": int(row["level"]),
                }
                for row in rows("scale_levels.csv")
            ],
        ),
        table(
            EntryType,
            "entry_types.csv",
            [
                _pick(row, "code", "kind", "way", "orcid_work_type", "cerif_class", *_names(), *_texts())
                | {
                    "fields": [code for code in row["fields"].split(";") if code],
                    "scale_id": scales.get(row["scale"]),
                    "subdimension_id": ids.get(row["subdimension"]),
                }
                for row in rows("entry_types.csv")
            ],
        ),
        table(RegisterProfile, "profiles.csv", [_profile(row, scales) for row in rows("profiles.csv")]),
        table(Discipline, "disciplines.csv", [_pick(row, "code", *_names()) for row in areas]),
        table(Effect, "effects.csv", [_pick(row, "code", *_names(), *_texts()) for row in rows("effects.csv")]),
        table(Recipient, "recipients.csv", [_pick(r, "code", *_names(), *_texts()) for r in rows("recipients.csv")]),
    ]
    parents = dict(Discipline.objects.values_list("code", "pk"))
    fields = [row for row in rows("disciplines.csv") if row["parent"]]
    goals = [
        _pick(row, "colour", "text_colour", *_names()) | {"code": f"sdg-{row['number']}", "number": int(row["number"])}
        for row in rows("sdg.csv")
    ]
    return [
        *outcomes,
        table(
            Discipline,
            "disciplines.csv",
            [_pick(row, "code", *_names()) | {"parent_id": parents[row["parent"]]} for row in fields],
        ),
        table(SustainableDevelopmentGoal, "sdg.csv", goals),
        table(ServiceArea, "service_areas.csv", [_pick(r, "code", *_names()) for r in rows("service_areas.csv")]),
        table(
            ContributionRole,
            "contribution_roles.csv",
            [_pick(row, "code", *_names()) | {"credit_role": row["credit"]} for row in rows("contribution_roles.csv")],
        ),
        table(
            ParticipationRole,
            "participation_roles.csv",
            [_pick(row, "code", *_names()) for row in rows("participation_roles.csv")],
        ),
    ]


def _profile(row: dict[str, str], scales: dict[str, int]) -> dict[str, object]:
    """Lists have semicolons between; yes and no stand for what is on and off."""
    lists: dict[str, object] = {name: _list(row[name]) for name in ("fields", "due_days", "tags", "report_sections")}
    switches = {name: row[name] == "yes" for name in ("sets_targets", "has_work_plans", "has_effects")}
    texts = _pick(row, "code", "source_nn", "source_en", "assessment", "report_due", *_names(), *_texts())
    return texts | lists | switches | {
        "source": row["source_nb"],
        "scale_id": scales.get(row["scale"]),
        "assessment_threshold": int(row["assessment_threshold"]),
        "review_months": [int(month) for month in _list(row["review_months"])],
    }  # fmt: skip


def _list(cell: str) -> list[str]:
    return [code for code in cell.split(";") if code]


def _names() -> tuple[str, ...]:
    return "name_nb", "name_nn", "name_en"


def _texts() -> tuple[str, ...]:
    return "description_nb", "description_nn", "description_en"


def _pick(row: dict[str, str], *names: str) -> dict[str, object]:
    return {name: row[name] for name in names}

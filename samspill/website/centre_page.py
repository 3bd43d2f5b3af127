"""What the page of a centre shows."""

from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from samspill.centres import policies
from samspill.centres.models import Centre, Study
from samspill.core.search import search
from samspill.core.sorting import by_name
from samspill.parties.domain.acting import Acting
from samspill.recommendations.models import Recommendation
from samspill.registry.choices import Kind
from samspill.registry.models import Entry, Register, Relation
from samspill.website import figures, queries
from samspill.website.centre_check import check_of
from samspill.website.centre_term import term_of
from samspill.website.figures import Figure
from samspill.website.rows import rows_of

NEWEST = 6
MOST_FORUMS = 20
FORUMS = ("industry_forum", "work_meeting", "work_package_meeting", "breakfast_meeting", "workshop", "joint_gathering")
"""Activities that are held again and again; what they led to counts as moved forward too (R-WHL-11)."""


def context(found: Centre, acting: Acting, given: QueryDict) -> dict[str, Any]:
    """Everything that the reader may see. A constant number of queries."""
    today = timezone.localdate()
    day = min(found.end or today, max(today, found.start))  # who took part when it ended, or will when it begins
    partners = list(found.partners.select_related("organisation").order_by("role", by_name("organisation__name_nb")))
    milestones = list(found.milestones.all())
    registers = list(queries.registers_shown(acting).filter(centre_links__centre=found))
    visible = Centre.objects.visible_to(acting)
    studies = Study.objects.filter(centre_links__centre=found)
    runs = bool(policies.runs(acting, found))
    return {
        "section": "environments",
        "centre": found,
        "state": found.state_on(today),
        "partners": [one for one in partners if one.holds_on(day)],
        "other_partners": [one for one in partners if not one.holds_on(day)],
        "milestones": [(one, one.is_late(today)) for one in milestones],
        "term": term_of(
            start=found.start,
            split=found.split,
            end=found.end,
            milestones=[(one.name, one.held or one.due, one.held is not None) for one in milestones],
            today=today,
        ),
        "registers": registers,
        "predecessor": visible.filter(successors=found).first(),
        "successors": list(visible.filter(predecessor=found)),
        "forums": forums(registers, acting),
        "recommendations": list(
            Recommendation.objects.visible_to(acting)
            .about("centre", found.code)
            .filter(Q(is_public=True) if not runs else Q())
            .order_by("source_date", "pk")
        ),
        "check": check_of(found) if policies.may_see_check(acting, found) else None,
        "studies": list(studies if runs else studies.filter(is_public=True)),
        "money": list(found.money.all()),
        "runs": runs,
        **_innovations(registers, acting),
    }


def _innovations(registers: list[Register], acting: Acting) -> dict[str, Any]:
    """The newest innovations of the registers, and how many there are in each."""
    if not registers:
        return {"rows": [], "counts": [], "exports": []}
    codes = [register.code for register in registers]
    result = search(
        kinds=["entry"],
        filters={"register": codes, "kind": [Kind.INNOVATION.value]},
        facets=["register"],
        audience=acting,
        per_page=NEWEST,
        explained=NEWEST,
    )
    counted = {one.value: one for one in result.facets["register"]}
    counts = [
        Figure(
            register.name,
            counted[register.code].count if register.code in counted else 0,
            figures.entry_list_url(kind=Kind.INNOVATION.value, register=register.code),
            counted[register.code].exact if register.code in counted else True,
        )
        for register in registers
    ]
    exports = [(one.label, f"?{one.url.partition('?')[2]}") for one in counts if one.value]
    return {"rows": rows_of(result), "counts": counts, "exports": exports}


def forums(registers: list[Register], acting: Acting) -> list[tuple[Entry, list[Entry]]]:
    """Forums and meetings with the innovations that they moved forward, newest first (R-WHL-11). Two queries."""
    seen = Entry.objects.visible_to(acting)
    rows = (
        Relation.objects.filter(
            Q(kind="moved_forward") | Q(kind="led_to", source__types__overlap=list(FORUMS)),
            Q(source__register__in=registers) | Q(target__register__in=registers),
            source__kind=Kind.ACTIVITY,
            target__kind=Kind.INNOVATION,
            source__in=seen,
            target__in=seen,
        )
        .select_related("source", "target")
        .order_by("-source__start_date", "-source", "pk")
    )
    found: dict[Entry, list[Entry]] = {}
    for row in rows[: MOST_FORUMS * 5]:
        found.setdefault(row.source, []).append(row.target)
    return list(found.items())[:MOST_FORUMS]

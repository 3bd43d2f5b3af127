"""From idea to use: how many innovations have come at least so far."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from samspill.core.reporting import Chart, ChartKind, Datum, Scope, Section
from samspill.registry import words
from samspill.registry.models import ReadinessScale
from samspill.registry.reporting.sections.figures import records
from samspill.registry.reporting.sections.partners import participations_of
from samspill.registry.reporting.sections.readiness import Movement, movements
from samspill.registry.reporting.years import Facts, there


def funnel(scope: Scope, year: int) -> Section:
    """By steps that every innovation may take, and by levels of each scale."""
    innovations = [one for one in there(scope, year) if one.is_innovation]
    charts = [_steps(innovations, scope, year)]
    charts += [_levels(scale, found) for scale, found in movements(innovations, year).items()]
    return Section(blocks=charts, empty=_("There were no innovations in the collection in %(year)s.") % {"year": year})


def _steps(innovations: Sequence[Facts], scope: Scope, year: int) -> Chart:
    published = [one for one in innovations if one.published and one.published.year <= year]
    read = [one for one in published if any(reading.date.year <= year for reading in one.readings)]
    used = {part.entry.pk for part in participations_of(scope, year) if part.in_use_since}
    in_use = [one for one in read if one.pk in used]
    data = [
        Datum(_("Registered"), len(innovations), records(innovations)),
        Datum(_("… and published"), len(published), records(published)),
        Datum(_("… and measured for readiness"), len(read), records(read)),
        Datum(_("… and taken into use by a partner"), len(in_use), records(in_use)),
    ]
    return Chart(
        ChartKind.FUNNEL,
        title=_("How many have come so far"),
        description=_(
            "Of %(all)s innovations, %(published)s were published, %(read)s of these read, and %(used)s in use."
        )
        % {"all": len(innovations), "published": len(published), "read": len(read), "used": len(in_use)},
        label_heading=_("Step"),
        value_heading=_("Innovations"),
        data=data,
        note=_("Each step counts those of the step above that came further."),
    )


def _levels(scale: ReadinessScale, found: list[Movement]) -> Chart:
    own = [level for level in words.levels().values() if level.scale_id == scale.pk]
    data = []
    for level in own:
        reached = [one.facts for one in found if (one.read or one.before or 0) >= level.level]
        data.append(Datum(f"{level.level}: {level.name}", len(reached), records(reached)))
    while data and not data[-1].value:
        data.pop()
    while len(data) > 1 and data[1].value == len(found):
        data.pop(0)  # a level that all have left behind says nothing
    return Chart(
        ChartKind.FUNNEL,
        title=_("Reached at least this level: %(scale)s") % {"scale": scale.name},
        description=_(
            "%(all)s innovations are on this scale; %(number)s of them have reached “%(level)s”, the highest."
        )
        % {"all": len(found), "number": data[-1].value if data else 0, "level": data[-1].label if data else ""},
        label_heading=_("At least"),
        value_heading=_("Innovations"),
        data=data,
    )

"""Impact cases that were published up to the year, told beside the numbers (R-IND-09)."""

from django.utils.translation import gettext as _

from samspill.core.reporting import Block, Narrative, Records, Scope, Section
from samspill.registry.choices import Kind
from samspill.registry.models import Entry
from samspill.registry.reporting.scopes import entries_of
from samspill.registry.reporting.years import there


def cases(scope: Scope, year: int) -> Section:
    """Those published within the year in full, earlier ones as a list."""
    found = [one for one in there(scope, year) if one.kind == Kind.IMPACT_CASE and one.published]
    texts = scope.keep("registry.cases", lambda: _read(scope))
    now = [one for one in found if one.published and one.published.year == year]
    before = [one for one in found if one.published and one.published.year < year]
    blocks: list[Block] = []
    for one in now:
        entry = texts[one.pk]
        parts = [(_("Effects so far"), entry.effects), (_("For whom"), entry.beneficiaries)]
        blocks.append(
            Narrative(
                one.title,
                entry.summary,
                one.record,
                _("Impact case"),
                [(heading, text) for heading, text in parts if text.strip()],
                entry.language,
            )
        )
    blocks.append(Records(_("Published in earlier years"), [one.record for one in before]))
    return Section(blocks, _("No impact case was published up to the end of %(year)s.") % {"year": year})


def _read(scope: Scope) -> dict[int, Entry]:
    return {entry.pk: entry for entry in entries_of(scope).filter(kind=Kind.IMPACT_CASE)}

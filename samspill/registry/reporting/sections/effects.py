"""Effects and for whom: a table of the two, and how many are achieved (R-REG-13)."""

from django.utils.translation import gettext as _

from samspill.core.reporting import Figure, Figures, Matrix, MatrixCell, Record, Scope, Section
from samspill.registry import words
from samspill.registry.models import EffectTag
from samspill.registry.reporting.scopes import entries_of
from samspill.registry.reporting.years import there


def effects(scope: Scope, year: int) -> Section:
    """Of what the collection holds at the end of the year. An effect achieved later counts as expected."""
    here = {one.pk: one.record for one in there(scope, year)}
    tags = [tag for tag in scope.keep("registry.effects", lambda: _read(scope)) if tag.entry_id in here]
    pairs: dict[tuple[str, str], dict[str, Record]] = {}
    for tag in tags:
        record = here[tag.entry_id]
        pairs.setdefault((tag.effect.code, tag.recipient.code), {})[record.key] = record
    achieved = {here[tag.entry_id].key: here[tag.entry_id] for tag in tags if _is_achieved(tag, year)}
    tagged = {here[tag.entry_id].key: here[tag.entry_id] for tag in tags}
    return Section(
        blocks=[
            Figures(
                [
                    Figure("effects", _("Entries with effects"), len(tagged), list(tagged.values())),
                    Figure("achieved", _("With an effect that is achieved"), len(achieved), list(achieved.values())),
                ]
            ),
            _matrix(pairs),
        ],
        empty=_("No effects are marked on what the collection held in %(year)s.") % {"year": year},
    )


def _read(scope: Scope) -> list[EffectTag]:
    tags = EffectTag.objects.filter(entry__in=entries_of(scope).order_by())
    return list(tags.select_related("effect", "recipient").order_by("pk"))


def _is_achieved(tag: EffectTag, year: int) -> bool:
    return tag.stage == EffectTag.Stage.ACHIEVED and (tag.since is None or tag.since.year <= year)


def _matrix(pairs: dict[tuple[str, str], dict[str, Record]]) -> Matrix:
    known_effects = words.effects.holding(effect for effect, _recipient in pairs)
    known_recipients = words.recipients.holding(recipient for _effect, recipient in pairs)
    effects = [code for code in known_effects if any(effect == code for effect, _recipient in pairs)]
    recipients = [code for code in known_recipients if any(recipient == code for _effect, recipient in pairs)]
    effects.reverse()  # the first row is the lowest
    most = max(pairs.items(), key=lambda pair: len(pair[1]), default=None)
    description = ""
    if most:
        (effect, recipient), records = most
        description = _("Most common: %(effect)s, for %(recipient)s (%(number)s entries).") % {
            "effect": known_effects[effect].name,
            "recipient": known_recipients[recipient].name,
            "number": len(records),
        }
    return Matrix(
        title=_("Effects by recipient"),
        description=description,
        x_heading=_("Effects for whom"),
        y_heading=_("Effect"),
        x_labels=[known_recipients[code].name for code in recipients],
        y_labels=[known_effects[code].name for code in effects],
        cells=[
            MatrixCell(recipients.index(recipient), effects.index(effect), len(records), list(records.values()))
            for (effect, recipient), records in pairs.items()
        ],
        note=_("An entry may have several effects, and stand in several cells."),
    )

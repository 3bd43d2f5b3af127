"""Texts about organisations and units in which somebody may be named."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samspill.core.personal_data import Ground, Holding, Texts, Then

SELDOM_EDITED = _("Texts about an organisation are its own; an administrator looks through them")


def texts() -> list[Holding]:
    """The rows of the table; what stands in them is listed for somebody to look through after an erasure."""
    where = {
        "parties.Organisation": ("name_nb", "name_nn", "name_en", "short_name", "website", "contact_email"),
        "parties.Unit": ("name_nb", "name_nn", "name_en", "contact_email"),
        "parties.UnitSuccession": ("note",),
        "parties.SizeFigure": ("source",),
    }
    return [
        Holding(
            code=f"texts_{model.split('.')[1].lower()}",
            model=model,
            fields=fields,
            title=title,
            what=_("A contact's e-mail address, a name in a text"),
            why=_("So that others find who to ask"),
            ground=Ground.PUBLIC_TASK,
            seen_by=_("Everyone"),
            kept=_("Until those who look after it change it"),
            then=Then.KEPT,
            because=SELDOM_EDITED,
            texts=Texts.LISTED,
            address=_address,
            order=88,
        )
        for (model, fields), title in zip(
            where.items(),
            (
                _("Texts about an organisation"),
                _("Texts about a unit"),
                _("Notes about a reorganisation"),
                _("Sources of figures"),
            ),
            strict=True,
        )
    ]


def _address(row: Any) -> str:
    label = row._meta.label
    if label == "parties.Organisation":
        return reverse("workspace:organisation_edit", args=[row.code])
    if label == "parties.Unit":
        return reverse("workspace:unit_edit", args=[row.code])
    if label == "parties.SizeFigure":
        return reverse("workspace:organisation_figures", args=[row.organisation.code])
    return reverse("workspace:unit_edit", args=[row.unit.code])

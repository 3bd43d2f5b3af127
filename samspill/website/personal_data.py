"""What the public pages hold of people by themselves: copies of pages, ready to be sent."""

from django.utils.translation import gettext_lazy as _

from samspill.core.personal_data import Ground, Holding, Rule, Then, not_personal, register
from samspill.website import made_ahead, shared_pages


def declare() -> None:
    """Called when Django is ready."""
    register(
        Holding(
            code="kept_pages",
            model="website.KeptPage",
            fields=("path", "content"),
            title=_("Pages kept ready"),
            what=_("Finished copies of the public pages of entries, with the names that stand on them"),
            why=_("So that pages open quickly"),
            ground=Ground.PUBLIC_TASK,
            seen_by=_("Everyone, as long as the page is the same"),
            kept=_("Until something on the page changes; old copies are deleted each night"),
            then=Then.DELETED,
            # Whoever is erased may be named on any of them. All are made anew when they are asked for.
            erase=lambda subject: _forget_all(),
            order=91,
        ),
        Rule(
            "kept_pages",
            _("Copies of pages are deleted"),
            _("the night after the page has changed"),
            shared_pages.forget_stale,
        ),
    )
    not_personal("website.KeptPage", "place", "public_id", "version", "stamp", "made", why="codes and a time")
    ahead = ("id", "version", "total", "walked", "made", "below", "began", "ended", "changed", "changed_id")
    not_personal("website.Ahead", *ahead, why="numbers and times of making pages ahead")


def _forget_all() -> int:
    made_ahead.start_anew()
    return shared_pages.forget_all()

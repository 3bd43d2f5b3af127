"""The scopes of personal tokens that the API asks for."""

from django.utils.translation import gettext_lazy as _

from samspill.accounts.scopes import TokenScope
from samspill.parties import policies
from samspill.parties.domain.acting import acting_for

READ = "read"
ENTRIES_WRITE = "entries:write"
ENTRIES_STEP = "entries:step"
PARTIES_WRITE = "parties:write"
PERSONAL_READ = "personal-data:read"
PERSONAL_OTHERS = "personal-data:others"

SCOPES = (
    TokenScope(READ, _("Read"), _("See what you see in the pages, also what is not open to everyone.")),
    TokenScope(
        ENTRIES_WRITE,
        _("Write entries"),
        _("Make and change entries, and who took part, readings, evidence and relations, where you may."),
    ),
    TokenScope(
        ENTRIES_STEP,
        _("Take entries onward"),
        _("Submit, publish, return, archive and withdraw entries, where you may."),
    ),
    TokenScope(
        PARTIES_WRITE,
        _("Write parties"),
        _("Make and change organisations, units, people and where they belong, where you may."),
    ),
    TokenScope(
        PERSONAL_READ,
        _("Read personal data"),
        _("All that Samspill holds about you, and the requests about personal data that you see."),
    ),
    TokenScope(
        PERSONAL_OTHERS,
        _("Open what is held of others"),
        _("For administrators: all that Samspill holds about somebody else, for a reason that they can read."),
        opens_for=lambda user: bool(policies.is_administrator(acting_for(user))),
    ),
)

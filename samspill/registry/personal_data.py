"""What the registry holds of people: what they took part in and made, and texts and sheets in which they are named."""

from typing import Any

from django.db.models import F, QuerySet
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samspill.core.personal_data import ALL, Ground, Holding, Rule, Subject, Texts, Then, not_personal, register
from samspill.core.personal_data.finding import of_person, of_user
from samspill.registry import words
from samspill.registry.importing import work
from samspill.registry.models import (
    CarriedOn,
    CarriedOnSeen,
    Confirmation,
    Contribution,
    Entry,
    Evidence,
    HarvestRecord,
    ImportJob,
    ReadinessReading,
    StatusChange,
)

AS_LONG_AS_THE_ENTRY = _("As long as the entry")
WHO_SEES_ENTRY = _("Those who may see the entry")
WHO_SEES_HISTORY = _("Those who may see the entry's history")
STAYS = _("It stays, by “erased person”, so that the record holds")
TRACE = _("So that it can be told who did what, and asked about")
MONTH = _("30 days after the import")


def declare() -> None:
    """Called when Django is ready."""
    register(*_parts(), *_made(), *_harvest(), *_sheets(), *_texts())
    register(
        Rule(
            "imports",
            _("Spreadsheets that were sent in, and their rows, are deleted"),
            _("30 days after the import"),
            lambda now: work.forget(),
        )
    )
    for label in (
        "SubDimension", "ReadinessScale", "ReadinessLevel", "EntryType", "Discipline", "ServiceArea",
        "SustainableDevelopmentGoal", "ContributionRole", "ParticipationRole",
    ):  # fmt: skip
        not_personal(f"registry.{label}", *ALL, why="words to describe entries with")
    not_personal(
        "registry.Entry",
        "id", "public_id", "kind", "types", "language", "start_date", "end_date", "ways", "sdgs", "disciplines",
        "service_areas", "register", "organisation", "unit", "status", "visibility", "updated_at", "published_at",
        "version",
        why="facts about the entry",
    )  # fmt: skip
    not_personal(
        "registry.StatusChange", "id", "entry", "from_status", "to_status", "version", why="facts about the step"
    )
    not_personal("registry.Contribution", "id", "unit", "position", why="a number, a unit, an order")
    not_personal(
        "registry.Participation",
        "id", "entry", "organisation", "role", "start_date", "end_date", "in_use_since",
        why="an organisation's part",
    )  # fmt: skip
    not_personal(
        "registry.Confirmation", "id", "contribution", "participation", "date", "about", why="what is confirmed"
    )
    not_personal(
        "registry.Evidence",
        "id", "public_id", "entry", "kind", "content_type", "size", "sha256", "date", "is_confidential",
        why="facts about the evidence",
    )  # fmt: skip
    not_personal(
        "registry.ReadinessReading", "id", "entry", "date", "year_only", "corrects", why="facts about the reading"
    )
    not_personal("registry.EntryIdentifier", "id", "entry", "scheme", "value", why="the entry's numbers elsewhere")
    not_personal(
        "registry.HarvestRecord",
        "id",
        "source",
        "stamp",
        "deleted",
        "entity",
        "kind",
        "register",
        why="facts of a record",
    )
    not_personal("registry.Relation", *ALL, why="which entry led to which")
    for label in ("Effect", "Recipient"):
        not_personal(
            f"registry.{label}",
            "id", "code", "register", "name_nb", "name_nn", "name_en", "description_nb", "description_nn",
            "description_en", "position", "is_active", "reference_version", "reference_values",
            why="words to describe entries with",
        )  # fmt: skip
    not_personal("registry.CarriedOn", "id", "entry", "source", "target", "version", why="which entry went where")
    not_personal("registry.CarriedOnSeen", "id", "carried", why="which carrying on")
    not_personal("registry.Progress", "id", "entry", "value", "date", why="a number at a date")
    not_personal(
        "registry.EffectTag", "id", "entry", "effect", "recipient", "stage", "since", why="what effect, for whom"
    )
    not_personal(
        "registry.RegisterProfile",
        "id", "code", "name_nb", "name_nn", "name_en", "description_nb", "description_nn", "description_en",
        "position", "is_active", "source", "source_nn", "source_en", "scale", "fields", "due_days", "sets_targets",
        "assessment", "assessment_threshold", "review_months", "has_work_plans", "has_effects", "tags", "report_due",
        "report_sections", "reference_version", "reference_values",
        why="how a register works",
    )  # fmt: skip
    not_personal(
        "registry.Register",
        "id", "code", "organisation", "unit", "profile", "scale", "is_public", "is_example", "due_days", "sets_targets",
        why="facts about the register",
    )  # fmt: skip
    not_personal(
        "registry.ImportJob",
        "id", "public_id", "register", "header_row", "heading_rows", "status", "rows_total", "rows_done",
        "progressed_at", "attempts", "finished_at",
        why="how far an import has come",
    )  # fmt: skip
    not_personal("registry.ImportLine", "id", "job", "number", "record", why="numbers")
    not_personal(
        "registry.ImportRow", "id", "job", "number", "row_numbers", "action", "entry", "taken_in_at", why="numbers"
    )
    not_personal("registry.SourceRecord", "id", "register", "entry", "updated_at", why="which entry a row became")


def _parts() -> list[Holding]:
    return [
        Holding(
            code="contributions",
            model="registry.Contribution",
            fields=("entry", "person", "roles", "share", "start_date", "end_date"),
            title=_("What you have contributed to"),
            what=_("The entry, your roles in it, your share, from and to"),
            why=_("To give credit, and to count what is made together"),
            ground=Ground.PUBLIC_TASK,
            seen_by=WHO_SEES_ENTRY,
            kept=AS_LONG_AS_THE_ENTRY,
            then=Then.ANONYMISED,
            because=_("It goes on counting, with “erased person” as contributor"),
            find=of_person(Contribution, "person"),
            columns=(
                (_("Entry"), lambda row: row.entry.title),
                (_("Roles"), _roles),
                (_("Share"), lambda row: f"{floatformat(row.share, -2)} %" if row.share is not None else ""),
                (_("From"), lambda row: row.start_date),
                (_("To"), lambda row: row.end_date),
            ),
            order=26,
        ),
    ]


def _roles(row: Contribution) -> list[str]:
    """What the roles are called; the code of one that is no word any more."""
    known = words.contribution_roles.holding(row.roles)
    return [known[code].name if code in known else code for code in row.roles]


def _harvested(subject: Subject) -> "QuerySet[Any]":
    return HarvestRecord.objects.filter(source=HarvestRecord.Source.PERSON, object_id__in=subject.person_ids)


def _harvest() -> list[Holding]:
    return [
        Holding(
            code="harvest",
            model="registry.HarvestRecord",
            fields=("identifier", "object_id"),
            title=_("What other archives may fetch"),
            what=_("The code of your page, when it was last changed, and whether it is gone"),
            why=_("So that archives that fetch from here are told when a page is changed or gone"),
            ground=Ground.PUBLIC_TASK,
            seen_by=_("Everyone"),
            kept=_("Always"),
            then=Then.KEPT,
            because=_("It is the notice that the page is gone; it holds a random code and no name"),
            find=_harvested,
            columns=(
                (_("Code"), lambda row: row.identifier),
                (_("Changed"), lambda row: row.stamp),
                (_("Gone"), lambda row: row.deleted),
            ),
            order=87,
        )
    ]


def _made() -> list[Holding]:
    """What a user did, kept with the account's number."""
    return [
        _by_user(
            "entries", Entry, ("created_by", "title", "created_at"), "created_by",
            title=_("Entries you registered"), what=_("That you made the entry, and when"),
            columns=((_("Entry"), lambda row: row.title), (_("When"), lambda row: row.created_at)),
        ),
        _by_user(
            "steps", StatusChange, ("actor", "action", "message", "at"), "actor",
            title=_("Steps you took with entries"), also=("entry",),
            what=_("That you submitted, returned or published an entry, when, and your message"),
            columns=(
                (_("Entry"), lambda row: row.entry.title),
                (_("Step"), lambda row: row.get_to_status_display()),
                (_("Message"), lambda row: row.message),
                (_("When"), lambda row: row.at),
            ),
            texts=Texts.REPLACED,
        ),
        _by_user(
            "answers", Confirmation, ("by", "statement", "answer", "message", "at"), "by",
            title=_("What you confirmed or disputed"), what=_("Your answer, your message, and when"),
            also=("contribution__entry", "participation__entry"),
            columns=(
                (_("Entry"), lambda row: (row.contribution or row.participation).entry.title),
                (_("About"), lambda row: row.get_statement_display()),
                (_("Answer"), lambda row: row.get_answer_display()),
                (_("Message"), lambda row: row.message),
                (_("When"), lambda row: row.at),
            ),
            texts=Texts.REPLACED,
        ),
        _by_user(
            "carried_seen", CarriedOnSeen, ("user", "at"), "user",
            title=_("What you have seen was carried on"), what=_("Which entry, and when"), also=("carried__entry",),
            columns=((_("Entry"), lambda row: row.carried.entry.title), (_("When"), lambda row: row.at)),
        ),
        _by_user(
            "carried", CarriedOn, ("by", "reason", "at"), "by",
            title=_("Entries you carried on to another register"),
            what=_("From where, to where, your reason, and when"), also=("entry", "target"),
            columns=(
                (_("Entry"), lambda row: row.entry.title),
                (_("To"), lambda row: row.target.name),
                (_("Reason"), lambda row: row.reason),
                (_("When"), lambda row: row.at),
            ),
            texts=Texts.REPLACED,
        ),
        _by_user(
            "evidence", Evidence, ("added_by", "title", "added_at"), "added_by",
            title=_("Evidence you added"), what=_("That you added it, and when"),
            columns=((_("Title"), lambda row: row.title), (_("When"), lambda row: row.added_at)),
        ),
        _by_user(
            "readings", ReadinessReading, ("recorded_by", "level", "note", "reason", "recorded_at"), "recorded_by",
            title=_("Readiness you recorded"), what=_("The level, your note, and when"),
            also=("entry", "level__scale"),
            columns=(
                (_("Entry"), lambda row: row.entry.title), (_("Level"), lambda row: row.level),
                (_("Note"), lambda row: row.note or row.reason), (_("When"), lambda row: row.recorded_at),
            ),
            texts=Texts.REPLACED,
        ),
        _by_user(
            "imports", ImportJob, ("created_by", "file_name", "created_at"), "created_by",
            title=_("Spreadsheets you sent in"), what=_("The name of the file, and when"),
            columns=((_("File"), lambda row: row.file_name), (_("When"), lambda row: row.created_at)),
            texts=Texts.REPLACED,
        ),
    ]  # fmt: skip


def _by_user(
    code: str, model: Any, fields: tuple[str, ...], key: str, also: tuple[str, ...] = (), **more: Any
) -> Holding:
    """``also``: what the columns tell of behind foreign keys, read with the rows."""
    find = of_user(model, key)
    return Holding(
        code=code,
        model=model._meta.label,
        fields=fields,
        why=TRACE,
        ground=Ground.LEGITIMATE,
        seen_by=WHO_SEES_HISTORY,
        kept=AS_LONG_AS_THE_ENTRY,
        then=Then.ANONYMISED,
        because=STAYS,
        find=(lambda subject: find(subject).select_related(*also)) if also else find,
        order=40,
        **more,
    )


def _sheets() -> list[Holding]:
    """Copies of what stood in spreadsheets: names in them are replaced when somebody is erased."""
    copies = {
        "registry.ImportJob": (
            "file", "sheets", "sheet", "headings", "samples", "mapping", "options", "notices", "message",
        ),
        "registry.ImportLine": ("cells", "key", "title_key"),
        "registry.ImportRow": ("source_key", "title", "values", "faults", "notices", "changes", "decision"),
        "registry.SourceRecord": ("source_key", "values"),
        "registry.Register": ("column_mapping",),
    }  # fmt: skip
    named = {
        "registry.ImportJob": (_("Spreadsheets on their way in"), MONTH),
        "registry.ImportLine": (_("Rows of spreadsheets on their way in"), MONTH),
        "registry.ImportRow": (_("What became of a spreadsheet's rows"), MONTH),
        "registry.SourceRecord": (_("What a spreadsheet last said of an entry"), AS_LONG_AS_THE_ENTRY),
        "registry.Register": (_("Column headings that a register remembers"), _("As long as the register")),
    }
    return [
        Holding(
            code=f"sheet_{model.split('.')[1].lower()}",
            model=model,
            fields=fields,
            title=named[model][0],
            what=_("Names and e-mail addresses of contributors, as they stood in the sheet"),
            why=_("So that a sheet can be checked, mended, taken in and sent in again"),
            ground=Ground.PUBLIC_TASK,
            seen_by=_("Those who look after the register"),
            kept=named[model][1],
            then=Then.ANONYMISED,
            because=_("The name in it is replaced by “erased person”"),
            texts=Texts.REPLACED,
            order=82,
        )
        for model, fields in copies.items()
    ]


def _texts() -> list[Holding]:
    """What others wrote, where somebody may be named."""
    common: dict[str, Any] = {
        "why": _("To tell what was made, by whom and for whom"),
        "ground": Ground.PUBLIC_TASK,
        "seen_by": WHO_SEES_ENTRY,
        "then": Then.KEPT,
        "because": _("Somebody else wrote it: an administrator looks through each place where you are named"),
        "texts": Texts.LISTED,
        "order": 84,
    }
    return [
        Holding(
            code="texts_entry",
            model="registry.Entry",
            fields=(
                "title", "own_word", "summary", "keywords", "market_potential", "potential_effect", "effects",
                "beneficiaries", "details", "withdrawn_reason",
            ),
            title=_("Titles and descriptions"),
            what=_("What somebody wrote about an innovation, and may have named you in"),
            kept=AS_LONG_AS_THE_ENTRY,
            address=lambda row: reverse("workspace:entry_edit", args=[row.public_id]),
            changed=_a_new_version,
            **common,
        ),
        Holding(
            code="texts_evidence",
            model="registry.Evidence",
            fields=("title", "url", "note", "file", "file_name"),
            title=_("Evidence"),
            what=_("Titles, notes and names of files; what a file says inside is not searched"),
            kept=AS_LONG_AS_THE_ENTRY,
            address=lambda row: reverse("workspace:entry_evidence", args=[row.entry.public_id]),
            **common,
        ),
        Holding(
            code="texts_effect",
            model="registry.EffectTag",
            fields=("note",),
            title=_("Effects"),
            what=_("What somebody wrote about an effect, and may have named you in"),
            kept=AS_LONG_AS_THE_ENTRY,
            address=lambda row: reverse("workspace:entry_effects", args=[row.entry.public_id]),
            **common,
        ),
        Holding(
            code="texts_progress",
            model="registry.Progress",
            fields=("indicator", "measured_in", "note"),
            title=_("Progress indicators"),
            what=_("What somebody wrote about a number, and may have named you in"),
            kept=AS_LONG_AS_THE_ENTRY,
            address=lambda row: reverse("workspace:entry_progress", args=[row.entry.public_id]),
            **common,
        ),
        Holding(
            code="texts_register",
            model="registry.Register",
            fields=(
                "name_nb", "name_nn", "name_en", "description_nb", "description_nn", "description_en", "contact_email",
            ),
            title=_("Texts about a register"),
            what=_("A contact's e-mail address, a name in a text"),
            kept=_("As long as the register"),
            address=lambda row: reverse("workspace:register_edit", args=[row.code]),
            **common,
        ),
    ]  # fmt: skip


def _a_new_version(entry: Entry) -> None:
    """Whoever has the entry open in a form is told that it was changed, and does not put the name back unseen."""
    Entry.objects.filter(pk=entry.pk).update(version=F("version") + 1)

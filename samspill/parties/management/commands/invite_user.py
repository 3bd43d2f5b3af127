"""Invite somebody to a role from the command line: also the first administrator of an empty installation."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from samspill.core.errors import RuleError
from samspill.parties.domain.invitation_mail import invitation_link, send_invitation
from samspill.parties.domain.invitations import LASTS, invite
from samspill.parties.models import InvitationMail, Organisation, Role, Unit
from samspill.parties.scopes import Scope


class Command(BaseCommand):
    """``samspill user invite EMAIL --role ROLE [--organisation|--unit|--register CODE]``."""

    help = "Invite somebody to a role by e-mail. The link is printed too, for the case that no mail is set up."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", required=True, choices=Role.Kind.values)
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--organisation", metavar="CODE")
        where.add_argument("--unit", metavar="CODE")
        where.add_argument("--register", metavar="CODE", default="")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="nb")
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        scope = Scope(
            organisation=_row(Organisation, options["organisation"], "organisation"),
            unit=_row(Unit, options["unit"], "unit"),
            register_code=options["register"] or "",
        )
        try:
            invitation, token = invite(
                email=options["email"],
                kind=options["role"],
                scope=scope,
                language=options["language"],
                name=options["name"],
                actor=None,
            )
        except RuleError as error:
            raise CommandError(error.message) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        outcome = send_invitation(invitation=invitation, token=token)
        if outcome == InvitationMail.Outcome.UNKNOWN:
            self.stderr.write(
                "The mail server did not answer in time: the mail may come. Pass the link on if it does not."
            )
        elif outcome != InvitationMail.Outcome.SENT:
            self.stderr.write("The mail could not be sent: check SAMSPILL_EMAIL. Pass the link on yourself.")
        self.stdout.write(f"{invitation.email} is invited as {invitation.kind} for {LASTS.days} days:")
        self.stdout.write(invitation_link(invitation=invitation, token=token))


def _row(model: type[Organisation] | type[Unit], code: str | None, word: str) -> Any:
    if not code:
        return None
    if row := model.objects.filter(code=code).first():
        return row
    raise CommandError(f"There is no {word} with the code “{code}”.")

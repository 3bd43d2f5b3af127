"""For somebody who has lost phone, passkeys and recovery codes. Be sure who it is first."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samspill.accounts.domain.users import reset_two_step_login, verified_user_of


class Command(BaseCommand):
    help = "Turn off two-step login of one account: apps, passkeys and recovery codes go, and the owner gets a mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the e-mail address that the account logs in with")

    def handle(self, *args: Any, **options: Any) -> None:
        user = verified_user_of(options["email"])
        if user is None:
            raise CommandError(f"Nobody logs in with {options['email']}.")
        number = reset_two_step_login(user=user)
        self.stdout.write(f"{user.email}: {number} removed. Two-step login is off.")

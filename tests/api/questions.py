"""How many questions an address of the API asks the database."""

from collections.abc import Mapping

from django.db import connection
from django.test.utils import CaptureQueriesContext

from samspill.accounts.models import User
from tests.api.helpers import Program


def other_numbers(
    user: User, names: Mapping[str, object], questions: Mapping[str, int], *, rows: int
) -> dict[str, int]:
    """Those of the addresses that ask another number than they should, and how many. Lists hold so many ``rows``."""
    program, found = Program(user), {}
    for path, wanted in questions.items():
        address = path.format(**names)
        program.get(address)  # vocabularies are kept by the process
        with CaptureQueriesContext(connection) as asked:
            answer = program.get(address)
        assert answer.status_code == 200, (path, answer.content)
        assert len(answer.json().get("items", range(rows))) >= rows, path
        if len(asked) != wanted:
            found[path] = len(asked)
    return found

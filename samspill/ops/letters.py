"""Whether the database knows letters beyond ASCII: one that was made where the locale was C does not.

Names and addresses are compared in small letters by the database. Where it makes none of Æ, Ø and Å, “KÅRE” is another
than “Kåre”: people are registered twice, and what is held of them is not all found.
"""

from samspill.ops.errors import OperatorError

ENCODING = "UTF8"
MAKE = "CREATE DATABASE … ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0"


def encoding() -> str:
    """Such as UTF8, LATIN1, or SQL_ASCII, which is none."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_encoding')")
        return str(cursor.fetchone()[0])


def has_small_letters() -> bool:
    """Whether the database finds the small letters of ours. For a database in UTF-8."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT lower('ÆØÅŠ') = 'æøåš'")
        return bool(cursor.fetchone()[0])


def must_be_known() -> None:
    """Raises OperatorError before anything is made in a database that cannot hold it.

    One that is in use already and knows no small letters goes on: `samspill check` tells how to move out of it.
    """
    from django.db import connection

    if (found := encoding()) != ENCODING:
        raise OperatorError(f"The database in DATABASE_URL is in {found}; make another by {MAKE}.")
    if not has_small_letters() and not connection.introspection.table_names():
        raise OperatorError(
            "The database in DATABASE_URL knows no small letters of Æ, Ø and Å, as its locale is C; "
            f"make another by {MAKE}."
        )

"""Mail: does the server answer and know us, and on wish: does a mail get through."""

import smtplib
import ssl
from collections.abc import Iterator

from samspill.ops.checks.finding import Finding, Options

SECONDS = 5


def mail(options: Options) -> Iterator[Finding]:
    """Whether the mail server answers; sends one where ``--mail-to`` asks for it."""
    from django.conf import settings
    from django.core.mail import EmailMessage, get_connection

    if not settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend"):
        text = "Mail is not sent (SAMSPILL_EMAIL is not set): invitations and forgotten passwords reach nobody."
        yield Finding("mail", "warning", text)
        return
    server = f"{settings.EMAIL_HOST} port {settings.EMAIL_PORT}"
    connection = get_connection(timeout=SECONDS)
    try:
        connection.open()
        if options.mail_to:
            text = "This is a mail that samspill check has sent to try whether mail gets through."
            EmailMessage(f"Samspill: {settings.SITE_URL}", text, to=[options.mail_to], connection=connection).send()
    except smtplib.SMTPAuthenticationError:
        yield Finding("mail", "error", f"The mail server {server} refuses user or password; look at SAMSPILL_EMAIL.")
    except ssl.SSLError as error:
        text = (
            f"The mail server {server} cannot be trusted ({error.reason}); is it smtp:// or smtps:// in SAMSPILL_EMAIL?"
        )
        yield Finding("mail", "error", text)
    except smtplib.SMTPException as error:
        said = (str(error).splitlines() or [type(error).__name__])[0]
        yield Finding("mail", "error", f"The mail server {server} says no: {said}")
    except OSError as error:
        text = f"The mail server {server} does not answer ({error.strerror or error}); look at SAMSPILL_EMAIL."
        yield Finding("mail", "error", text)
    else:
        sent = f", and took a mail to {options.mail_to}" if options.mail_to else ""
        yield Finding("mail", "ok", f"The mail server {server} answers{sent}.")
    finally:
        connection.close()

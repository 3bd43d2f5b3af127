"""Exports as a browser gets them, and sent in again as a curator does."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from samspill.accounts.models import User
from samspill.registry.importing import acts, work
from samspill.registry.importing.options import Options
from samspill.registry.models import ImportJob, Register
from tests.scenes import client_of, page


def export(user: User | None, form: str, *, language: str = "nb", query: str = "") -> bytes:
    """The file of the list of entries as a browser gets it."""
    client = client_of(user) if user else Client()
    with translation.override(language):
        response = client.get(page("website:export_entries", form, language=language) + query)
    assert response.status_code == 200
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def check(register: Register, user: User, raw: bytes, form: str) -> ImportJob:
    """Send the file; the columns are left as they were matched."""
    job = acts.receive(register=register, actor=user, file=SimpleUploadedFile(f"a.{form}", raw), name=f"a.{form}")
    acts.match_columns(job=job, actor=user, mapping=job.mapping, options=Options.of(job.options))
    work.run(job.pk)
    job.refresh_from_db()
    assert job.status == ImportJob.Status.CHECKED, job.message
    return job

"""Where attachments lie, from one word in the environment: a folder, or a bucket of S3 or of anything that speaks it.

    (nothing)                                                  SAMSPILL_HOME/files
    /mnt/samspill                                              a folder that all machines share
    s3://bucket/prefix?endpoint=https://s3.example.org&region=eu-north-1

The bucket's keys come as boto3 takes them (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, a role of the machine …). It
is never told to show anything to anybody: files are handed out by a view that asks who may see them.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

IN_MEMORY = 2 * 1024 * 1024  # bytes of one file from a bucket, above which it is read by way of the disk
KNOWN = {"endpoint", "region"}


def storage(address: str, home: Path) -> dict[str, Any]:
    """The entry "default" of Django's STORAGES. Errors: ImproperlyConfigured, in a sentence."""
    if not address.startswith("s3:"):
        folder = Path(address) if address else home / "files"
        if not folder.is_absolute():
            raise ImproperlyConfigured(f"SAMSPILL_FILES is a whole path (/…) or s3://bucket/…, not “{address}”.")
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder, "file_permissions_mode": 0o600},
        }
    parts = urlsplit(address)
    given = parse_qs(parts.query, keep_blank_values=True)
    if not parts.hostname or parts.username or given.keys() - KNOWN:
        raise ImproperlyConfigured(
            "SAMSPILL_FILES is s3://bucket/prefix?endpoint=https://…&region=…; keys are given as AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY."
        )
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": _bucket(parts.netloc, parts.path, given)}


def _bucket(bucket: str, path: str, given: dict[str, list[str]]) -> dict[str, Any]:
    from botocore.config import Config  # noqa: PLC0415  # only where there is a bucket: it takes a while

    endpoint = given.get("endpoint", [""])[0] or None
    return {
        "bucket_name": bucket,
        "location": unquote(path).strip("/"),
        "endpoint_url": endpoint,
        "region_name": given.get("region", [""])[0] or None,
        "file_overwrite": False,
        "default_acl": None,  # the bucket's own rules; many buckets refuse any other
        "max_memory_size": IN_MEMORY,
        "client_config": Config(
            connect_timeout=5,
            read_timeout=30,
            retries={"max_attempts": 3, "mode": "standard"},
            signature_version="s3v4",
            s3={"addressing_style": "path" if endpoint else "auto"},
        ),
    }

"""Attachments: can they be stored, and are those that rows name there and unchanged."""

import os
import random
from collections.abc import Iterator

from samspill.ops.checks.finding import Finding, Options

SAMPLE = 50
SHOWN = 5


def storage(options: Options) -> Iterator[Finding]:
    """Whether attachments can be stored."""
    from samspill.ops.health import is_writable

    if is_writable():
        yield Finding("storage", "ok", "Attachments can be stored.")
    else:
        yield Finding(
            "storage",
            "error",
            "Attachments cannot be stored: look at SAMSPILL_FILES, at the rights to the folder or the keys of the "
            "bucket, and at the room that is left.",
        )


def attachments(options: Options) -> Iterator[Finding]:
    """Some by chance, or all. Those without a checksum are only looked for."""
    from samspill.ops.backup import attachments as kept
    from samspill.ops.backup import snapshot

    with snapshot.connect(os.environ["DATABASE_URL"]) as connection:
        named = kept.named(connection)
    chosen = sorted(named) if options.deep else sorted(random.sample(sorted(named), min(SAMPLE, len(named))))
    lost, changed = [], []
    for name in chosen:
        if named[name]:
            digest = kept.digest_of(name)
            if digest is None:
                lost.append(name)
            elif digest != named[name]:
                changed.append(name)
        elif not kept.storage().exists(name):
            lost.append(name)
    for names, what in ((lost, "missing in the storage"), (changed, "not what was uploaded")):
        if names:
            yield Finding(
                "attachments",
                "error",
                f"{len(names)} attachments are {what} ({', '.join(names[:SHOWN])}{' …' if names[SHOWN:] else ''}); "
                "take them out of a backup (tar xf BACKUP files/…).",
            )
    if not lost and not changed:
        how = "were read" if options.deep else "taken by chance were read (all with --deep)"
        yield Finding("attachments", "ok", f"{len(chosen)} of {len(named)} attachments {how} and are in order.")

"""`samspill messages`: each module's translations, kept by Babel, so that no GNU gettext is needed.

update   puts new texts into samspill/<module>/locale/<nb|nn>/LC_MESSAGES/django.po, and drops those that are gone
check    tells every text that is missing, left over, unsure (fuzzy), translated differently in two modules or has other
         placeholders; status 1 if any
compile  writes the .mo files beside them, where they are older than the .po

English is the language of the msgids. The files hold no line numbers and no times, so that a change shows as a change.
"""

import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from samspill.ops.reference_names import complaints as reference_complaints
from samspill.ops.texts import extract

PACKAGE = Path(__file__).resolve().parents[1]
LANGUAGES = ("nb", "nn")
PLACEHOLDER = re.compile(r"%\(\w+\)[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|%[-#0 +]*\d*(?:\.\d+)?[sdifr]|\{\w*\}")
PLURAL_FORMS = "nplurals=2; plural=(n != 1);"


def main(action: str, package: Path = PACKAGE) -> int:
    """Do what the module's docstring says of ``action``. Returns the exit status."""
    if action == "update":
        for module in modules(package):
            update(module)
        return 0
    if action == "compile":
        compile_all(package)
        return 0
    found = [complaint for module in modules(package) for complaint in check(module)]
    found += [*clashes(package), *reference_complaints(package)]
    for complaint in found:
        print(complaint)
    print(f"{len(found)} faults in the texts." if found else "All texts are translated.", file=sys.stderr)
    return int(bool(found))


def modules(package: Path) -> list[Path]:
    """The folders that have translations of their own: the package's Django apps."""
    return sorted(found.parent for found in package.glob("*/apps.py"))


def catalog_file(module: Path, language: str) -> Path:
    """Where a module keeps its translations into a language."""
    return module / "locale" / language / "LC_MESSAGES" / "django.po"


def read(path: Path, language: str) -> Catalog:
    """The catalog in the file; an empty one when there is no file yet."""
    catalog = Catalog(locale=language, fuzzy=False)
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=language, ignore_obsolete=True)
    return catalog


def update(module: Path) -> None:
    """Writes the module's catalogs: its texts as they are now, with the translations that were there."""
    texts = extract(module)
    for language in LANGUAGES:
        path = catalog_file(module, language)
        if not texts:
            path.unlink(missing_ok=True)
            continue
        old = read(path, language)
        new = Catalog(locale=language, fuzzy=False)
        for text in texts:
            known = old.get(_ids(text)[0], text.context)
            kept = known.string if known is not None and known.pluralizable == text.pluralizable else None
            flags = known.flags & {"fuzzy"} if known is not None else set()
            new.add(text.id, kept or text.string, flags=flags | text.flags, context=text.context)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(render(new, language))


def render(catalog: Catalog, language: str) -> bytes:
    """The catalog as it is written: sorted, without line numbers and times."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=0, sort_output=True, omit_header=True, no_location=True)
    header = (
        f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
        f'"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {PLURAL_FORMS}\\n"\n\n'
    )
    return (header + buffer.getvalue().decode().strip() + "\n").encode()


def check(module: Path) -> Iterator[str]:
    """The faults of the module's catalogs, a line each."""
    texts = {key(text): text for text in extract(module)}
    for language in LANGUAGES:
        path = catalog_file(module, language)
        where = f"{module.name}/{language}"
        known = {key(message): message for message in read(path, language) if message.id}
        for wanted, text in texts.items():
            message = known.get(wanted)
            if message is None or not all(_strings(message)):
                yield f"{where}: not translated: {shown(text)}"
            elif message.fuzzy:
                yield f"{where}: unsure (fuzzy): {shown(text)}"
            else:
                yield from (f"{where}: {fault}: {shown(text)}" for fault in _placeholder_faults(message))
        for left_over in known.keys() - texts.keys():
            yield f"{where}: no longer used: {shown(known[left_over])}"


def clashes(package: Path) -> Iterator[str]:
    """Texts that two modules translate differently: Django takes the first module's everywhere, so one is never seen.

    A text with two meanings has two msgids, or a context.
    """
    for language in LANGUAGES:
        said: dict[tuple[str, str, int], dict[tuple[str, ...], str]] = {}
        for module in modules(package):
            for message in read(catalog_file(module, language), language):
                if message.id:
                    strings = _strings(message)
                    said.setdefault((*key(message), len(strings)), {}).setdefault(strings, module.name)
        for text, ways in said.items():
            if len(ways) > 1:
                told = ", ".join(f"{where} has “{strings[0]}”" for strings, where in ways.items())
                yield f"{language}: translated differently: {text[1]!r}: {told}"


def key(message: Message) -> tuple[str, str]:
    """What tells one text from another: its context and its words."""
    return (message.context or "", _ids(message)[0])


def shown(message: Message) -> str:
    """A text as complaints name it."""
    return repr(key(message)[1]) + (f" (context {message.context})" if message.context else "")


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def _placeholder_faults(message: Message) -> Iterator[str]:
    ids = _ids(message)
    # The singular may leave the number out: "one entry".
    allowed = set().union(*(PLACEHOLDER.findall(text) for text in ids))
    wanted = set(PLACEHOLDER.findall(ids[-1]))
    for number, string in enumerate(_strings(message)):
        found = set(PLACEHOLDER.findall(string))
        if strange := found - allowed:
            yield f"has {', '.join(sorted(strange))}, which the text has not"
        elif number == len(_strings(message)) - 1 and (lost := wanted - found):
            yield f"lacks {', '.join(sorted(lost))}"


def compile_all(package: Path = PACKAGE) -> None:
    """Writes the .mo files that are missing or older than their .po, whole or not at all."""
    for path in sorted(package.glob("*/locale/*/LC_MESSAGES/django.po")):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            continue
        unfinished = target.with_suffix(f".{os.getpid()}")
        with unfinished.open("wb") as file:
            write_mo(file, read(path, path.parts[-3]))
        unfinished.replace(target)

"""The process that sets one document: JSON in, PDF out. Imports nothing of Samspill, so that it starts at once."""

import json
import sys
import tempfile

import typst


def main() -> None:
    """Reads what `pdf.make_pdf` wrote. The root is an empty folder: a template can read no file."""
    asked = json.load(sys.stdin.buffer)
    with tempfile.TemporaryDirectory() as nothing:
        pdf = typst.compile(
            asked["source"].encode(),
            root=nothing,
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[asked["fonts"]]),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(asked["data"], ensure_ascii=False)},
            pdf_standards="ua-1",
            timestamp=asked["timestamp"],
            format="pdf",
        )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    try:
        main()
    except typst.TypstError as error:
        print(error.diagnostic or error.message, file=sys.stderr)
        sys.exit(1)

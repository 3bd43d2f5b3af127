"""What carries meaning in a chart or the mark stands out from the page: at least 3 : 1, in light and in dark."""

import re
from pathlib import Path

import pytest

THEME = Path(__file__).resolve().parents[2] / "samspill" / "core" / "static" / "vendor" / "theme.css"
FIGURES = ("primary-base-default", "danger-base-default", "neutral-border-strong")


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.1)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.skipif(not THEME.exists(), reason="the theme is built by make frontend, and is not here")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", FIGURES)
def test_figures_stand_out(scheme: str, name: str) -> None:
    text = THEME.read_text()
    block = text[text.index(f"prefers-color-scheme: {scheme}") :]

    def colour(wanted: str) -> str:
        found = re.search(rf"--ds-color-{wanted}:\s*(#[0-9a-fA-F]{{6}})", block)
        assert found, wanted
        return found[1]

    assert contrast(colour(name), colour("neutral-background-default")) >= 3


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1

"""Reading pages as a visitor does: numbers that are links, and the lists that they open."""

import re
from html import unescape

from django.test import Client


def text_of(client: Client, address: str, status: int = 200) -> str:
    """The page's HTML."""
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()


def linked_numbers(html: str) -> dict[str, int]:
    """Every key figure, bar, column and table cell that is a number with a link: address -> number."""
    found = re.findall(r'<a href="([^"]+)"><span class="s-figures__value">([\d\xa0]+)</span>', html)
    found += re.findall(r'<a href="([^"]+)" aria-label="[^"]*: ([\d\xa0]+)"', html)
    found += re.findall(r'<td class="s-number"><a href="([^"]+)">([\d\xa0]+)</a>', html)
    return {unescape(address): int(number.replace("\xa0", "")) for address, number in found}


def total(html: str) -> int:
    """How many rows a list says that it has."""
    found = re.search(r'data-total="(\d+)"', html)
    assert found
    return int(found[1])


def titles(html: str) -> list[str]:
    """The titles of the entries in a list, without the marks on words that matched."""
    found = re.findall(r'class="s-item__title"><a [^>]*>(.*?)</a>', html)
    return [unescape(re.sub("</?mark>", "", title)) for title in found]

"""Markdown as a tree of plain data, for templates of documents: what `core.markdown` lets through, and no more."""

from typing import Any

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from samspill.core.markdown import SCHEMES, outline

Node = dict[str, Any]
_BLOCKS = {"bullet_list": "ul", "ordered_list": "ol", "list_item": "li", "blockquote": "quote", "hr": "hr"}
_INLINE = {"em": "em", "strong": "strong", "s": "s"}


def tree(text: str, *, top_heading: int = 3) -> list[Node]:
    """Blocks, each ``{"t": kind, …}``; ``c`` holds what is inside. Headings begin at ``top_heading`` without leaps."""
    tokens: list[Token] = outline(text, top_heading)
    return [_block(node) for node in SyntaxTreeNode(tokens).children]


def _block(node: SyntaxTreeNode) -> Node:
    if node.type == "heading":
        return {"t": "h", "level": int(node.tag[1:]), "c": _inline(node)}
    if node.type == "table":
        rows = [[_inline(cell) for cell in row.children] for part in node.children for row in part.children]
        return {"t": "table", "head": rows[0], "rows": rows[1:]}
    if node.type in ("fence", "code_block"):
        return {"t": "pre", "v": node.content.rstrip("\n")}
    if node.type in _BLOCKS:
        return {"t": _BLOCKS[node.type], "c": [_block(child) for child in node.children]}
    return {"t": "p", "c": _inline(node)}


def _inline(node: SyntaxTreeNode) -> list[Node]:
    found: list[Node] = []
    for child in node.children:
        if child.type == "inline":
            found += _inline(child)
        elif child.type in ("softbreak", "hardbreak"):
            found.append({"t": "br"} if child.type == "hardbreak" else {"t": "text", "v": " "})
        elif child.type in _INLINE:
            found.append({"t": _INLINE[child.type], "c": _inline(child)})
        elif child.type == "link":
            href = str(child.attrs.get("href", ""))
            known = href.split(":", 1)[0].lower() in SCHEMES and ":" in href
            found += [{"t": "a", "href": href, "c": _inline(child)}] if known else _inline(child)
        elif child.type == "code_inline":
            found.append({"t": "code", "v": child.content})
        else:
            found.append({"t": "text", "v": child.content})
    return found

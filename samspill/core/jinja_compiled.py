"""Jinja2 templates compiled for each language: our own texts, and the paths without codes, stand in them as they are.

Looking them up takes as long as all else in a short template. What they say does not change while a process lives.
"""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

Settle = Callable[..., str]


class Compiled(Environment):
    """An environment that knows what some calls of a template will give, once it is told a language (`in_language`)."""

    settled: Mapping[str, Settle] = {}

    def in_language(self, settled: Mapping[str, Settle]) -> "Compiled":
        """The same for one language; ``settled``: by name, what gives the same text for the same constant texts.

        Such a function may raise `LookupError` where it cannot tell yet: then it is called when the page is made.
        """
        own = self.overlay()
        own.settled = settled
        return own

    def _generate(self, source: nodes.Template, *args: Any, **options: Any) -> str:
        if self.settled:
            source = _Settler(self).visit(source)
        return super()._generate(source, *args, **options)


class _Settler(NodeTransformer):
    """Puts texts in place of calls with nothing but constants."""

    def __init__(self, environment: Compiled) -> None:
        self._environment = environment

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.kwargs or node.dyn_args or node.dyn_kwargs:
            return node
        settle = self._environment.settled.get(node.node.name)
        values = [arg.value for arg in node.args if isinstance(arg, nodes.Const) and isinstance(arg.value, str)]
        if settle is None or len(values) != len(node.args):
            return node
        try:
            text = settle(*values)
        except LookupError:
            return node
        const = nodes.Const(str(text), lineno=node.lineno, environment=self._environment)
        if isinstance(text, Markup):
            return nodes.MarkSafe(const, lineno=node.lineno, environment=self._environment)
        return const

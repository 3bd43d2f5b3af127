"""PDF files for everybody: tagged (PDF/UA-1), in a named language, the same bytes each time. Set by typst.

Content is data: texts reach the template as JSON and are never read as code. A module brings a template of its own,
written on top of ``base.typ``.
"""

from samspill.core.typesetting.markdown_tree import tree
from samspill.core.typesetting.pdf import TypesettingError, make_pdf
from samspill.core.typesetting.printable import printable

__all__ = ["TypesettingError", "make_pdf", "printable", "tree"]

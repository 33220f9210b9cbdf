"""Templates to pages: everything that is not made here is escaped, and a page needs nothing but itself.

Style and script stand inside each page. A content security policy that knows their digests forbids any other, and any
request: a text that got past the escaping would still do nothing.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from properties.steps import number
from reports.words import plural

FOLDER = Path(__file__).with_name("templates")
GENERATOR = "tallystick report"
"""What a page names as its generator; by it a folder is known to hold a site."""

NAMES = {"sympy": "SymPy", "z3": "Z3"}
"""Solvers whose names are written in another way than the report keeps them."""

_CODE = re.compile(r"`([^`]+)`")


class Templates:
    """The templates, with what every page has in common."""

    def __init__(self) -> None:
        self.environment = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters |= {"words": words, "paragraphs": paragraphs, "number": number, "solver": solver}
        style, script = _content("style.css"), _content("site.js")
        self.environment.globals |= {
            "generator": GENERATOR,
            "plural": plural,
            "style": Markup(style),
            "script": Markup(script),
            "policy": f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; base-uri 'none'",
        }

    def page(self, name: str, path: str, **context: Any) -> str:
        """The page of a template; `path` is where it will be, by which its links are relative."""
        up = "../" * path.count("/")
        return self.environment.get_template(f"{name}.html").render(up=up, path=path, **context)


def solver(name: str) -> str:
    """A solver's name as it is written."""
    return re.sub(r"^\w+", lambda first: NAMES.get(first.group(), first.group()), name)


def words(text: str) -> Markup:
    """Words on one line, with pairs of backticks as code."""
    line = " ".join(str(text).split())
    parts = _CODE.split(line)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts)
    )


def paragraphs(text: str) -> Markup:
    """Paragraphs of such words."""
    each = [part for part in re.split(r"\n\s*\n", text) if part.strip()]
    return Markup("\n").join(Markup("<p>{}</p>").format(words(part)) for part in each)


def _content(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _digest(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")

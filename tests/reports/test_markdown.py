"""Markdown shows what it is given: judged by an independent Markdown parser, which reads it back."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reports.markdown import block, code, table, text

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def read_back(markdown: str) -> str:
    """What a reader sees of one line of Markdown."""
    return "".join(seen(token) for token in PARSER.parse(markdown))


def seen(token: Token) -> str:
    if token.children is not None:
        return "".join(seen(child) for child in token.children)
    return token.content


TRICKY = [
    "r0*r1 never falls, and a*b*c neither",
    "a < b <= c > d",
    "x | y",
    "<script>alert(1)</script>",
    "[not a link](nowhere)",
    "![no picture](nowhere)",
    "# no heading",
    "1. no list",
    "- no list either",
    "+ nor this",
    "> no quotation",
    "_not_ emphasis, and quote_asset_amount stays",
    "a lone ` backtick",
    "&lt; is four characters, &#60; five",
    "back\\slash and \\* more",
    "~~not struck~~",
    "===",
    "$x$ is no formula",
]


@pytest.mark.parametrize("words", TRICKY)
def test_nothing_is_read_as_markup(words: str) -> None:
    tokens = PARSER.parse(text(words))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    kinds = {child.type for token in tokens for child in token.children or []}
    assert kinds <= {"text", "text_special"}
    assert read_back(text(words)) == words


SIGNS = st.sampled_from(" *_|<>[]\\&#$~-+1.") | st.characters(codec="utf-8", exclude_categories=["C", "Z"])


@given(st.text(SIGNS, max_size=40))
def test_any_words_without_code_are_read_back(words: str) -> None:
    words = " ".join(words.replace("`", "").split())
    assert read_back(text(words)) == words


def test_pairs_of_backticks_stay_code() -> None:
    children = PARSER.parse(text("the product `r0 * r1` never falls"))[1].children or []
    assert [(child.type, child.content) for child in children] == [
        ("text", "the product "),
        ("code_inline", "r0 * r1"),
        ("text", " never falls"),
    ]


@pytest.mark.parametrize("source", ["a", "a`b", "``", "`a", "a * b <= c"])
def test_code_is_verbatim(source: str) -> None:
    children = PARSER.parse(code(source))[1].children or []
    assert [(child.type, child.content) for child in children] == [("code_inline", source)]


def test_a_block_can_hold_fences() -> None:
    source = "a\n```\nb"
    tokens = PARSER.parse(block(source))
    assert [(token.type, token.content) for token in tokens] == [("fence", f"{source}\n")]


def test_cells_can_hold_pipes_and_lines() -> None:
    tokens = PARSER.parse(table(["formula", "words"], [[code("|x| <= 1"), text("a | b") + "\n" + text("c")]]))
    cells = [token for token, after in pairwise(tokens) if after.type == "td_close"]
    assert [(child.type, child.content) for child in cells[0].children or []] == [("code_inline", "|x| <= 1")]
    assert seen(cells[1]) == "a | b<br>c"

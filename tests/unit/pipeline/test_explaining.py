"""An explained article shows its whole text, marks each value where its words stand, and runs nothing."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser

from rich.console import Console

from builders import AGENCY_A, OFFICE_B, a_mention, an_article, name, sourced
from spaceaccord.model.agreement import EventMention, Findings
from spaceaccord.model.article import Article
from spaceaccord.model.evidence import TextSpan
from spaceaccord.pipeline.explained import explain
from spaceaccord.pipeline.explaining import describe_page, print_explained
from spaceaccord.pipeline.extracting import ReadArticle

TEXT = "MENU\nOn 3 March 2031 the Agency of Aland and the Borland Space Office signed a pact in Cityville.\n"


def an_explained_article(text: str = TEXT) -> ReadArticle:
    article = an_article(text)
    article = replace(article, clean=text.replace("MENU", "    "))
    mention = replace(
        a_mention(article),
        parties=(
            sourced(name(AGENCY_A.label), article, AGENCY_A.label),
            sourced(name(OFFICE_B.label), article, OFFICE_B.label, confidence=0.61),
        ),
    )
    event = EventMention(
        id="e1",
        label="a pact",
        type="Event",
        evidence=sourced(None, article, "a pact").evidence,
        rule="r",
        confidence=1,
    )
    return ReadArticle(article, Findings(article_id=article.id, agreements=(mention,), events=(event,)))


def shown(read: ReadArticle) -> str:
    written = io.StringIO()
    print_explained(explain(read), Console(file=written, width=160))
    return written.getvalue()


def test_the_segments_joined_are_the_text() -> None:
    explained = explain(an_explained_article())

    assert "".join(s.text for s in explained.segments) == TEXT


def test_every_value_is_marked_at_its_own_words() -> None:
    explained = explain(an_explained_article())
    text = "".join(s.text for s in explained.segments)

    for reason in explained.reasons:
        assert text[reason.span.start : reason.span.end] == reason.quote
        (opening,) = [s for s in explained.segments if reason.number in s.starts]
        assert reason.quote.startswith(opening.text)


def test_what_was_not_read_is_noise_and_the_rest_is_not() -> None:
    noise = [s.text for s in explain(an_explained_article()).segments if s.is_noise]

    assert noise == ["MENU"]


def test_the_terminal_shows_field_rule_confidence_and_derivation_beside_the_numbered_words() -> None:
    screen = shown(an_explained_article())

    assert "Agency of Aland[3]" in screen
    assert re.search(
        r"4 +party +Borland Space Office \[unlinked\] +Borland Space Office +test\.rule +0\.61 +explicit", screen
    )


def test_no_escape_of_a_text_reaches_the_terminal() -> None:
    screen = shown(an_explained_article(TEXT + "\x1b]0;owned\x07 \u202egnorw \x00"))

    assert "⟨U+001B⟩]0;owned⟨U+0007⟩" in screen
    assert not re.search("[\x00\x07\x1b\u202e]", screen)


def test_the_page_escapes_the_text_and_has_no_script_and_no_foreign_address() -> None:
    attack = '<script>alert(1)</script><img src="https://evil.example/x">\x00'
    page = describe_page(explain(an_explained_article(TEXT + attack)))
    found = _Tags()
    found.feed(page)

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\x00" not in page
    assert "script" not in found.tags
    assert found.addresses <= {f"#w{number}" for number in range(1, 50)}
    assert "default-src 'none'" in page


def test_each_row_of_the_page_leads_to_its_words() -> None:
    page = describe_page(explain(an_explained_article()))
    leads = set(re.findall(r'href="#(w\d+)"', page))

    assert leads
    assert leads == set(re.findall(r'id="(w\d+)"', page))


def test_a_text_that_opens_with_a_line_break_keeps_it_on_the_page() -> None:
    page = describe_page(explain(an_explained_article("\n\n" + TEXT)))

    assert re.search(r'<pre class="text">\n\n\n', page)


def test_background_is_told_from_news() -> None:
    read = an_explained_article()
    with_background = replace(read.article, background=(TextSpan(start=5, end=20),))

    segments = explain(ReadArticle(with_background, read.findings)).segments

    assert "".join(s.text for s in segments if s.is_background) == TEXT[5:20]


def test_an_article_without_findings_is_shown_too() -> None:
    article: Article = an_article("Nothing was agreed on.")

    screen = shown(ReadArticle(article, Findings(article_id=article.id)))

    assert "Nothing was agreed on." in screen
    assert "Agreements: 0" in screen


class _Tags(HTMLParser):
    """The tags of a page and every address in it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses.update(value or "" for name, value in attrs if name in ("href", "src"))

"""A model behind an OpenAI-compatible endpoint on this machine reads an article into a graph of its own."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

from spaceaccord.errors import EnvironmentFault
from spaceaccord.iris import Iris
from spaceaccord.language_model.asking import ModelAddress
from spaceaccord.pipeline.sharding import convert_to_file

pytest.importorskip("pydantic_ai", reason="the extra `llm` is not installed")

IRIS = Iris()
TEXT = "On 3 March 2031 NASA and CNES signed a letter of intent on lunar science in Paris.\n"
WRONG: dict[str, object] = {
    "agreements": [
        {
            "type": "treaty",
            "status": "signed",
            "sentence": "NASA and CNES founded a state on the Moon.",
            "instrument": "state",
        }
    ]
}
RIGHT: dict[str, object] = {
    "agreements": [
        {
            "type": "letter_of_intent",
            "status": "signed",
            "sentence": TEXT.strip(),
            "instrument": "letter of intent",
            "parties": [{"value": "NASA", "quote": "NASA and CNES"}, {"value": "CNES", "quote": "NASA and CNES"}],
            "signed": {"value": "2031-03-03", "quote": "On 3 March 2031"},
            "place": {"value": "Rome", "quote": "in Paris"},
        }
    ]
}


class FakeModel:
    """Answers each request with the next of its answers, as a call of the tool that the request offers."""

    def __init__(self, *answers: dict[str, object]) -> None:
        self.answers = list(answers)
        self.requests: list[dict[str, Any]] = []

    def complete(self, request: dict[str, Any]) -> dict[str, object]:
        self.requests.append(request)
        tool = request["tools"][0]["function"]["name"]
        call = {
            "id": f"call-{len(self.requests)}",
            "type": "function",
            "function": {"name": tool, "arguments": json.dumps(self.answers.pop(0))},
        }
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
        return {
            "id": "made-up",
            "object": "chat.completion",
            "created": 1,
            "model": request["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": "tool_calls"}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }


@contextmanager
def served(model: FakeModel, status: int = 200) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps(model.complete(request) if status == 200 else {"error": {"message": "no"}}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def graphs_of(output: Path) -> dict[str, set[tuple[str, str]]]:
    """Return predicate and object of every quad, by graph."""
    found: dict[str, set[tuple[str, str]]] = {}
    for quad in parse(output.read_bytes(), RdfFormat.N_QUADS):
        found.setdefault(quad.graph_name.value, set()).add((quad.predicate.value, quad.object.value))
    return found


def test_the_model_is_corrected_believed_where_the_text_says_so_and_kept_apart(article: Path, tmp_path: Path) -> None:
    model = FakeModel(WRONG, RIGHT)
    with served(model) as base_url:
        address = ModelAddress(base_url=base_url, model="made-up", cache=tmp_path / "answers")
        convert_to_file([article], tmp_path / "out.nq", iris=IRIS, address=address)
    again = convert_to_file([article], tmp_path / "again.nq", iris=IRIS, address=address)  # the server is gone

    graphs = graphs_of(tmp_path / "out.nq")
    (own,) = [triples for name, triples in graphs.items() if name.endswith("/llm")]
    rules = {o for p, o in own if p == str(IRIS.terms.rule)}
    parties = {o for p, o in own if p == str(IRIS.terms.hasParty)}
    assert len(graphs) == 2
    assert parties == {f"{IRIS.base}id/org/nasa", f"{IRIS.base}id/org/cnes"}
    assert "llm.date" in rules
    assert str(IRIS.terms.heldAt) not in {p for p, _ in own}
    assert "does not stand in the article" in json.dumps(model.requests[1]["messages"])
    assert (tmp_path / "again.nq").read_bytes() == (tmp_path / "out.nq").read_bytes()
    assert again.articles == 1


def test_an_endpoint_that_fails_is_told_and_leaves_no_file(article: Path, tmp_path: Path) -> None:
    with served(FakeModel(), status=400) as base_url:
        address = ModelAddress(base_url=base_url, model="made-up", cache=tmp_path / "answers")
        with pytest.raises(EnvironmentFault, match="gave no answer"):
            convert_to_file([article], tmp_path / "out.nq", iris=IRIS, address=address)

    assert not (tmp_path / "out.nq").exists()

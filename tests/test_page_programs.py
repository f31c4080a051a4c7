"""The running page for programs: the one tool that MCP clients are offered, and the README's examples."""

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from gradio_client import Client

from tests.serving import serve_files

mcp = pytest.importorskip("mcp", reason="gradio[mcp] is not installed")

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
SERVED = "http://127.0.0.1:7860"
EXAMPLES = [
    block for block in re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL) if SERVED in block
]
PORT = """---
title: 青禾区口岸方案
reference: 青府〔2021〕7号
date: 2021-03-04
---
# 青禾区口岸方案

## 一、海关保护

海关保护由云岭海关牵头，青禾区公安分局配合。
"""
ASKED = "海关保护由谁牵头？"

pytestmark = pytest.mark.slow  # each imports gradio with its MCP server


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server's index is."""
    return tmp_path_factory.mktemp("served") / "index"


@pytest.fixture(scope="module")
def url(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page with its tool and without feedback, over one small document."""
    files = tmp_path_factory.mktemp("files")
    (files / "口岸.md").write_text(PORT, encoding="utf-8")
    with serve_files(files, folder, "--mcp", "--no-feedback") as url:
        yield url.rstrip("/")


def over_mcp(url: str, call: Callable[[Any], Any]) -> Any:
    """What a session of an MCP client gives."""
    from mcp.client.streamable_http import streamable_http_client

    async def session() -> Any:
        async with (
            streamable_http_client(f"{url}/gradio_api/mcp/") as (read, write, _),
            mcp.ClientSession(read, write) as opened,
        ):
            await opened.initialize()
            return await call(opened)

    return asyncio.run(session())


def asked(url: str, **arguments: Any) -> Any:
    return over_mcp(url, lambda session: session.call_tool("ask_policy", arguments))


def test_mcp_clients_are_offered_one_tool_with_its_arguments_typed_and_described(url: str) -> None:
    (tool,) = over_mcp(url, lambda session: session.list_tools()).tools
    assert tool.name == "ask_policy"
    assert "exact quotes" in tool.description
    assert "Never add to it what no quote says" in tool.description
    schema = tool.inputSchema
    assert schema["required"] == ["question"]
    assert list(schema["properties"]) == ["question", "document", "year", "as_of"]
    for argument in schema["properties"].values():
        assert argument["type"] == "string"
        assert len(argument["description"]) > 20


def test_nothing_but_the_tool_is_offered(url: str) -> None:
    async def others(session: Any) -> list[Any]:
        resources, templates = await session.list_resources(), await session.list_resource_templates()
        return [*resources.resources, *templates.resourceTemplates, *(await session.list_prompts()).prompts]

    assert over_mcp(url, others) == []


def test_the_tool_answers_in_json_with_citations_that_slice_the_document(url: str) -> None:
    result = asked(url, question=ASKED, document="口岸", year="2020-2021")
    assert not result.isError
    (content,) = result.content
    found = json.loads(content.text)
    assert found["answered"] is True
    assert found["short"] == ["云岭海关"]
    assert found["citations"]
    for citation in found["citations"]:
        assert citation["quote"] == PORT[citation["start"] : citation["end"]]
        assert citation["reference"] == "青府〔2021〕7号"


def test_the_tool_declines_in_json(url: str) -> None:
    found = json.loads(asked(url, question=" ").content[0].text)
    assert (found["answered"], found["reason"], found["citations"]) == (False, "empty", [])
    assert found["text"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"question": ASKED, "document": "公园"}, "口岸.md"),
        ({"question": ASKED, "year": "昨天"}, "2019-2021"),
        ({"question": ASKED, "as_of": "昨天"}, "2021-10-11"),
        ({"question": 5}, "string"),
        ({}, "question"),
        ({"question": ASKED, "top_k": 3}, "top_k"),
    ],
)
def test_what_the_tool_cannot_do_is_an_error_that_says_why(url: str, arguments: dict[str, Any], said: str) -> None:
    result = asked(url, **arguments)
    assert result.isError
    assert said in result.content[0].text
    assert "Traceback" not in result.content[0].text


def test_query_is_there_for_other_programs_beside_the_tool(url: str) -> None:
    with closing(Client(url, verbose=False, analytics_enabled=False)) as client:
        described = client.view_api(return_format="dict", print_info=False)
        assert isinstance(described, dict)
        assert {*described["named_endpoints"]} == {"/query", "/ask_policy"}
        assert client.predict(ASKED, api_name="/query")["short"] == ["云岭海关"]


def test_without_feedback_nothing_is_kept_beside_the_index(url: str, folder: Path) -> None:
    assert url
    assert [file.name for file in folder.parent.iterdir()] == [folder.name]


def test_the_readme_has_an_example_for_each_kind_of_client() -> None:
    assert len(EXAMPLES) == 2
    for name in ("gradio_client", "mcp"):
        assert sum(f"from {name} import" in block for block in EXAMPLES) == 1


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda block: "mcp" if "ask_policy" in block else "gradio_client")
def test_the_readmes_examples_run_as_they_stand(url: str, example: str, tmp_path: Path) -> None:
    file = tmp_path / "example.py"
    file.write_text(example.replace(SERVED, url), encoding="utf-8")
    command = [sys.executable, "-X", "utf8", str(file)]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr
    assert "云岭海关" in ran.stdout
    assert "Warning" not in ran.stderr

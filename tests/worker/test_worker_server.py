"""The engine process spoken to line by line, also by a client that does not know the rules."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from landslide_plugin.common.paths import plugin_version
from landslide_plugin.environment.child_process import scrubbed_environment


class Conversation:
    """The real server on a pair of pipes."""

    def __init__(self, root, *arguments):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "landslide_plugin.worker.server", *arguments],
            cwd=root,
            env=scrubbed_environment(PYTHONPATH=str(root)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        assert self.process.stdout.readline() == b"a start-up file prints\n"

    def say(self, line):
        self.process.stdin.write((line if isinstance(line, str) else json.dumps(line)).encode() + b"\n")
        self.process.stdin.flush()

    def hear(self):
        return json.loads(self.process.stdout.readline())

    def ask(self, line):
        self.say(line)
        return self.hear()

    def greet(self, **changes):
        params = {"protocol": 1, "plugin_version": plugin_version(), **changes}
        return self.ask({"jsonrpc": "2.0", "id": 0, "method": "hello", "params": params})


@pytest.fixture
def converse(root):
    started = []

    def start(*arguments):
        started.append(Conversation(root, *arguments))
        return started[-1]

    yield start
    for conversation in started:
        conversation.process.kill()
        conversation.process.stdin.close()
        conversation.process.stdout.close()
        conversation.process.wait()


def job(identity, method, **params):
    return {"jsonrpc": "2.0", "id": identity, "method": method, "params": params}


def test_the_first_answer_names_protocol_version_python_and_process(converse):
    conversation = converse()
    answer = conversation.greet()["result"]
    assert answer["protocol"] == 1 and answer["plugin_version"] == plugin_version()
    assert answer["pid"] == conversation.process.pid and answer["python"].startswith("3.")


@pytest.mark.parametrize("changes", [{"protocol": 2}, {"plugin_version": "0.0.1"}])
def test_another_version_is_refused_with_a_sentence_and_no_job_runs(converse, changes):
    conversation = converse()
    error = conversation.greet(**changes)["error"]
    assert error["code"] == -32001 and error["message"].endswith("restart QGIS.")
    assert conversation.ask(job(1, "tells"))["error"]["code"] == -32600


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("this is no JSON", -32700),
        ('{"jsonrpc": "2.0", "id": 3', -32700),
        ("[1, 2]", -32600),
        ({"jsonrpc": "2.0", "id": 3}, -32600),
        ({"jsonrpc": "2.0", "id": 3, "method": "tells", "params": [1]}, -32602),
        (job(3, "fly"), -32601),
    ],
)
def test_what_is_no_proper_request_gets_its_error_and_the_next_an_answer(converse, line, code):
    conversation = converse()
    conversation.greet()
    assert conversation.ask(line)["error"]["code"] == code
    assert conversation.ask(job(4, "tells", number=5))["result"]["number"] == 5


def test_a_waiting_request_is_cancelled_at_once_and_the_running_one_goes_on(converse, tmp_path):
    conversation = converse()
    conversation.greet()
    conversation.say(job(1, "works_until_cancelled", file=str(tmp_path / "trace")))
    assert conversation.hear()["params"]["id"] == 1
    conversation.say(job(2, "tells"))
    answer = conversation.ask({"jsonrpc": "2.0", "method": "cancel", "params": {"id": 2}})
    assert (answer["id"], answer["error"]["code"]) == (2, -32002)
    answer = conversation.ask({"jsonrpc": "2.0", "method": "cancel", "params": {"id": 1}})
    assert (answer["id"], answer["error"]["code"]) == (1, -32002)


def test_cancelling_what_is_long_done_is_no_error(converse):
    conversation = converse()
    conversation.greet()
    conversation.ask(job(1, "tells"))
    conversation.say({"jsonrpc": "2.0", "method": "cancel", "params": {"id": 1}})
    assert conversation.ask(job(2, "tells"))["id"] == 2


def test_control_is_answered_at_once_while_a_job_runs(converse, tmp_path):
    conversation = converse()
    conversation.greet()
    assert conversation.ask(job(1, "control", id=7, action="pause"))["error"]["code"] == -32602
    conversation.say(job(2, "works_until_cancelled", file=str(tmp_path / "trace")))
    assert conversation.hear()["params"]["id"] == 2
    assert conversation.ask(job(3, "control", id=2, action="pause")) == {"jsonrpc": "2.0", "id": 3, "result": {}}
    assert conversation.ask(job(4, "control", id=2, action="sing"))["error"]["code"] == -32602
    answer = conversation.ask({"jsonrpc": "2.0", "method": "cancel", "params": {"id": 2}})
    assert (answer["id"], answer["error"]["code"]) == (2, -32002), "a paused job is cancelled too"


def test_shutdown_is_answered_and_ends_the_process(converse):
    conversation = converse()
    assert conversation.ask(job(9, "shutdown"))["result"] == {}
    assert conversation.process.wait(20) == 0


def test_silence_ends_the_process(converse):
    assert converse("--idle-seconds", "0.2").process.wait(20) == 0


def test_the_end_of_the_requests_ends_the_process_and_the_job_cleans_up(converse, tmp_path):
    conversation = converse()
    conversation.greet()
    conversation.say(job(1, "works_until_cancelled", file=str(tmp_path / "trace")))
    conversation.hear()
    conversation.process.stdin.close()
    conversation.process.wait(20)
    assert (tmp_path / "trace").exists()


def test_the_end_of_the_requests_ends_even_a_job_that_hears_nothing(converse, wait_until_gone):
    conversation = converse()
    conversation.greet()
    child = int(conversation.ask(job(1, "hangs"))["params"]["message"].split()[1])
    conversation.process.stdin.close()
    conversation.process.wait(20)
    wait_until_gone(child)

"""What holds for every command: the help, what each needs to be installed, settings that are wrong."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from bot.cli import main
from tests.cli.parts import ROOT, process

NAMES = ("ask", "audit", "calibrate", "chat", "check", "db", "doctor", "evaluate", "page", "report", "serve", "staff")
WEB = ("starlette", "uvicorn", "jinja2", "argon2", "anyio", "multipart", "python_multipart")
MEANING = ("numpy", "onnxruntime", "tokenizers")
CHANNELS = ("sse_starlette", "slack_bolt", "slack_sdk", "aiohttp", "discord")
WITHOUT = """
import sys
sys.modules.update(dict.fromkeys(sys.argv.pop(1).split()))
from bot.cli import main
main(prog_name="python -m bot")
"""
"""A command line on a machine where some packages cannot be imported."""


def without(packages: tuple[str, ...], *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command line as if the packages were not installed."""
    command = [sys.executable, "-c", WITHOUT, " ".join(packages), *arguments]
    return subprocess.run(command, cwd=ROOT, input=given, capture_output=True, text=True, timeout=60, check=False)


def test_the_help_lists_every_command() -> None:
    """Help stands on standard output with one line for each command."""
    result = CliRunner().invoke(main, ["--help"], catch_exceptions=False)
    assert result.exit_code == 0
    listed = result.stdout.partition("Commands:\n")[2]
    assert tuple(line.split()[0] for line in listed.splitlines() if line.startswith("  ")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_its_help(name: str) -> None:
    """`COMMAND -h` says what it does."""
    result = CliRunner().invoke(main, [name, "-h"], catch_exceptions=False)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: main {name} ")


def test_an_unknown_command_is_wrong_use() -> None:
    """A command that is not there is told on standard error, and the exit is 2."""
    result = CliRunner().invoke(main, ["frob"], catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "frob" in result.stderr


@pytest.mark.parametrize("package", ["starlette", "uvicorn", "argon2", "jinja2"])
def test_serve_says_what_to_install(package: str) -> None:
    """Without a package of the `web` extra, `serve` names it and the one command that mends it, and exits with 2."""
    ended = without((package,), "serve", "--any", "thing")
    told = f"`serve` needs {package}: pip install 'clinic-frontdesk[web]'\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", told)


def test_the_help_needs_no_extra() -> None:
    """Without the `web` extra the help still lists every command, and says what `serve` lacks."""
    ended = without(WEB, "--help")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert all(f"\n  {name} " in ended.stdout for name in NAMES)
    assert "Not installed" in ended.stdout


@pytest.mark.parametrize(
    ("arguments", "given", "told"),
    [
        (("ask", "how long is a session"), "", "45 minutes"),
        (("ask", "--jsonl", "-"), '{"text": "how long is a session"}\n', "45 minutes"),
        (("chat",), "how long is a session\n", "45 minutes"),
        (("check", "--schema"), "", "entries"),
    ],
    ids=["ask", "ask --jsonl", "chat", "check"],
)
def test_the_other_commands_need_only_the_core(arguments: tuple[str, ...], given: str, told: str) -> None:
    """With only the core packages everything but `serve` works."""
    ended = without(WEB + CHANNELS + MEANING, *arguments, given=given)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert told in ended.stdout


def test_a_module_of_ours_that_is_missing_is_no_missing_extra() -> None:
    """A file lost from the installation is not explained by a package that nobody needs."""
    ended = without(("bot.live",), "serve")
    assert ended.returncode == 1
    assert "pip install" not in ended.stderr


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("FRONTDESK_PORT", "abc-canary", "FRONTDESK_PORT: Input should be a valid integer"),
        ("FRONTDESK_PORT", "70001", "FRONTDESK_PORT: Input should be less than or equal to 65535"),
        ("FRONTDESK_SESSION_HOURS", "0", "FRONTDESK_SESSION_HOURS: Input should be greater than or equal to 1"),
        ("FRONTDESK_IS_SECURE", "canary", "FRONTDESK_IS_SECURE: Input should be a valid boolean"),
        ("FRONTDESK_FRAME_ANCESTORS", "canary", "frame_ancestors"),
    ],
)
def test_a_wrong_setting_is_named_without_its_value(name: str, value: str, told: str) -> None:
    """One line names the variable; its value, which may be a secret, is not repeated; the exit is 2."""
    ended = process("serve", environment={name: value})
    stderr = ended.stderr.decode()
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert told in stderr
    assert stderr.count("\n") == 1
    assert "canary" not in stderr

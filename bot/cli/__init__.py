"""The commands: data on standard output, talk on standard error; exit 0 fine, 1 findings, 2 cannot be done."""

from __future__ import annotations

import sys
from importlib import import_module

import click
from pydantic import ValidationError
from pydantic_settings import SettingsError

from bot import __version__, logs
from bot.errors import ConfigurationError, FrontDeskError

__all__ = ["main"]

_NAMES = ("ask", "audit", "calibrate", "chat", "check", "db", "doctor", "evaluate", "page", "report", "serve", "staff")
_EXTRA = {"doctor": "web", "page": "paging", "serve": "web", "staff": "web"}


class _Group(click.Group):
    """Loads a command when it is asked for, so that each needs only its own extra.

    Turns our errors into one clear message.
    """

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the commands' names."""
        return list(_NAMES)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Import a command's module, which holds the command by the same name, or stand in for what cannot be."""
        if name not in _NAMES:
            return None
        try:
            command: click.Command = getattr(import_module(f"bot.cli.{name}"), name)
        except ModuleNotFoundError as missing:
            package = (missing.name or "").partition(".")[0]
            if name not in _EXTRA or package == "bot":
                raise
            return _stand_in(name, missing=package, extra=_EXTRA[name])
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; nobody sees a stack trace for what we foresaw."""
        problem: FrontDeskError
        try:
            return super().invoke(ctx)
        except ValidationError as error:
            problem = _settings_problem(error)
        except SettingsError as error:
            problem = ConfigurationError(
                f'{error}: write it as JSON, such as ["https://clinic.example"] or {{"on-call nurse": ["mailto://…"]}}'
            )
        except FrontDeskError as error:
            problem = error
        click.echo(str(problem), err=True)
        return ctx.exit(problem.exit_code)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="frontdesk")
def main() -> None:
    """Run the front desk of a clinic's chat."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    logs.configure()


def _stand_in(name: str, *, missing: str, extra: str) -> click.Command:
    """Return a command that only says what it lacks, so that the other commands can be listed and run."""
    lack = f"`{name}` needs {missing}: pip install 'clinic-frontdesk[{extra}]'"

    def refuse() -> None:
        raise ConfigurationError(lack)

    anything = {"ignore_unknown_options": True, "allow_extra_args": True}
    return click.Command(name, callback=refuse, help=f"Not installed: {lack}", context_settings=anything)


def _settings_problem(error: ValidationError) -> ConfigurationError:
    """Name each setting that is wrong, without its value, which may be a secret."""
    found = (f"FRONTDESK_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors(include_input=False))
    return ConfigurationError("\n".join(found))

"""The shipped networks, on the real encoder."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ConfigurationError
from bot.meaning.danger import LONGEST_BEGINNING, MODELS, PINS, heard, load, shipped
from bot.meaning.encoder import Encoder
from bot.meaning.installed import danger
from bot.model import Concern
from bot.text import readings
from bot.triage import classifier
from bot.triage.shipped import MODELS as CORE
from bot.triage.shipped import shipped as shipped_triage

if TYPE_CHECKING:
    from pathlib import Path

LISTENERS = shipped()
SERIOUSNESS = {Concern.CRISIS: 2, Concern.EMERGENCY: 2, Concern.CRISIS_POSSIBLE: 1}


def hear(text: str) -> set[Concern]:
    """Return what the classifiers hear, without any phrase list."""
    return {signal.concern for one in LISTENERS for signal in one.signals(readings(text))}


def worst(text: str) -> int:
    """Return 2 for an alarm, 1 for a doubt, 0 for nothing."""
    return max((SERIOUSNESS[concern] for concern in hear(text)), default=0)


@pytest.mark.parametrize(
    "text",
    [
        "i want to kill myself tonight",
        "I have written the letters and I do not plan to see Monday.",
        "my brother texted that he is going to end his life, what do i do",
        "I took all of my pills on purpose so that I would not wake up",
    ],
)
def test_danger_alarms(text: str) -> None:
    """Explicit danger is an alarm by weights alone."""
    assert Concern.CRISIS in hear(text)


def test_an_emergency_alarms() -> None:
    """A body in danger is an emergency by weights alone."""
    assert Concern.EMERGENCY in hear("he collapsed, he is not breathing and his lips are turning blue")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hi",
        "how long is a session",
        "dying to know how much it costs",
        "this traffic is killing me, i will be ten minutes late",
        "Is Suicide Squad any good?",
        "my phone died, can you send the address again",
        "thanks, see you on tuesday!",
    ],
)
def test_idioms_and_business_do_not(text: str) -> None:
    """Dark words of everyday speech, and the desk's business, raise nothing."""
    assert hear(text) == set()


CRISIS = "i want to kill myself tonight"


@settings(max_examples=40)
@given(after=st.text(alphabet="abc xyz.,!?\n", max_size=80))
def test_text_after_a_full_stop_never_lowers_it(after: str) -> None:
    """What alarms still alarms with anything after it, whatever becomes of the whole message."""
    assert worst(f"{CRISIS}. {after}") == 2


def test_what_was_heard_is_still_heard_with_more_after_it() -> None:
    """Every text that was encoded is encoded again when a sentence is added: its score can only be joined by others."""
    before = "I sold the car. I wrote to my sister. The cat has a new home. Nobody needs me on Monday."
    assert set(heard(readings(before)[0])) <= set(heard(readings(f"{before} What are your hours?")[0]))


def test_beginnings_end_where_the_encoder_does() -> None:
    """A long message is not encoded over and over: its beginnings are as long as what the encoder reads."""
    texts = heard(readings("It rained on the garden all day long. " * 200)[0])
    assert max(len(text.split()) for text in texts) <= LONGEST_BEGINNING
    assert len(heard(readings("I am here. Where are you? Call me.")[0])) <= 6


def test_another_process_hears_the_same() -> None:
    """The same message gets the same score in another process, to the last digit."""
    script = (
        "from bot.meaning.danger import shipped; from bot.text import readings\n"
        f"print([signal.id for one in shipped() for signal in one.signals(readings({CRISIS!r}))])\n"
        "from bot.meaning.encoder import Encoder; from bot.meaning.danger import heard\n"
        f"print(Encoder().states(heard(readings({CRISIS!r})[0]))[0].tobytes().hex()[:64])"
    )
    found = {
        subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout
        for _ in range(2)
    }
    here = [signal.id for one in LISTENERS for signal in one.signals(readings(CRISIS))]
    vector = Encoder().states(heard(readings(CRISIS)[0]))[0].tobytes().hex()[:64]
    assert found == {f"{here}\n{vector}\n"}


def test_concerns_without_a_network_keep_the_core() -> None:
    """A classifier of the core that has no network still listens."""
    lonely = replace(classifier.load(CORE)[0], name="clinical")
    assert lonely in load(MODELS, (*classifier.load(CORE), lonely), Encoder())


def test_the_extra_is_found() -> None:
    """Where the extra is installed, the place that wires the rooms gets the classifiers that read meaning."""
    assert danger() == LISTENERS


def test_the_shipped_triage_takes_them() -> None:
    """They stand in the triage in place of the core's classifiers, beside the same phrases."""
    reading = readings("I have written the letters and I do not plan to see Monday.")
    heard_alone = {signal for one in LISTENERS for signal in one.signals(reading)}
    assert heard_alone <= set(shipped_triage(LISTENERS).signals(reading))
    assert shipped_triage(LISTENERS).vocabulary == shipped_triage().vocabulary


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the shipped networks."""
    return shutil.copytree(MODELS, tmp_path / "models")


def refusal(folder: Path, core: tuple[classifier.Classifier, ...] | None = None) -> str:
    """Return why a folder's networks are refused."""
    with pytest.raises(ConfigurationError) as refused:
        load(folder, core or classifier.load(CORE), Encoder())
    return str(refused.value)


def test_other_weights_are_refused(folder: Path) -> None:
    """Weights that are not the pinned ones stop the start."""
    (folder / "crisis.npz").write_bytes(b"PK")
    assert refusal(folder) == "crisis.npz: not the weights that danger.json pins; install the desk again"


def test_weights_of_another_core_are_refused(folder: Path) -> None:
    """A network is only fused with the core that it was trained beside."""
    core = tuple(replace(one, weights=bytes(len(one.weights))) for one in classifier.load(CORE))
    assert refusal(folder, core) == "crisis.npz: trained beside other weights of the core; run `make models`"


@pytest.mark.parametrize("name", [PINS, "emergency.npz"])
def test_missing_files_are_refused(folder: Path, name: str) -> None:
    """A file that is not there stops the start."""
    (folder / name).unlink()
    assert refusal(folder) == "models: the networks are not whole; install the desk again"


def test_weights_that_are_no_weights_are_refused(folder: Path) -> None:
    """Even where somebody pinned it, a file that holds no weights stops the start."""
    pins = json.loads((folder / PINS).read_text())
    (folder / "crisis.npz").write_bytes(b"")
    pins["crisis"]["sha256"] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    (folder / PINS).write_text(json.dumps(pins))
    assert refusal(folder) == "models: the networks are not whole; install the desk again"

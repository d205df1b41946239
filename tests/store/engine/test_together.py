from __future__ import annotations

import random
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import pytest

from bot.store.engine.together import AT_ONCE, Together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future

BAD = "bad"


class Interrupted(BaseException):
    """What ends a thread like a signal does."""


class Work:
    """Doubles words, and stops in the middle of the first go until it is told to go on."""

    def __init__(self) -> None:
        self.goes: list[list[str]] = []
        self.alone: list[str] = []
        self.has_begun, self.may_go_on = threading.Event(), threading.Event()
        self.dies_in: int | None = None
        self.together = Together(self.all, self.one, key=lambda word: word.partition(" ")[0])

    def all(self, words: Sequence[str]) -> Sequence[Callable[[], str]]:
        """Double words in one go; none of them where one is bad."""
        self.goes.append(list(words))
        if len(self.goes) == 1:
            self.has_begun.set()
            assert self.may_go_on.wait(10)
        if len(self.goes) == self.dies_in:
            raise Interrupted
        return [partial(str, doubled(word)) for word in words]

    def one(self, word: str) -> str:
        """Double one word."""
        self.alone.append(word)
        return doubled(word)

    def until_waiting(self, count: int) -> None:
        """Return when so many wait in line."""
        until(lambda: self.together.waiting == count)


def doubled(word: str) -> str:
    """Return a word twice, unless it is bad."""
    if word.startswith(BAD):
        raise ValueError(word)
    return word * 2


def until(is_so: Callable[[], bool]) -> None:
    """Return when something is so."""
    for _ in range(1_000):
        if is_so():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it never was so")


@pytest.fixture
def work() -> Work:
    """Return work that stops in its first go."""
    return Work()


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    """Return threads that have all ended with the test."""
    with ThreadPoolExecutor(2 * AT_ONCE) as threads:
        yield threads


def in_line(work: Work, threads: ThreadPoolExecutor, words: Sequence[str]) -> list[Future[str]]:
    """Let the first word be in its go, the others wait in line for it, in this order."""
    begun = [threads.submit(work.together.do, words[0])]
    assert work.has_begun.wait(10)
    for count, word in enumerate(words[1:], 1):
        begun.append(threads.submit(work.together.do, word))
        work.until_waiting(count)
    return begun


def test_who_asks_alone_waits_for_nobody(work: Work) -> None:
    """One word is one go."""
    work.may_go_on.set()
    assert work.together.do("a") == "aa"
    assert work.goes == [["a"]]


def test_who_comes_meanwhile_is_done_in_the_next_go(work: Work, threads: ThreadPoolExecutor) -> None:
    """All that wait are done in one go, in the order in which they came, and each gets its own."""
    begun = in_line(work, threads, ["a", "b", "c", "d"])
    work.may_go_on.set()
    assert [one.result(10) for one in begun] == ["aa", "bb", "cc", "dd"]
    assert work.goes == [["a"], ["b", "c", "d"]]
    assert work.together.waiting == 0


def test_of_what_belongs_together_one_is_done_at_a_time(work: Work, threads: ThreadPoolExecutor) -> None:
    """The second word of a key waits for the go after the first one's."""
    begun = in_line(work, threads, ["a", "b 1", "b 2", "c", "b 3"])
    work.may_go_on.set()
    assert [one.result(10) for one in begun] == ["aa", "b 1b 1", "b 2b 2", "cc", "b 3b 3"]
    assert work.goes == [["a"], ["b 1", "c"], ["b 2"], ["b 3"]]


def test_a_go_has_an_end(work: Work, threads: ThreadPoolExecutor) -> None:
    """More than fit into one go are done in two."""
    words = [f"w{number}" for number in range(AT_ONCE + 3)]
    begun = in_line(work, threads, ["a", *words])
    work.may_go_on.set()
    assert [one.result(10) for one in begun] == [doubled(word) for word in ["a", *words]]
    assert work.goes == [["a"], words[:AT_ONCE], words[AT_ONCE:]]


def test_one_bad_word_takes_no_other_with_it(work: Work, threads: ThreadPoolExecutor) -> None:
    """Where a go fails each is done alone: only who asked for the bad one gets its error."""
    begun = in_line(work, threads, ["a", "b", BAD, "c"])
    work.may_go_on.set()
    assert [one.result(10) for one in (begun[0], begun[1], begun[3])] == ["aa", "bb", "cc"]
    with pytest.raises(ValueError, match=BAD):
        begun[2].result(10)
    assert sorted(work.alone) == ["b", BAD, "c"]
    assert work.together.do("d") == "dd"


def test_a_bad_word_by_itself_is_not_tried_twice(work: Work) -> None:
    """A go of one is as good as alone."""
    work.may_go_on.set()
    with pytest.raises(ValueError, match=BAD):
        work.together.do(BAD)
    assert work.alone == []


def test_each_may_end_in_its_own_way(threads: ThreadPoolExecutor) -> None:
    """A go may leave something to its caller, who does it alone while the next go is under way."""
    is_alone, may_end = threading.Event(), threading.Event()

    def slowly(word: str) -> str:
        is_alone.set()
        assert may_end.wait(10)
        return doubled(word)

    def some(words: Sequence[str]) -> Sequence[Callable[[], str]]:
        return [partial(slowly if word == "slow" else doubled, word) for word in words]

    together = Together(some, doubled, key=str)
    slow = threads.submit(together.do, "slow")
    assert is_alone.wait(10)
    assert threads.submit(together.do, "a").result(10) == "aa"
    may_end.set()
    assert slow.result(10) == "slowslow"


def test_a_leader_that_dies_leaves_nobody_waiting(work: Work, threads: ThreadPoolExecutor) -> None:
    """Whatever ends it, who waits leads."""
    work.dies_in = 1
    begun = in_line(work, threads, ["a", "b", "c"])
    work.may_go_on.set()
    with pytest.raises(Interrupted):
        begun[0].result(10)
    assert [one.result(10) for one in begun[1:]] == ["bb", "cc"]
    assert work.goes == [["a"], ["b", "c"]]


def test_a_dying_leader_hands_its_go_back(work: Work, threads: ThreadPoolExecutor) -> None:
    """Those who were in the go of another are woken and do their own."""
    work.dies_in = 2
    begun = in_line(work, threads, ["a", "b", "c", "d"])
    work.may_go_on.set()
    assert begun[0].result(10) == "aa"
    with pytest.raises(Interrupted):
        begun[1].result(10)
    assert [one.result(10) for one in begun[2:]] == ["cc", "dd"]
    assert sorted(work.alone) == ["c", "d"]


@pytest.mark.parametrize("words", [["a"], ["a", "b"]], ids=["who-would-lead-next", "in-the-middle"])
def test_who_is_interrupted_is_not_waited_for(work: Work, threads: ThreadPoolExecutor, words: list[str]) -> None:
    """A thread that a signal takes out of the line leaves nobody behind who counts on it."""
    begun = in_line(work, threads, words)
    before = signal.signal(signal.SIGUSR1, interrupt)
    main = threading.main_thread().ident
    assert main is not None

    def end_it() -> None:
        work.until_waiting(len(begun))
        signal.pthread_kill(main, signal.SIGUSR1)

    threads.submit(end_it)
    try:
        with pytest.raises(Interrupted):
            work.together.do("gone")
    finally:
        signal.signal(signal.SIGUSR1, before)
    begun.append(threads.submit(work.together.do, "c"))
    work.until_waiting(len(begun) - 1)
    work.may_go_on.set()
    assert [one.result(10) for one in begun][-1] == "cc"
    assert all("gone" not in go for go in work.goes)


def interrupt(_number: int, _frame: object) -> None:
    """End what the main thread waits for."""
    raise Interrupted


def test_many_threads(threads: ThreadPoolExecutor) -> None:
    """However they meet, and whichever goes fail, each word is done once and everybody is told how it ended."""
    chance = random.Random(3)  # noqa: S311 - which goes fail, not a secret
    done: list[str] = []

    def one(word: str) -> str:
        done.append(word)
        return doubled(word)

    def some(words: Sequence[str]) -> Sequence[Callable[[], str]]:
        if len(words) > 1 and chance.random() < 0.3:
            raise OSError
        done.extend(words)
        return [partial(doubled, word) for word in words]

    together: Together[str, str] = Together(some, one, key=lambda word: word[-1])

    def ask(word: str) -> str:
        try:
            return together.do(word)
        except ValueError as error:
            return f"{error} is refused"

    words = [f"{'w' if number % 7 else BAD}{number}" for number in range(3_000)]
    wanted = [f"{word} is refused" if word.startswith(BAD) else doubled(word) for word in words]
    assert list(threads.map(ask, words, timeout=60)) == wanted
    assert sorted(done) == sorted(words)
    assert together.waiting == 0

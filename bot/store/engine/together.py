"""Flat combining: what many threads ask for at once, one of them does for all.

Whoever comes first leads; who comes meanwhile waits in line. The next leader is the first in line, who takes all that
wait then. So the more ask at once, the more is done in one go, and who asks alone waits for nobody.

Danny Hendler, Itai Incze, Nir Shavit, Moran Tzafrir: *Flat Combining and the Synchronization-Parallelism Tradeoff*
(SPAA 2010).
"""

from __future__ import annotations

import threading
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, Generic, NoReturn, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")

AT_ONCE: Final = 64

_MANY: Final = 8
_BACK_SECONDS: Final = 0.003
"""After a go for many its leader's successor waits so long for most of them: whoever was just woken asks again at once,
and the first one back would make a go of its own, for which all the others would have to wait.
"""


class _Caller(Generic[Item, Result]):
    """A thread that waits: what it wants, and how that ended. Woken without an ending, it leads."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.ending: Callable[[], Result] | None = None
        self._bell = threading.Lock()
        self._bell.acquire()

    def sleep(self) -> None:
        """Return when it was woken, which happens once."""
        self._bell.acquire()

    def wake(self) -> None:
        """Let it go on."""
        self._bell.release()


class Together(Generic[Item, Result]):
    """Does things one by one for who asks alone, and many in one go for many who ask at once.

    `do_all` is given at most one item of each `key`, so that what belongs together keeps its order. It returns for each
    item how it ended, as a function that its caller then runs in its own thread: to return, to raise, or to do the item
    alone. Where it raises, no item was done, and each caller does its own alone: one that cannot be done takes no other
    with it.
    """

    def __init__(
        self,
        do_all: Callable[[Sequence[Item]], Sequence[Callable[[], Result]]],
        do_alone: Callable[[Item], Result],
        *,
        key: Callable[[Item], Hashable],
    ) -> None:
        self._do_all, self._do_alone, self._key = do_all, do_alone, key
        self._guard = threading.Lock()
        self._came = threading.Condition(self._guard)
        self._expected = 0
        self._line: list[_Caller[Item, Result]] = []
        self._leader: _Caller[Item, Result] | None = None

    @property
    def waiting(self) -> int:
        """Return how many wait in line: none of them is being done yet."""
        with self._guard:
            return len(self._line)

    def do(self, item: Item) -> Result:
        """Return what the item came to, or raise its own error, once it is done."""
        caller: _Caller[Item, Result] = _Caller(item)
        if not self._is_first(caller):
            self._wait(caller)
        ending = caller.ending or self._lead(caller)
        return ending()

    def _is_first(self, caller: _Caller[Item, Result]) -> bool:
        with self._guard:
            self._line.append(caller)
            self._came.notify()
            self._leader = self._leader or caller
            return self._leader is caller

    def _wait(self, caller: _Caller[Item, Result]) -> None:
        try:
            caller.sleep()
        except BaseException:  # a signal, in the main thread: nobody may wait for who has gone
            self._leave(caller)
            raise

    def _lead(self, leader: _Caller[Item, Result]) -> Callable[[], Result]:
        """Do what waits and return how the leader's own ended; who waits is woken whatever happens."""
        callers: list[_Caller[Item, Result]] = []
        endings: Sequence[Callable[[], Result]] = ()
        try:
            self._take(callers)
            endings = self._do_all([caller.item for caller in callers])
        except Exception as error:  # noqa: BLE001 - each caller meets its own when it does its item alone
            endings = [partial(_fail, error)] if len(callers) == 1 else ()
        finally:
            self._leave(leader)
            for caller, ending in zip_longest(callers, endings):
                caller.ending = ending or partial(self._do_alone, caller.item)
                caller.wake()
        return leader.ending or partial(self._do_alone, leader.item)

    def _take(self, taken: list[_Caller[Item, Result]]) -> None:
        """Take the first of each key out of the line; the leader, who is the first of all, is among them."""
        with self._guard:
            self._came.wait_for(lambda: len(self._line) >= self._expected, _BACK_SECONDS)
            firsts: dict[Hashable, _Caller[Item, Result]] = {}
            for caller in self._line:
                firsts.setdefault(self._key(caller.item), caller)
            taken += list(firsts.values())[:AT_ONCE]
            gone = set(taken)
            self._line = [caller for caller in self._line if caller not in gone]
            self._expected = len(taken) * 4 // 5 if len(taken) >= _MANY else 0

    def _leave(self, caller: _Caller[Item, Result]) -> None:
        """Let a caller go; where it leads, the first in line leads now."""
        with self._guard:
            if caller in self._line:
                self._line.remove(caller)
            if self._leader is not caller:
                return
            self._leader = self._line[0] if self._line else None
            if self._leader:
                self._leader.wake()


def _fail(error: Exception) -> NoReturn:
    raise error

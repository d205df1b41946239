"""From a FAQ to an Understanding: learn how sure to be, or read what was learnt before.

What ships with the desk lies beside its FAQ, in `FILE.learned/`; what another FAQ teaches is kept in the cache. Both
are used only where they were learnt from exactly these phrasings, rules, tiers and budget.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import text
from bot.hearing import Hearing
from bot.learning.lesson import key_of
from bot.match import Matcher, phrasings
from bot.match.learn import Lesson, learn, untaught
from bot.match.lexical import LexicalTier
from bot.model import Language
from bot.understanding import Understanding

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.faq.content import Faq
    from bot.learning.shelf import Shelf
    from bot.match.learn import Learned
    from bot.match.tier import Tier
    from bot.triage import Triage

    Tell = Callable[[Language, int, int], None]


class School:
    """Prepares one FAQ in all its languages. `triage` None measures the matcher alone, without topics.

    `meaning` is the tier of the extra, for English; `tell` hears a language and how many of its steps are done.
    """

    def __init__(
        self, faq: Faq, triage: Triage | None, *, meaning: Tier | None = None, tell: Tell = lambda *_: None
    ) -> None:
        self.faq = faq if triage else replace(faq, topics=())
        self._triage = triage
        self.hearing = Hearing(self.faq, triage)
        self._meaning = meaning
        self._tell = tell

    def understanding(self, shelves: Sequence[Shelf]) -> Understanding:
        """Return an Understanding by what lies on a shelf; what lies on none is learnt, and put on the last one."""
        understood = Understanding(self.faq, self.hearing, self.matchers(shelves))
        text.forget()
        return understood

    def matchers(self, shelves: Sequence[Shelf]) -> dict[Language, Matcher]:
        """Return a matcher for each language."""
        return {language: self._matcher(language, shelves) for language in Language}

    def lesson(self, language: Language) -> Lesson:
        """Return what is to be learnt in a language."""
        tiers: tuple[Tier, ...] = (LexicalTier(language=language),)
        if self._meaning and language is Language.ENGLISH:
            tiers = (*tiers, self._meaning)
        return Lesson(
            language=language,
            phrasings=phrasings(self.faq, language),
            tiers=tiers,
            kinds={topic.id: topic.kind for topic in self.faq.topics},
            max_wrong=self.faq.max_wrong,
            is_stopped=self.hearing.stops,
        )

    def learn(self, lesson: Lesson, shelf: Shelf | None = None) -> Learned:
        """Learn it anew, and put it on the shelf."""
        learned = learn(lesson, lambda done, of: self._tell(lesson.language, done, of))
        if shelf:
            shelf.write(lesson, self.key(lesson), learned)
        return learned

    def _matcher(self, language: Language, shelves: Sequence[Shelf]) -> Matcher:
        lesson = self.lesson(language)
        if not lesson.phrasings:
            return Matcher(lesson.phrasings, lesson.tiers, untaught(lesson.tiers))
        key = self.key(lesson)
        known = next((found for shelf in shelves if (found := shelf.read(lesson, key))), None)
        return Matcher(lesson.read, lesson.tiers, known or self.learn(lesson, next(iter(shelves[-1:]), None)))

    def key(self, lesson: Lesson) -> str:
        """Return the hash of all that the lesson's result depends on."""
        return key_of(lesson, self._triage.digest if self._triage else "")

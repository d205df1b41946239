"""Load `faq.yaml`: what the desk may say, complete and final, or every problem at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.faq.content import Canned, Clinic, Entry, Faq, OnCall, OpeningHours, Paging, Source, Topic, TopicKind, Wording
from bot.faq.hours import say_week
from bot.faq.placeholder import RULE_PREFIX, fill
from bot.faq.read import read
from bot.faq.schema import ClinicalBlock, DeskBlock
from bot.model import Language, Queue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from bot.faq.phrasings import Phrasing
    from bot.faq.read import Draft, Spoken
    from bot.faq.schema import CannedBlock, ClinicBlock, EntryBlock, SourceBlock, TopicBlock, WordedBlock


def load(path: Path) -> Faq:
    """Load the file with its phrasing files. Raises FaqError with every problem, by place."""
    return build(read(path))


def build(draft: Draft) -> Faq:
    """Turn a draft into what the desk holds: every placeholder filled in, the phrasing files' lines beside `asks`."""
    file, wordings = draft.file, _Wordings(draft)
    return Faq(
        entries=tuple(_entry(block, wordings.of(block)) for block in file.entries),
        topics=tuple(_topic(kind, block, wordings.of(block)) for kind in TopicKind for block in file.topics(kind)),
        sources=tuple(_source(block) for block in file.sources),
        clinic=_clinic(file.clinic) if file.clinic else None,
        suggested=tuple(file.suggested),
        canned=tuple(_canned(block, file.clinic) for block in file.canned),
        digest=draft.digest,
        max_wrong=file.matching.max_wrong,
    )


class _Wordings:
    """Makes wordings with the clinic's facts filled in, in each language's own way."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._fields = {language: _fields(draft.file.clinic, language) for language in Language}

    def of(self, block: Spoken) -> dict[Language, Wording]:
        """Return the block's wording in every language it has."""
        worded: dict[Language, WordedBlock | None] = {Language.ENGLISH: block, Language.SPANISH: block.es}
        more = {language: self._draft.more_of(block, language) for language in worded}
        return {language: self._wording(each, language, more[language]) for language, each in worded.items() if each}

    def _wording(self, block: WordedBlock, language: Language, more: Sequence[Phrasing]) -> Wording:
        text = fill(block.text, self._fields[language])
        lines = tuple(phrasing.text for phrasing in more)
        return Wording(question=block.question, asks=tuple(block.asks), text=text, more=lines)


def _fields(clinic: ClinicBlock | None, language: Language) -> Mapping[str, str]:
    if clinic is None:
        return {}
    rules = clinic.rules | (clinic.es.rules if clinic.es and language is Language.SPANISH else {})
    return {RULE_PREFIX + name: text for name, text in rules.items()} | {
        "clinic.name": clinic.name,
        "clinic.phone": clinic.phone,
        "clinic.address": clinic.address,
        "clinic.hours": say_week(clinic.hours.days(), language),
    }


def _entry(block: EntryBlock, wordings: dict[Language, Wording]) -> Entry:
    return Entry(
        id=block.id,
        wordings=wordings,
        sources=tuple(block.source),
        reviewed=block.reviewed,
        related=tuple(block.related),
        must=tuple(block.must),
        not_=tuple(block.not_),
    )


def _topic(kind: TopicKind, block: TopicBlock | ClinicalBlock, wordings: dict[Language, Wording]) -> Topic:
    return Topic(id=block.id, kind=kind, wordings=wordings, queue=_queue(block))


def _queue(block: TopicBlock | ClinicalBlock) -> Queue | None:
    match block:
        case DeskBlock():
            return block.queue
        case ClinicalBlock():
            return Queue.CLINICAL
        case _:
            return None


def _canned(block: CannedBlock, clinic: ClinicBlock | None) -> Canned:
    texts = {Language.ENGLISH: fill(block.text, _fields(clinic, Language.ENGLISH))}
    if block.es:
        texts[Language.SPANISH] = fill(block.es.text, _fields(clinic, Language.SPANISH))
    return Canned(id=block.id, label=block.label, texts=texts)


def _source(block: SourceBlock) -> Source:
    return Source(id=block.id, title=block.title, facts=tuple(block.facts))


def _clinic(block: ClinicBlock) -> Clinic:
    weekly = block.hours.days()
    closures = tuple((each.date, each.name) for each in block.closures)
    return Clinic(
        name=block.name,
        phone=block.phone,
        address=block.address,
        country=block.country,
        hours=OpeningHours(time_zone=block.time_zone, weekly=weekly, closures=closures),
        hours_text=say_week(weekly, Language.ENGLISH),
        rules=dict(block.rules),
        on_call=tuple(OnCall(**each.model_dump()) for each in block.on_call),
        paging=Paging(**block.paging.model_dump()),
    )

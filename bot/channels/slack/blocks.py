"""What a patient reads, as Slack's blocks: pure. A reviewed answer is split where it is too long, and never altered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.channels.slack.text import (
    LONGEST_LABEL,
    LONGEST_SECTION,
    Block,
    escape,
    label,
    mrkdwn,
    ours,
    pieces,
    plain,
    unmarked,
)
from bot.model import Language, Tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.model import Choice, Contact, Reply

MOST_BLOCKS: Final = 40
"""Of 50 that a message may have: the rest is for what stands under the text."""

MOST_CHARACTERS: Final = 12_000
"""Of about 13,000 that a message may have."""

CHOSEN: Final = "choice"
LONGEST_VALUE: Final = 2_000
_SAMPLE: Final = "[sample content, not clinically reviewed]"
_BY: Final = {Language.ENGLISH: "{name} (clinic staff)", Language.SPANISH: "{name} (personal de la clínica)"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One message: its blocks, and the text that notifications and screen readers get."""

    text: str
    blocks: tuple[Block, ...]


def of_reply(
    reply: Reply, *, before: Sequence[str] = (), further: Sequence[Choice] = (), after: Sequence[Block] = ()
) -> tuple[Post, ...]:
    """Return a reply of the desk's.

    `before` is said above it in small print, `further` are choices under it, and `after` stands last; none
    of them distracts from an urgent one.
    """
    texts = [(unmarked(paragraph), ours(paragraph)) for paragraph in reply.paragraphs]
    urgent = reply.tone is Tone.URGENT
    choices = (*reply.choices, *reply.related, *(() if urgent else further))
    below = [*_contacts(reply.contacts), *_choices(choices), *_sample(reply), *(() if urgent else after)]
    posts = _posts(texts, below)
    if not before or urgent:
        return posts
    small: Block = {"type": "context", "block_id": "before", "elements": [ours(one) for one in before]}
    return (replace(posts[0], blocks=(small, *posts[0].blocks)), *posts[1:])


def of_staff(name: str, text: str, *, language: Language) -> tuple[Post, ...]:
    """Return what a person on staff wrote, letter by letter, under their name."""
    by = _BY[language].format(name=name)
    head: Block = {"type": "context", "elements": [plain(by)]}
    posts = _posts([(text, plain(text))], [])
    return tuple(replace(one, text=f"{escape(by)}: {one.text}", blocks=(head, *one.blocks)) for one in posts)


def _posts(texts: Iterable[tuple[str, Block]], below: Sequence[Block]) -> tuple[Post, ...]:
    """Return the messages: paragraphs stay whole where one fits; what stands below stands under the last."""
    groups = list(_groups(_sections(texts))) or [[]]
    return tuple(
        Post(text=_spoken(group) or "…", blocks=(*group, *(below if number == len(groups) else ())))
        for number, group in enumerate(groups, 1)
    )


def _sections(texts: Iterable[tuple[str, Block]]) -> Iterator[list[Block]]:
    """Return each paragraph's blocks; a block's id tells which paragraph it is a piece of."""
    for number, (words, text) in enumerate(texts, 1):
        parts = [plain(piece) for piece in pieces(words)] if len(str(text["text"])) > LONGEST_SECTION else [text]
        yield [{"type": "section", "block_id": f"p{number}.{n}", "text": part} for n, part in enumerate(parts, 1)]


def _groups(paragraphs: Iterable[list[Block]]) -> Iterator[list[Block]]:
    group: list[Block] = []
    for paragraph in paragraphs:
        if group and not _fits(group + paragraph):
            yield group
            group = []
        for block in paragraph:
            if not _fits([*group, block]):
                yield group
                group = []
            group.append(block)
    if group:
        yield group


def _fits(blocks: Sequence[Block]) -> bool:
    return len(blocks) <= MOST_BLOCKS and sum(_size(block) for block in blocks) <= MOST_CHARACTERS


def _size(block: Block) -> int:
    text = block["text"]
    return len(str(text["text"])) if isinstance(text, dict) else 0


def _spoken(group: Iterable[Block]) -> str:
    """Return the text of blocks as a notification has it."""
    texts = (block["text"] for block in group)
    return "\n\n".join(_escaped(text) for text in texts if isinstance(text, dict))


def _escaped(text: Block) -> str:
    words = str(text["text"])
    return words.replace("*", "") if text["type"] == "mrkdwn" else escape(words)


def _contacts(contacts: Sequence[Contact]) -> Iterator[Block]:
    """Return the ways to reach help, as links that can be tapped."""
    if contacts:
        links = " · ".join(f"<{escape(one.href).replace('|', '%7C')}|{escape(one.label)}>" for one in contacts)
        yield {"type": "section", "block_id": "contacts", "text": mrkdwn(links)}


def _choices(choices: Sequence[Choice]) -> Iterator[Block]:
    """Return the choices as buttons; questions too long for one are told above it, and it has their number."""
    if any(len(choice.label) > LONGEST_LABEL for choice in choices):
        told = "\n".join(f"{number}. {choice.label}" for number, choice in enumerate(choices, 1))
        yield {"type": "section", "block_id": "options", "text": plain(told[:LONGEST_SECTION])}
    if choices:
        buttons = [_button(number, choice) for number, choice in enumerate(choices, 1)]
        yield {"type": "actions", "block_id": "choices", "elements": buttons}


def _button(number: int, choice: Choice) -> Block:
    shown = label(choice.label if len(choice.label) <= LONGEST_LABEL else f"{number}. {choice.label}")
    value = choice.text[:LONGEST_VALUE]
    return {"type": "button", "action_id": f"{CHOSEN}:{number}", "text": shown, "value": value}


def _sample(reply: Reply) -> Iterator[Block]:
    if reply.is_sample:
        yield {"type": "context", "block_id": "sample", "elements": [plain(_SAMPLE)]}

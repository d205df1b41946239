"""How hard a text is to read: the Flesch-Kincaid grade, the school year in which most people can read it.

0.39 x words a sentence + 11.8 x syllables a word - 15.59 (Kincaid et al., 1975). English only. Syllables are counted by
rule, which is right for about nine words in ten; the grade of a text is then within half a year of a counted one.
"""

from __future__ import annotations

import re

# Words that this clinic's FAQ cannot do without and that its patients know from their doctors. Each counts as two
# syllables, so that the grade measures the sentences around them. Everything else has a plainer word: use that.
OWN_WORDS = frozenset(
    {"ketamine", "infusion", "infusions", "depression", "antidepressant", "antidepressants", "suicidal"}
)
_OWN_SYLLABLES = 2

_SENTENCE_END = re.compile(r"(?:\A|\n)\s*(?:[-*•]|\d+[.)])\s|[.!?]+(?=[\s\"'”’)*]|$)|\n\s*\n")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d(?:[\d.,:]*\d)?")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(
    r"(?<=[^aeiouyl])e$|(?<=[aeiouy])le$"  # time, while; but table
    r"|(?<=[^aeiouytd])ed$"  # helped; but needed
    r"|(?<=[^aeiouyscxzghl])es$|(?<=[aeiouy]l)es$"  # times, rules; but places, tables
    r"|(?<=[aeiou][^aeiou])e(?=(?:ly|less|ful|ness)$)"  # safely
    r"|(?<=^som)e(?=.)|(?<=^lif)e(?=.)|(?<=^hom)e(?=.)|(?<=^ev)e(?=ry)"  # someone, everyone
)
_SPLIT = re.compile(
    r"(?<![ctxgs])i[ao](?!ns?$)"  # radio, various; but special, session
    r"|[ct]iat|ua|eo$|[eoy]ing$"  # association, usual, video, going
    r"|(?<![ct])ie(?=n[ct]|t)|scie|ciety"  # quiet, science; but patient
    r"|(?<=[aeiou][^aeiou])ea$|^crea(?=t)|^react|theat"  # idea
    r"|ism$"
)


def grade(text: str) -> float:
    """Return the grade of an English text; 0 for a text without words."""
    sentences = [words for part in _SENTENCE_END.split(text) if (words := _WORD.findall(part))]
    count = sum(len(words) for words in sentences)
    if not count:
        return 0.0
    syllables = sum(_syllables(word.lower()) for words in sentences for word in words)
    return 0.39 * count / len(sentences) + 11.8 * syllables / count - 15.59


def _syllables(word: str) -> int:
    if word in OWN_WORDS:
        return _OWN_SYLLABLES
    spoken = _SILENT.sub("", word)
    return max(1, len(_VOWELS.findall(spoken)) + len(_SPLIT.findall(spoken)))

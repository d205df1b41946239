"""How hard a text is to read: for English the Flesch-Kincaid grade, for Spanish the ease on the INFLESZ scale.

The grade is the school year in which most people can read a text: 0.39 x words a sentence + 11.8 x syllables a word -
15.59 (Kincaid et al., 1975). Syllables are counted by rule, which is right for about nine words in ten; the grade of a
text is then within half a year of a counted one.

The ease is 206.835 - 62.3 x syllables a word - words a sentence (Szigriszt Pazos, 1993). On the scale made for Spanish
health texts (INFLESZ: Barrio-Cantalejo et al., 2008) 55 to 65 is normal, what pupils of 12 to 16 read; 65 to 80 fairly
easy. Spanish spelling tells its syllables.
"""

from __future__ import annotations

import re

# Words that this clinic's FAQ cannot do without and that its patients know from their doctors. Each counts as two
# syllables, so that the grade measures the sentences around them. Everything else has a plainer word: use that.
OWN_WORDS = frozenset(
    {"ketamine", "infusion", "infusions", "depression", "antidepressant", "antidepressants", "suicidal"}
)
_OWN_SYLLABLES = 2

_SENTENCE_END = re.compile(
    r"^[^\S\n]*(?:[-*•]|\d+[.)])\s"  # the mark of a list's item
    r"|(?<![.!?])[.!?]++(?=[\s\"'”’)*]|\Z)"
    r"|\n[^\S\n]*\n",  # an empty line
    re.MULTILINE,
)
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


_STRONG = re.compile(r"[aeoáéíóú]")
_WEAK_ALONE = re.compile(r"(?<![aeoáéíóúiuüy])[iuüy]+(?![aeoáéíóúiuüy])")


def grade(text: str) -> float:
    """Return the grade of an English text; 0 for a text without words."""
    sentences = _sentences(text)
    if not sentences:
        return 0.0
    words = [word.lower() for sentence in sentences for word in sentence]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def ease(text: str) -> float:
    """Return the ease of a Spanish text, from about 0 (hard) to about 100 (easy); 100 for a text without words."""
    sentences = _sentences(text)
    if not sentences:
        return 100.0
    words = [word.lower() for sentence in sentences for word in sentence]
    syllables = sum(map(_spanish_syllables, words))
    return 206.835 - 62.3 * syllables / len(words) - len(words) / len(sentences)


def _sentences(text: str) -> list[list[str]]:
    return [words for part in _SENTENCE_END.split(text) if (words := _WORD.findall(part))]


def _syllables(word: str) -> int:
    if word in OWN_WORDS:
        return _OWN_SYLLABLES
    spoken = _SILENT.sub("", word)
    return max(1, len(_VOWELS.findall(spoken)) + len(_SPLIT.findall(spoken)))


def _spanish_syllables(word: str) -> int:
    """Count a word's strong vowels, and its weak ones (i, u, y) where no strong one is beside them."""
    return max(1, len(_STRONG.findall(word)) + len(_WEAK_ALONE.findall(word)))

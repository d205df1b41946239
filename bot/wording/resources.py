"""Where help is, by country: crisis lines, emergency numbers, poison and abuse lines. The United States is the default.

Sources: 988lifeline.org; poison.org; thehotline.org; Samaritans and SHOUT; Lifeline Australia; 1737 New Zealand; the
Spanish Ministry of Health's 024; Canada's 9-8-8. Every number is dialed as written. A clinic should have its own
country's checked.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.model import Contact, Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """One country's numbers. `crisis` and `crisis_es` are the lines as a sentence; `contacts` and `contacts_es` to tap."""

    crisis: str
    crisis_es: str
    emergency: str
    contacts: tuple[Contact, ...]
    contacts_es: tuple[Contact, ...]
    poison: str | None = None
    abuse: str | None = None
    abuse_es: str | None = None


def _tel(label: str, number: str) -> Contact:
    return Contact(label=label, href="tel:" + "".join(c for c in number if c in "+0123456789"))


def _sms(label: str, number: str, body: str = "") -> Contact:
    return Contact(label=label, href=f"sms:{number}" + (f"?&body={body}" if body else ""))


UNITED_STATES = Resources(
    crisis=(
        "**Call or text 988**, or chat at 988lifeline.org: free, day and night. For Spanish, press 2 or text AYUDA to 988. "
        "Veterans: press 1 or text 838255."
    ),
    crisis_es=(
        "**Llame al 988 y oprima 2, o envíe AYUDA por mensaje de texto al 988**; también hay chat en 988lifeline.org: gratis, "
        "de día y de noche. Veteranos: opriman 1 o envíen un mensaje de texto al 838255."
    ),
    emergency="911",
    contacts=(_tel("Call 988", "988"), _sms("Text 988", "988"), _tel("Call 911", "911")),
    contacts_es=(
        _tel("Llamar al 988", "988"),
        _sms("Enviar AYUDA al 988", "988", "AYUDA"),
        _tel("Llamar al 911", "911"),
    ),
    poison="1-800-222-1222",
    abuse="The National Domestic Violence Hotline is at 800-799-7233; or text START to 88788.",
    abuse_es="La Línea Nacional contra la Violencia Doméstica: 800-799-7233, o envíe START por mensaje de texto al 88788.",
)

_BY_COUNTRY = {
    "US": UNITED_STATES,
    "CA": Resources(
        crisis="**Call or text 988** (Suicide Crisis Helpline): free, day and night.",
        crisis_es="**Llame o envíe un mensaje de texto al 988**: gratis, de día y de noche.",
        emergency="911",
        contacts=(_tel("Call 988", "988"), _sms("Text 988", "988"), _tel("Call 911", "911")),
        contacts_es=(_tel("Llamar al 988", "988"), _sms("Escribir al 988", "988"), _tel("Llamar al 911", "911")),
        poison="1-844-764-7669",
    ),
    "GB": Resources(
        crisis="**Call Samaritans on 116 123**, or text SHOUT to 85258: free, day and night.",
        crisis_es="**Llame a Samaritans al 116 123**, o envíe SHOUT al 85258: gratis, de día y de noche.",
        emergency="999",
        contacts=(
            _tel("Call 116 123", "116123"),
            _sms("Text SHOUT to 85258", "85258", "SHOUT"),
            _tel("Call 999", "999"),
        ),
        contacts_es=(
            _tel("Llamar al 116 123", "116123"),
            _sms("Enviar SHOUT al 85258", "85258", "SHOUT"),
            _tel("Llamar al 999", "999"),
        ),
        abuse="The National Domestic Abuse Helpline is at 0808 2000 247.",
    ),
    "IE": Resources(
        crisis="**Call Samaritans on 116 123**, or text HELLO to 50808: free, day and night.",
        crisis_es="**Llame a Samaritans al 116 123**, o envíe HELLO al 50808: gratis, de día y de noche.",
        emergency="112",
        contacts=(
            _tel("Call 116 123", "116123"),
            _sms("Text HELLO to 50808", "50808", "HELLO"),
            _tel("Call 112", "112"),
        ),
        contacts_es=(
            _tel("Llamar al 116 123", "116123"),
            _sms("Enviar HELLO al 50808", "50808", "HELLO"),
            _tel("Llamar al 112", "112"),
        ),
    ),
    "AU": Resources(
        crisis="**Call Lifeline on 13 11 14**, or text 0477 13 11 14: day and night.",
        crisis_es="**Llame a Lifeline al 13 11 14**, o envíe un mensaje al 0477 13 11 14: de día y de noche.",
        emergency="000",
        contacts=(_tel("Call 13 11 14", "131114"), _sms("Text Lifeline", "0477131114"), _tel("Call 000", "000")),
        contacts_es=(
            _tel("Llamar al 13 11 14", "131114"),
            _sms("Escribir a Lifeline", "0477131114"),
            _tel("Llamar al 000", "000"),
        ),
        poison="13 11 26",
        abuse="1800RESPECT is at 1800 737 732.",
    ),
    "NZ": Resources(
        crisis="**Call or text 1737**: free, day and night.",
        crisis_es="**Llame o envíe un mensaje de texto al 1737**: gratis, de día y de noche.",
        emergency="111",
        contacts=(_tel("Call 1737", "1737"), _sms("Text 1737", "1737"), _tel("Call 111", "111")),
        contacts_es=(_tel("Llamar al 1737", "1737"), _sms("Escribir al 1737", "1737"), _tel("Llamar al 111", "111")),
        poison="0800 764 766",
    ),
    "ES": Resources(
        crisis="**Call 024**: free, day and night.",
        crisis_es="**Llame al 024**: gratis, de día y de noche.",
        emergency="112",
        contacts=(_tel("Call 024", "024"), _tel("Call 112", "112")),
        contacts_es=(_tel("Llamar al 024", "024"), _tel("Llamar al 112", "112")),
        abuse="The line against gender violence is at 016.",
        abuse_es="El teléfono contra la violencia de género es el 016.",
    ),
}

COUNTRIES = frozenset(_BY_COUNTRY)
"""The countries whose lines are known."""


def lines_to_tap(country: str | None, language: Language) -> tuple[Contact, ...]:
    """Return a country's lines as contacts, named in the language."""
    help_ = resources(country)
    return help_.contacts_es if language is Language.SPANISH else help_.contacts


def resources(country: str | None) -> Resources:
    """Return a country's numbers; the United States' where the country is not set or not known."""
    return _BY_COUNTRY.get(country or "US", UNITED_STATES)

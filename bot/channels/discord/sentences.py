"""What the desk says on Discord beside what it says everywhere: about Discord itself, and to staff."""

from __future__ import annotations

from typing import Final

from bot.model import Language

EN, ES = Language.ENGLISH, Language.SPANISH

NO_AGREEMENT: Final = (
    "Discord signs no business associate agreement (HIPAA): what patients write in Discord is stored by Discord. "
    "The clinic's own page is the private way; patients may write here because FRONTDESK_DISCORD_PATIENTS is on"
)
"""Said in the log at every start."""

PRIVACY: Final = {
    EN: (
        "Please note: this is Discord, a public service that keeps what you write and has no privacy agreement (HIPAA) "
        "with the clinic. For anything private, use the chat on the clinic's own page or call."
    ),
    ES: (
        "Tenga en cuenta: esto es Discord, un servicio público que guarda lo que usted escribe y no tiene un acuerdo "
        "de privacidad (HIPAA) con la clínica. Para lo privado, use el chat de la página de la clínica o llame."
    ),
}
LATE: Final = {
    EN: "You wrote this {when}, while I could not be reached. Here is the answer:",
    ES: "Usted escribió esto {when}, cuando no se me podía localizar. Esta es la respuesta:",
}
MOVED: Final = (
    "I have answered you in a direct message. Please write nothing personal here: everybody can read it. If no message "
    "arrives, allow direct messages from this server, or use `/ask`, whose answer only you see."
)
FOR_STAFF: Final = "This account is for the clinic's staff; nobody reads what is written to it."
PERSON_HAS_IT: Final = {
    EN: "A person from our staff has this conversation. They read what you wrote, and answer you by direct message.",
    ES: "Una persona de nuestro personal tiene esta conversación. La lee y le responde por mensaje directo.",
}
GONE: Final = "This button belongs to a conversation that is no longer there. Please write your question."
QUESTIONS: Final = "**What I can answer.** Ask any of these with `/ask`, or in your own words:"

NOT_RELAYED: Final = (
    "Nothing written here is sent to the patient. To answer, press **Reply…** on the card above; **Note…** keeps a "
    "note beside the case."
)
FAILED: Final = "The desk could not do that. Nothing was sent or changed; if it is urgent, call the person."
NOTHING_OPEN: Final = "No case is open."
WROTE_AGAIN: Final = "The patient has written again."
RINGS: Final = "@here Someone may be in danger, and nobody has seen it yet: press **I have seen it** on the card above."

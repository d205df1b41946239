"""One canned reply of each kind, worded like the real ones."""

from __future__ import annotations

from datetime import time

from bot.faq.content import Clinic, OpeningHours
from bot.model import Choice, Contact, Language, Reply, Tone

CLINIC = Clinic(
    name="Harbor Example Clinic",
    phone="(555) 555-0142",
    address="1 Sample Street",
    country="US",
    hours=OpeningHours(time_zone="America/New_York", weekly=((((time(9), time(17)),)),) * 5 + ((), ())),
    hours_text="Monday to Friday, 9 to 5",
)
LINES = (
    Contact(label="Call 988", href="tel:988"),
    Contact(label="Text 988", href="sms:988"),
    Contact(label="Call 911", href="tel:911"),
    Contact(label="Chat at 988lifeline.org", href="https://988lifeline.org/chat"),
)
GREETING = Reply(
    paragraphs=(
        "Hello. I’m the clinic’s **automated assistant**: I answer common questions and pass the rest to our staff.",
        "Staff can read this chat. Replies may take until the next business day.",
    ),
    contacts=(*LINES[:3],),
    related=(
        Choice(label="How long is a visit?", text="How long is a visit?"),
        Choice(label="Is it safe?", text="Is it safe?"),
        Choice(label="How do I get started?", text="How do I get started?"),
        Choice(label="Do I need a ride home?", text="Do I need a ride home?"),
    ),
    is_sample=True,
)
PERSON = Choice(label="Talk to a person", text="I would like to talk to a person")
CANNOT_STORE = Reply(
    paragraphs=(
        "**I could not reach our staff**, so nobody has seen this message.",
        "If you might be in danger, call or text 988 now, or call 911. Please don’t wait for us.",
        "You can call the clinic at (555) 555-0142.",
    ),
    contacts=(*LINES[:3], Contact(label="Call the clinic", href="tel:5555550142")),
)
ANSWER = Reply(
    paragraphs=(
        "An infusion takes about **45 minutes**. Plan on about two hours for the whole visit.",
        "We ask you not to drive that day, so please arrange a ride.",
    ),
    related=(
        Choice(label="What happens during a visit?", text="What happens during a visit?"),
        Choice(label="Do I need a ride home?", text="Do I need a ride home?"),
    ),
    is_sample=True,
)
CLARIFY = Reply(
    paragraphs=("Did you mean …",),
    choices=(
        Choice(label="How long is one session?", text="How long is one session?"),
        Choice(label="How many sessions are there?", text="How many sessions are there?"),
        Choice(label="None of these, ask a person", text="None of these"),
    ),
)
RECEIPT = Reply(
    paragraphs=(
        "I’ve passed your message to our clinical team. A person will answer here, usually by **Monday at 10**.",
        "To hear sooner, call (555) 555-0142. You may leave a phone number for us to call.",
    ),
    contacts=(Contact(label="Call (555) 555-0142", href="tel:5555550142"),),
    tone=Tone.RECEIPT,
)
CRISIS = Reply(
    paragraphs=(
        "I’m really glad you told me. I’m an automated assistant, not a person. Please talk to someone now.",
        "**Call or text 988**, or chat at 988lifeline.org: free, day and night. Spanish: press 2 or text AYUDA.",
        "**If you have hurt yourself or taken something, call 911 or go to the nearest emergency room.**",
        "I have sent an urgent alert to our staff; I can’t promise how soon they see it, so please don’t wait for us.",
    ),
    contacts=LINES,
    tone=Tone.URGENT,
)
SMALLTALK = Reply(paragraphs=("Hello! I can answer common questions about treatment here.",))
OFFTOPIC = Reply(paragraphs=("I can only help with questions about the clinic.",), related=GREETING.related[:2])
SPANISH = Reply(paragraphs=("Una sesión dura unos **45 minutos**.",), language=Language.SPANISH, is_sample=True)
REPLIES = {
    "answer": ANSWER,
    "clarify": CLARIFY,
    "receipt": RECEIPT,
    "crisis": CRISIS,
    "smalltalk": SMALLTALK,
    "offtopic": OFFTOPIC,
    "spanish": SPANISH,
}

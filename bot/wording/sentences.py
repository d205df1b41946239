"""Every sentence of ours that is not in faq.yaml, in the languages that replies are written in.

`{phone}`, `{line}`, `{number}`, `{when}`, `{name}` are filled in by the modules beside this one. Spanish is
machine-drafted and unreviewed. The crisis wording follows safety.md's elements E1 to E8; docs/decisions records where
each came from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Alert, Language

if TYPE_CHECKING:
    from collections.abc import Mapping

EN, ES = Language.ENGLISH, Language.SPANISH

GREETING: Mapping[Language, tuple[str, ...]] = {
    EN: (
        "Hello. I'm an automated assistant, not a person. I answer common questions with prepared text, and pass everything else to our staff.",
        "**This chat is not for emergencies.** If you are in danger, call {emergency}. {lines}",
    ),
    ES: (
        "Hola. Soy un asistente automático, no una persona. Respondo preguntas frecuentes con textos preparados y paso todo lo demás a nuestro personal.",
        "**Este chat no es para emergencias.** Si está en peligro, llame al {emergency}. {lines}",
    ),
}

CRISIS_THANKS = {
    EN: "I'm really glad you told me. I'm an automated assistant, not a person. You deserve to talk to someone right now:",
    ES: "Me alegra mucho que me lo haya dicho. Soy un asistente automático, no una persona. Usted merece hablar con alguien ahora:",
}
CRISIS_THIRD_PERSON = {
    EN: (
        "Thank you for telling me; it is good that they have you. I'm an automated assistant, not a person. There is help for "
        "them and for you right now:"
    ),
    ES: (
        "Gracias por decírmelo; es bueno que le tengan a usted. Soy un asistente automático, no una persona. Hay ayuda ahora, "
        "para esa persona y para usted:"
    ),
}
CRISIS_DANGER = {
    EN: "**If you have hurt yourself or taken something, or might act soon, call {number} or go to the nearest emergency room.**",
    ES: "**Si se ha hecho daño o ha tomado algo, o podría actuar pronto, llame al {number} o vaya a la sala de emergencias más cercana.**",
}
CRISIS_DANGER_THIRD_PERSON = {
    EN: (
        "**If they are hurt, have taken something, or might act soon, call {number} now.** Stay with them if it is safe, and put "
        "distance between them and anything that could hurt them."
    ),
    ES: (
        "**Si esa persona está herida, ha tomado algo o podría actuar pronto, llame al {number} ahora.** Quédese con ella si es "
        "seguro, y aleje todo lo que pueda hacerle daño."
    ),
}
CRISIS_COMPANY = {
    EN: "If you can, stay with someone you trust, and put distance between you and anything you could use to hurt yourself.",
    ES: "Si puede, quédese con alguien de confianza y aleje cualquier cosa con la que pueda hacerse daño.",
}
CRISIS_ABUSE = {
    EN: "If someone is hurting you or you are afraid: {line} Are you safe to chat here? If not, close this page and call {number} when you can.",
    ES: "Si alguien le hace daño o tiene miedo: {line} ¿Es seguro para usted chatear aquí? Si no, cierre esta página y llame al {number} cuando pueda.",
}
CRISIS_OVERDOSE = {
    EN: "**If too much medicine or any drug was taken, call {number} now, even if there are no symptoms yet.**",
    ES: "**Si se tomó demasiado medicamento o alguna droga, llame al {number} ahora, aunque todavía no haya síntomas.**",
}
ALERT = {
    EN: {
        Alert.SENT: (
            "I have sent an urgent alert to our staff. I can't promise how soon they will see it, so please don't wait for us. "
            "Staff can read this conversation."
        ),
        Alert.SEEN: "{name} from our staff has seen the alert and can read this conversation. Please don't wait for us to get help.",
        Alert.UNANSWERED: (
            "Nobody from our staff has seen the alert yet, and it stays open until somebody does, so please don't wait for us. "
            "Staff can read this conversation."
        ),
        Alert.FAILED: "I could not reach our staff, so please don't wait for us. Staff can read this conversation once they can be reached.",
    },
    ES: {
        Alert.SENT: (
            "He enviado una alerta urgente a nuestro personal. No puedo prometer cuándo la verán, así que no nos espere. El "
            "personal puede leer esta conversación."
        ),
        Alert.SEEN: "{name}, de nuestro personal, ha visto la alerta y puede leer esta conversación. No nos espere para buscar ayuda.",
        Alert.UNANSWERED: (
            "Nadie de nuestro personal ha visto todavía la alerta, y sigue abierta hasta que alguien la vea, así que no nos espere. "
            "El personal puede leer esta conversación."
        ),
        Alert.FAILED: "No pude comunicarme con nuestro personal, así que no nos espere. El personal podrá leer esta conversación más tarde.",
    },
}
SEEN_AT = {
    EN: "{name} from our staff has seen your message{at} and can read this conversation.",
    ES: "{name}, de nuestro personal, ha visto su mensaje{at} y puede leer esta conversación.",
}
AT = {EN: " at {time}", ES: " a {time}"}
NOBODY_YET = {
    EN: "**Nobody from our staff has answered yet.**",
    ES: "**Nadie de nuestro personal ha respondido todavía.**",
}
NOT_REACHED = {
    EN: "**The alert did not get through to our staff.**",
    ES: "**La alerta no le llegó a nuestro personal.**",
}
GREETING_UNALERTED = {
    EN: "**Our staff cannot be alerted from this chat right now.** They see it only when they look at it. In danger, please don't wait for them.",
    ES: "**En este momento no se puede alertar a nuestro personal desde este chat.** Solo lo ven cuando lo miran. En peligro, no los espere.",
}
CRISIS_NUMBER = {EN: "What is the best phone number to reach you?", ES: "¿A qué número de teléfono podemos llamarle?"}
CALL_US = {EN: "You can also call us at {phone}.", ES: "También puede llamarnos al {phone}."}

EMERGENCY = {
    EN: "**This could be an emergency. Call {number} now, or have someone call.** Don't drive yourself, and don't wait for a reply here.",
    ES: "**Esto podría ser una emergencia. Llame al {number} ahora, o pida que alguien llame.** No maneje usted, y no espere una respuesta aquí.",
}
EMERGENCY_AUTOMATED = {
    EN: "I'm an automated assistant, not a person.",
    ES: "Soy un asistente automático, no una persona.",
}
POISON = {
    EN: "If something was swallowed by accident and the person is awake and breathing, Poison Help is at {number}.",
    ES: "Si se tragó algo por accidente y la persona está despierta y respira, la línea de intoxicaciones es el {number}.",
}
LINES_BESIDE = {
    EN: "If you are thinking about suicide or are worried about your safety, you don't have to wait: {lines} In danger now: call {number}.",
    ES: "Si piensa en el suicidio o le preocupa su seguridad, no tiene que esperar: {lines} En peligro ahora: llame al {number}.",
}
POSSIBLE_CRISIS = {
    EN: "Thank you for telling me. That sounds hard. I'm an automated assistant, so I have passed your message to our staff, at the top of their list.",
    ES: "Gracias por decírmelo. Suena difícil. Soy un asistente automático, así que he pasado su mensaje a nuestro personal, al principio de su lista.",
}

RECEIPT = {
    EN: "I've passed your message to our staff.",
    ES: "He pasado su mensaje a nuestro personal.",
}
RECEIPT_CLINICAL = {
    EN: "That is a question for our medical staff, so I won't guess. I've passed your message to them.",
    ES: "Esa es una pregunta para nuestro personal médico, así que no voy a adivinar. Les he pasado su mensaje.",
}
ONLY_TEXT = {
    EN: "I can only read text, so I have passed your message on to our staff. If you can, please write what it is about.",
    ES: "Solo puedo leer texto, así que he pasado su mensaje a nuestro personal. Si puede, escriba de qué se trata.",
}
ONLY_TEXT_BESIDE = {
    EN: "I can only read text: what you attached was not read.",
    ES: "Solo puedo leer texto: lo que adjuntó no se ha leído.",
}
RECEIPT_UNKNOWN = {
    EN: "I'm not sure I have the right answer to that, so I've passed your message to our staff.",
    ES: "No estoy seguro de tener la respuesta correcta, así que he pasado su mensaje a nuestro personal.",
}
STANDING_OPEN = {
    EN: "Waiting for a person from our staff; nobody has taken it yet.",
    ES: "Esperando a una persona de nuestro personal; todavía nadie lo ha tomado.",
}
STANDING_PAGED = {
    EN: "Nobody from our staff has seen the urgent alert yet. Please don't wait for us.",
    ES: "Nadie de nuestro personal ha visto todavía la alerta urgente. Por favor, no nos espere.",
}
STANDING_SEEN = {
    EN: "{name} from our staff has seen your message.",
    ES: "{name}, de nuestro personal, ha visto su mensaje.",
}
STANDING_CLAIMED = {
    EN: "{name} from our staff has this conversation and answers here.",
    ES: "{name}, de nuestro personal, tiene esta conversación y responde aquí.",
}
WHO_ANSWERS = {
    EN: "A person will answer right here in this chat.",
    ES: "Una persona le responderá aquí mismo, en este chat.",
}
OPEN_NOW = {
    EN: "The office is open now ({hours}), and staff answer in turn.",
    ES: "La oficina está abierta ahora ({hours}) y el personal responde por orden.",
}
CLOSED_NOW = {
    EN: "The office is closed now and opens {when}; staff answer from then on.",
    ES: "La oficina está cerrada ahora y abre {when}; el personal responde a partir de entonces.",
}
CLOSED = {EN: "The office is closed now.", ES: "La oficina está cerrada ahora."}
IF_DANGER = {
    EN: "If this can't wait or you feel unsafe, call {number}, or call or text the crisis line below.",
    ES: "Si no puede esperar o no se siente seguro, llame al {number} o a la línea de crisis.",
}

CLARIFY = {EN: "Did you mean one of these?", ES: "¿Quiso decir una de estas?"}
NONE_OF_THESE = {EN: "None of these, ask a person", ES: "Ninguna de estas, preguntar a una persona"}
READING = {EN: "is reading your message…", ES: "está leyendo su mensaje…"}
HELPFUL = {EN: "Was this helpful?", ES: "¿Le fue útil?"}
YES = {EN: "Yes", ES: "Sí"}
NO = {EN: "No", ES: "No"}
RATED = {
    EN: "Thank you. If you would rather ask a person, press “Talk to a person”.",
    ES: "Gracias. Si prefiere preguntar a una persona, pulse «Hablar con una persona».",
}
PERSON = {EN: "Talk to a person", ES: "Hablar con una persona"}
SMALLTALK = {
    EN: "Hello. I'm an automated assistant. Ask me a question, or ask for a person.",
    ES: "Hola. Soy un asistente automático. Hágame una pregunta, o pida hablar con una persona.",
}
OFFTOPIC = {
    EN: "I can only help with questions about this office. If you would like a person to read your message, choose “Talk to a person”.",
    ES: "Solo puedo ayudar con preguntas sobre esta oficina. Si quiere que una persona lea su mensaje, elija “Hablar con una persona”.",
}
CANNOT_STORE = {
    EN: "I could not save your message, and **I could not reach our staff.** Please try again in a moment.",
    ES: "No pude guardar su mensaje y **no pude comunicarme con nuestro personal.** Inténtelo de nuevo en un momento.",
}

REPLY_WAITS = {EN: "A reply waits for you", ES: "Tiene una respuesta"}
REPLY_WAITS_AT = {
    EN: "A reply to your chat message waits for you. Open it in the browser you wrote from: {link}\nThis is an automated notice: nobody reads an answer to it.",
    ES: "Una respuesta a su mensaje de chat le espera. Ábrala en el navegador desde el que escribió: {link}\nEste es un aviso automático: nadie lee las respuestas.",
}

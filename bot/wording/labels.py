"""The words of the patients' page that are no reply: labels, hints, what its script says.

The page is in its browser's language; replies are in the language that the patient writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.model import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

EN, ES = Language.ENGLISH, Language.SPANISH

_PAGE: Final = {
    "title": {EN: "Chat with {clinic}", ES: "Chat con {clinic}"},
    "front_desk": {EN: "Front desk", ES: "Recepción"},
    "skip": {EN: "Skip to the message box", ES: "Ir al cuadro de mensaje"},
    "assistant": {EN: "Automated assistant", ES: "Asistente automático"},
    "no_emergencies": {EN: "not for emergencies", ES: "no es para emergencias"},
    "options": {EN: "Chat options", ES: "Opciones del chat"},
    "call_us": {EN: "Call us: {phone}", ES: "Llámenos: {phone}"},
    "save": {EN: "Save this chat", ES: "Guardar este chat"},
    "close": {EN: "Close chat", ES: "Cerrar el chat"},
    "in_emergency": {EN: "In an emergency", ES: "En una emergencia"},
    "in_danger": {
        EN: "Not for emergencies. In danger now?",
        ES: "No es para emergencias. ¿Está en peligro ahora?",
    },
    "conversation": {EN: "Conversation", ES: "Conversación"},
    "with_staff": {EN: "Your message to our staff", ES: "Su mensaje a nuestro personal"},
    "refresh": {EN: "Check for new replies", ES: "Ver si hay respuestas nuevas"},
    "blocked": {
        EN: "Your browser does not keep a chat inside another site, so replies from our staff cannot appear here.",
        ES: "Su navegador no guarda un chat dentro de otro sitio, así que aquí no pueden aparecer las respuestas de "
        "nuestro personal.",
    },
    "own_window": {EN: "Open the chat in its own window", ES: "Abrir el chat en su propia ventana"},
    "message": {EN: "Your message", ES: "Su mensaje"},
    "send": {EN: "Send", ES: "Enviar"},
    "you": {EN: "You", ES: "Usted"},
    "staff": {EN: "Clinic staff", ES: "Personal de la clínica"},
    "try_again": {EN: "Try again", ES: "Intentar de nuevo"},
    "end": {EN: "End chat", ES: "Terminar el chat"},
    "end_asked": {EN: "End this chat?", ES: "¿Terminar este chat?"},
    "end_means": {
        EN: "It disappears from this device and you cannot open it again. Our staff keep what they need to answer you.",
        ES: "Desaparece de este dispositivo y no podrá volver a abrirlo. Nuestro personal conserva lo que necesita "
        "para responderle.",
    },
    "end_save": {EN: "Save this chat first", ES: "Guardar antes este chat"},
    "end_not": {EN: "Keep chatting", ES: "Seguir en el chat"},
}
_STANDING: Final = {
    "told_at": {
        EN: "If you close this page, a note that a reply waits goes to {contact}",
        ES: "Si cierra esta página, avisaremos a {contact} de que le espera una respuesta",
    },
    "reached_at": {
        EN: "If you close this page, we can reach you at {contact}",
        ES: "Si cierra esta página, podemos contactarle en {contact}",
    },
    "leave_contact": {
        EN: "Closing this page? Leave a phone number or e-mail",
        ES: "¿Va a cerrar esta página? Deje un teléfono o un correo",
    },
    "leave_name": {
        EN: "Leave your name and a number to call you back",
        ES: "Deje su nombre y un teléfono para llamarle",
    },
    "who_sees": {
        EN: "Our staff see it, and can call or write to you.",
        ES: "Lo ve nuestro personal, y puede llamarle o escribirle.",
    },
    "tells": {
        EN: "If a reply waits and you have closed this page, we send a note there; it says only that.",
        ES: "Si le espera una respuesta y ya cerró esta página, enviamos allí un aviso que solo dice eso.",
    },
    "tells_email": {
        EN: "If a reply waits and you have closed this page, we send a note to an e-mail address; it says only that.",
        ES: "Si le espera una respuesta y ya cerró esta página, enviamos un aviso a un correo; solo dice eso.",
    },
    "tells_phone": {
        EN: "If a reply waits and you have closed this page, we send a note to a phone number; it says only that.",
        ES: "Si le espera una respuesta y ya cerró esta página, enviamos un aviso a un teléfono; solo dice eso.",
    },
    "why_name": {
        EN: "Please add your name, so that they can find your record and call you back.",
        ES: "Añada su nombre, por favor, para que puedan encontrar su expediente y llamarle.",
    },
    "name": {EN: "Your name", ES: "Su nombre"},
    "name_or_not": {EN: "Your name (if you like)", ES: "Su nombre (si quiere)"},
    "reach": {EN: "Phone number or e-mail", ES: "Teléfono o correo electrónico"},
    "reach_wrong": {
        EN: "Please check it: a phone number has at least seven digits, an e-mail address has an @ sign.",
        ES: "Revíselo, por favor: un teléfono tiene al menos siete cifras, y un correo lleva el signo @.",
    },
    "leave": {EN: "Leave it with our staff", ES: "Dejarlo a nuestro personal"},
}
_SENT: Final = {
    "empty": {
        EN: "Please write a message first, then send it.",
        ES: "Escriba primero un mensaje y luego envíelo.",
    },
    "too_long": {
        EN: "Your message is longer than 10,000 characters, so it was not sent. Please shorten it or send it in parts.",
        ES: "Su mensaje tiene más de 10,000 caracteres, así que no se envió. Acórtelo o envíelo por partes.",
    },
    "still_in_box": {
        EN: "Your message was not sent. It is still in the box.",
        ES: "Su mensaje no se envió. Sigue en el cuadro.",
    },
}
_SCRIPT: Final = {
    "sending": {EN: "Sending…", ES: "Enviando…"},
    "not_sent": {EN: "Not sent.", ES: "No se envió."},
    "too_many": {
        EN: "Many messages came in a short time, so the last one was not sent. Please wait a moment and try again.",
        ES: "Llegaron muchos mensajes en poco tiempo y el último no se envió. Espere un momento e intente de nuevo.",
    },
    "not_stored": {
        EN: "We could not store that, so nobody has seen it. Please try again, or call us.",
        ES: "No pudimos guardarlo, así que nadie lo ha visto. Intente de nuevo o llámenos.",
    },
    "left": {EN: "{count} characters left.", ES: "Quedan {count} caracteres."},
    "over": {
        EN: "Your message is {count} characters too long. Please shorten it or send it in parts.",
        ES: "Su mensaje tiene {count} caracteres de más. Acórtelo o envíelo por partes.",
    },
    "offline": {
        EN: "You are offline. New replies appear when you are back.",
        ES: "No tiene conexión. Las respuestas nuevas aparecen cuando vuelva.",
    },
    "lost": {EN: "Connection lost. Trying again…", ES: "Se perdió la conexión. Intentando de nuevo…"},
    "ended_elsewhere": {
        EN: "This chat was ended in another tab. A new message begins a new one.",
        ES: "Este chat se terminó en otra pestaña. Un mensaje nuevo empieza otro.",
    },
    "not_kept": {
        EN: "That was not kept. Please try again in a moment.",
        ES: "No se guardó. Intente de nuevo en un momento.",
    },
    "not_kept_offline": {
        EN: "That was not kept. Please try again when you are connected.",
        ES: "No se guardó. Intente de nuevo cuando tenga conexión.",
    },
}
LABELS: Final[Mapping[str, Mapping[Language, str]]] = _PAGE | _STANDING | _SENT | _SCRIPT
"""Every label by its name, in both languages; words in braces are filled in by the page."""


def labels(language: Language) -> Mapping[str, str]:
    """Return the page's words."""
    return {name: words[language] for name, words in LABELS.items()}


def script_labels(language: Language) -> Mapping[str, str]:
    """Return what the page's script says by itself."""
    return {name: LABELS[name][language] for name in (*_SCRIPT, "empty", "too_long")}

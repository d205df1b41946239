"""Which language a message is in, told by its words. It never gates triage: that reads every language at once.

A word speaks for Spanish, for English, or, where both have it ("no", "me", "doctor"), for neither; a word that is not
known here speaks a little for English. So a borrowed word or a name makes no English message Spanish, and Spanish
needs neither accents nor whole sentences.
"""

from __future__ import annotations

import re

from bot.model import Language
from bot.text import normalise, without_accents

# Without accents, since many messages are typed so.
_SPANISH = frozenset(
    "abierto abre abren abuela abuelita abuelo acabo acepta aceptan acompanar actua acuerdo adentro adiccion adicta "
    "adictiva adictivo adicto adios afuera agendar aguja ahi ahora ahorita al alergia algo alguien algun alguna "
    "algunas algunos alivia alivio alla alli alucinar amiga amigo ando animo ano anoche anos ansiedad ante antes "
    "antidepresivo antidepresivos anular apenas aplicacion aplican aplicar aprobada aprobado apuntar aqui asi "
    "asistencia ataque atender atiende atienden aun aunque autobus avisar avisen ayer ayuda ayudame ayudan ayudar "
    "ayudarme ayudenme ayudo baja barato bastante bebe bien bolsa broma buen buena buenas bueno buenos busco cabeza "
    "cada calentura califico calle cambiar cambio camion cancelar cancele candidata candidato cara carro carta casa "
    "casi causa celular cerca cerebro cerveza chao ciencia cierra cierran cierto cirugia cita citas ciudad claro "
    "clinica cobertura cobran coche comenzar comenzo comer como comunes conducir conmigo conocer consulta consultorio "
    "contactar contacto contesta contestan contraindicaciones corazon corre corte corto cosa cosas costo credenciales "
    "cree creo cual cuales cualquier cualquiera cuando cuanta cuantas cuanto cuantos cuarto cubre cubren cuerpo "
    "cuesta cuestan cuida cuidan cuidar cura da dan dar datos debe deben debo decir dejan dejar deje dejo demasiado "
    "demora dentro dependencia depresion descuento descuentos desde desmayar desmaye despacio despierto despues "
    "desventajas dia diagnosticaron diagnostico diario dias dicen diferencia diferente digame digan dije dijeron dijo "
    "dinero direccion disculpa disculpe distinto doctora doctores dolor domingo domingos donde dormido dormir dosis "
    "drogas duda dudas duele duelen dura duran durante edad efectivo efecto efectos ella ellas ellos embarazada "
    "embarazo embolia empezar empezo empieza empiezo empleo encima encuentro enferma enfermedad enfermedades "
    "enfermera enfermero enfermo ensename entiendo entonces entrar entre enviame enviar envie equipo eres esa esas "
    "escribo ese eso esos espalda espanol espera esperar esposa esposo esta estaba estacionamiento estacionar estado "
    "estamos estan estar estas este esto estomago estos estoy estres estudios estuve evaluacion expediente explica "
    "explicame expliqueme extranar factura falta familia fecha fiebre forma formulario formularios fue fuera fueron "
    "fuerte fui fuimos funciona funcionan funcionar gano gente golpea golpeo gracias gripe gusta gustaria haber habia "
    "habitacion habla hablan hablar hablarle hablo hace hacemos hacen hacer hacerlo haces hacia haciendo hago hambre "
    "hasta hay haya hermana hermano hice higado hija hijo hijos historial hizo hola hora horario horarios horas hoy "
    "hubo humano ideacion igual importa infarto informacion infusiones ingles ingresos instrucciones interesante ir "
    "jajaja junto juntos ketamina lastimar latidos leer lejos lista listo llamada llamado llamar llamaron llame "
    "llamen llamenme llamo llega llegado llegar llego llegue lleva llevar lleve llevo llorar lloro luego lugar lunes "
    "mala malo manana mandan mandar mando manejar manejo manos maquina marido martes mas matar matarme mayoria medica "
    "medicamento medicamentos medicas medicina medicinas medico mediodia mejor mejora mejoran mejores mejoria menos "
    "mensaje mes meses mia miedo mientras miercoles migrana minutos mio mis misma mismo mucha muchas mucho muchos "
    "muero muerte muerto mujer muy nada nadie nauseas necesario necesita necesitan necesitar necesito nina ningun "
    "ninguna ninguno nino ninos noche noches nombre nos nosotros novia novio nuestra nuestro nueva nueve nuevo nuevos "
    "numero nunca objetos oido oiga oigo ojala olvide olvido operadora orale otra otras otro otros oxigeno paciente "
    "pacientes padecimiento pagar pagina pago pagos palabras panico papel papeles parece pasar pase paseme pastilla "
    "pastillas pecho pedir pega peligro peligrosa peligroso pena pensado pensamientos pensando pensar peor pequeno "
    "perdi perdidos perdon perdone permiso pero persona personas piden piensa pierna poco podemos podre podria "
    "podrian pone ponen poner pongo poquito porfa porfavor porque postraumatico precio precios pregunta preguntar "
    "preguntas presion primera primero privada privado probado probando problema problemas programa pronto proxima "
    "proximo prueba psicologo psiquiatra pude pueda puedan puede pueden puedes puedo pues pusieron que queda quedan "
    "quedo queja querer queria quien quienes quiere quieren quiero quisiera quita quitar rapida rapido raro rato "
    "reacciones realidad recepcion receta recetan receto recibe recibir recibirla recibo recoger recomienda "
    "recuperacion referencia regresar representante reprogramar resfriado resistente respirar responde respuesta "
    "resultado resultados revisa revisan riesgo riesgos riesgoso rodilla ropa sabado sabados sabe saben sabes salir "
    "salud saludos sangrado sangre saque secundarios sed seguido seguir segun segunda segura seguridad seguro semana "
    "semanas senor senora sentado sentir sentirse ser seria servicio servir sesion sesiones siempre siente sienten "
    "siento signos sigo sigue siguiente silla sillon sintoma sintomas sirve sirven sobre sola solamente somos suegra "
    "sueno suero suicida suicidarme suicidas suicidio tal tambien tampoco tanto tarda tardan tardar tarde tardes "
    "tarjeta telefono temprano tenemos tener tenga tengo tenia terapia termina terminar termino ti tiempo tiene "
    "tienen tienes tipo tiroides toca toda todas todavia todo todos toma toman tomar tomarme tomo tonto tos trabaja "
    "trabajan trabajar trabajo traer traigo tranquila tranquilo transporte trastorno tratamiento tratamientos tratan "
    "tres triste tristeza tus tuve tuvo ubicacion ubicados ultima ultimo una unas uno unos usan usar usted ustedes "
    "vale vamos varias varios vaya veces vemos vena venas vender venir veo ver verdad veteranos vez viaje vicio vida "
    "viene vienen viernes vine vino violaron vitales vivir vivo voces volver vomite vomito voy vuelta vuelve".split()
)
# Spanish beside other Spanish; alone they may be a name ("La Jolla"), a slip or slang ("see ya").
_HINTS = frozenset(
    "con de del dos el en era es favor ha la las le les llama lo los mal mama mi o papa para personal por primer "
    "saber sale se sea si soy su sus tan te un va van via y ya yo".split()
)
_ENGLISH = frozenset(
    "about address after again all also always am an and another any anyone appointment are as ask at be because been "
    "before being but by can cannot cant close closed coming could cover day days dead did die do does done dont down "
    "drive drug each effect effects else ever every feel feeling fever first for from get gets getting go going gonna "
    "good got had has have having he hello help her here hey hi him his home hope hour hours how hurt hurts i if in "
    "infusion infusions insurance into is it its just kill know last life like long make many matter may maybe meds "
    "money month months more morning most much must my need never next night not now nurse of off often on one only "
    "open or other our out over pain pay people person phone please price really ride said same say see session "
    "sessions she should side so some someone soon sorry start stop sure take takes taking talk tell than thank "
    "thanks that the them then there these they thing think this those three through time today tomorrow tonight too "
    "treatment two up us use used very visit wait wanna want was we week weeks well went were what when where which "
    "while who why will with without wont work working works would year years yes yet you your".split()
)
_NEITHER = frozenset(
    "a chat covid doctor fda hospital iv ketamine me no normal ok real sin solo son taxi uber wifi".split()
)
# French, Portuguese, Italian, German, Polish: they are answered in English.
_OTHER = frozenset(
    "ai avec chce che com combien dans des di du em est estou et eu ho ich il je mais nao ne nie non pas pour quel "
    "quero sono uma und une vivre voce voglio vou vous".split()
)
# English has these with their accents too.
_LOANS = frozenset(
    "cafe cliche decor deja entree expose fiance fiancee jalapeno naive passe pinata protege resume saute senor "
    "souffle touche".split()
)
_ENDING = re.compile(r"\w{2,}(?:ciones|cion|idades|idad|mente|iendo|ieron|aron|arme|irme|arlo|arla|imos|aste)")
_MARKED = re.compile(r"[a-z]*[áéíóúñü][a-záéíóúñü]*")
_WORD = re.compile(r"[^\W\d_]+")
_HINT, _GUESS = 0.5, 0.2


def detect(raw: str, before: Language = Language.ENGLISH) -> Language:
    """Return the language that more of the words speak for; `before`, the conversation's, where none speaks clearly."""
    marks = sum(raw.count(mark) for mark in "¿¡")
    votes = [_vote(word) for word in _WORD.findall(normalise(raw).replace("'", ""))]
    spanish, english = marks + sum(v for v in votes if v > 0), -sum(v for v in votes if v < 0)
    if max(spanish, english) < 1:
        return before
    return Language.SPANISH if spanish > english else Language.ENGLISH


def _vote(word: str) -> float:
    """Return what a word says: above 0 for Spanish, below 0 for English."""
    bare = without_accents(word)
    is_marked = _MARKED.fullmatch(word) and bare not in _LOANS
    if bare in _NEITHER:
        return 0.0
    if bare in _SPANISH or is_marked:
        return 1.0
    if bare in _HINTS:
        return _HINT
    if bare in _ENGLISH or bare in _OTHER:
        return -1.0
    return _HINT if _ENDING.fullmatch(bare) else -_GUESS

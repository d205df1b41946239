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
    "abierta abierto abre abren abris abuela abuelita abuelo abuso aca acaba acabado acaban acabar acabe acabo acaso "
    "acepta aceptan aceptaria aceptarian aceptarme acompana acompanan acompanante acompanar acompanarme actua acuerdo "
    "adelantar adelante adentro adiccion adicta adictiva adictivo adicto adios adulto adultos afuera agendar agendarme "
    "agenden agente agotada agotado agua aguanta aguanto aguja ahi ahoga ahogando ahogo ahora ahorcar ahorita al "
    "alcanza alcanzan alcoholica alcoholico alergia algo alguien algun alguna algunas alguno algunos alivia alivian "
    "aliviar alivio alla alli almohada almorzar almuerzo alucinaciones alucinar alucino amable amables amamantar ambos "
    "ambulancia amiga amigo analisis ando anestesia anestesiologo anhelo animo ano anoche anonima anonimo anos "
    "ansiedad ansiedades ansiosa ansioso ante anteriores antes anticipo antidepresivo antidepresivos anular "
    "aparcamiento aparcar apartar aparten apellido apellidos apenas aplazar aplica aplicacion aplican aplicar aplicara "
    "aplico aprender aprendi aprendido aprobacion aprobada aprobado aprobo aprueba apunta apuntar apuntenme apunto "
    "aquel aquella aquello aqui arde aseguradora aseguranza asesor asesora asesores asfixia asi asistencia asmatica "
    "asmatico asusta asustada asustado asustan ataque atencion atender atendidos atendieron atendio atiende atienden "
    "atolondrado atrasada atrasado audifonos aun aunque autobus automatica automaticas automatico autorizada "
    "autorizado avenida aventar aventarme avisar avisen ayer ayuda ayudame ayudan ayudar ayudaria ayudarme ayudas "
    "ayude ayuden ayudenme ayudo ayunar ayunas ayuno azul baja bajan bajo bala bano banos barata barato bastante "
    "bastantes bebe bendicion bendiciones bendiga bien boca bolsa bonita borracha borracho brazo broma bromeo buen "
    "buena buenas bueno buenos busco busquen buzon cabeza cada cae caes calambre calentura califico calle cambiar "
    "cambiarme cambie cambien cambio camilla camion canalizar cancelacion cancelan cancelar cancelarla cancele "
    "cancelen cancion candidata candidato cansada cansado cara caras cardiaca cardiaco carga cargador caro caros carro "
    "carta casa casi causa celular cena cenar cerca cerebro cerrada cerrado cerrados certificadas certificados cerveza "
    "chaito chamarra chamba chao chau chica chicos chiste chistoso chocan ciencia cierra cierran cierto cirugia "
    "cirujano cita citas ciudad claro clima clinica cloro cobertura cobija cobraban cobrais cobran cobrar cobraron "
    "cobro cobros coche colgar comenzar comenzo comer comezon comida comidas comience comienza comienzan comienzo como "
    "compartido comparto comprar comprende comprendo compro comun comunes conducir conectado conectan confidencial "
    "confirmar confirmen confirmo conmigo conocer consciente constancia consulta consultorio contactar contacto "
    "contesta contestan contestar contestaron contesto contraindicaciones contratan controla controlan convendria "
    "conviene convienen convulsiona convulsionando copago copia copias corazon corre correcta correcto correo corta "
    "cortas corte corto cortos cosa cosas costo costos costosa costoso crea credenciales cree creen creer crees creia "
    "creo cual cuales cualquier cualquiera cuando cuanta cuantas cuanto cuantos cuarta cuarto cuartos cubiculo "
    "cubiculos cubre cubren cuchillo cuchillos cuelgo cuenta cuentame cuentan cuentas cuenteme cuento cuerpo cuesta "
    "cuestan cuida cuidado cuidan cuidar cuidarme cuiden cuidense cunada cunado cura curar curara cuyo da daban dado "
    "dan danar danina danino dano danos dar daria datos debe debemos deben deberia deberian debes debia debo decia "
    "decir decirle decirme deducible dejado dejame dejan dejar dejaron dejas deje dejen dejenme dejo demasiada "
    "demasiadas demasiado demasiados demora dentro dependencia deposito depresion depresiva depresivo deprimida "
    "deprimido deprimidos desayunar desayuno descuento descuentos desde desesperada desesperado desmayando desmayar "
    "desmaye desmayo despacio despedida despedirme despido despierta despierto despues desventajas dia diabetica "
    "diabetico diagnosticaron diagnostico diaria diariamente diario dias dicen dieron diferencia diferente dificil "
    "dificiles diga digale digame digamos digan digo dije dijeron dijiste dijo dime dimos dinero diosito direccion "
    "direcciones disculpa disculpame disculpas disculpe disculpen diste distinto doble doctora doctorcito doctores "
    "dolor domicilio domingo domingos donde dopada dopado dormido dormir dosis droga drogada drogado drogarme drogas "
    "duda dudas duele duelen dura duran durante edad edificio efectivo efecto efectos electrochoque electrochoques "
    "ella ellas ellos embarazada embarazadas embarazo embolia empeora empeoro empezado empezando empezar empezaron "
    "empezo empiece empieza empiezan empiezas empiezo empleo empleos encargada encargado encima encuentro endovenosa "
    "enferma enfermedad enfermedades enfermera enfermeras enfermero enfermeros enfermo engancha enganchada enganchado "
    "enganchan engancharme enganche ensayo enseguida ensename entendi entendido entiende entiendes entiendo entonces "
    "entra entran entrar entre entro enviado enviame enviar enviaron envicia envie envien envio epileptica epileptico "
    "equipo equivoque eres esa esas escribe escriben escribo escucha escuchan escuchas ese eso esos espalda espanol "
    "especialista especialistas espera esperar esposa esposo esquina esta estaba estacion estacionamiento estacionar "
    "estadisticas estado estais estamos estan estar estaria estarian estas este esto estomago estorbo estos estoy "
    "estres estudio estudios estupida estupido estuve estuvieron estuvo evaluacion exacto examen examenes excelente "
    "exito expediente explica explicacion explicame explicar explicarme explicas expliqueme extrana extranar extrano "
    "facil faciles factura facturas falta familia familiares fea fecha felices feliz feo feos fiebre firma firmar "
    "firmen firmo flotando flotar fluoxetina forma formulario formularios frecuencia fue fuera fueron fuerte fuertes "
    "fuese fui fuimos fumar fumo funciona funcionan funcionar funcionara funcionaria funcionen funciono futbol futuro "
    "gano garganta generar gente gerente gobierno golpea golpeo gracias gramo gratis gratuita gratuito gripa gripe "
    "grogui gusta gustaria gusto habeis haber habia habitacion habitaciones habito habla hablame hablan hablando "
    "hablar hablarle hablas hableme hablo habra habran habria hace haceis hacemos hacen hacer hacerlo haces hacia "
    "hacian haciendo hago hambre hara haran haria harian harta harto hasta hay haya hazme herida heridas hermana "
    "hermano hice hicieron hiciste hierro higado hija hijo hijos hincha hinchada hinchado hincho hipertensa hipertenso "
    "historial hizo hoja hojas hola hora horario horarios horas hospitales hoy hubo humano iba iban ideacion idioma "
    "igual importa incapacidad inconsciente indice individuales infarto informacion informes infusiones ingles "
    "ingresos insegura inseguro instrucciones interesa interesan interesante interprete intramuscular intravenosa "
    "inutil inventes inyeccion inyectan inyectar ir iremos irme irnos irse jajaja jajajaja jajajajaja jamas jefa jefe "
    "jeje jejeje jiji joven jovenes junto juntos justificante kero ketamina kiero labios lactancia lactando larga "
    "lastimar latidos leche leer lejos lengua lenta lentes lento lentos licenciado lindo lista listo litio llamada "
    "llamadas llamado llamar llamarme llamaron llame llamen llamenme llamenos llamo llaves llega llegado llegando "
    "llegar llegaron llegas llego llegue lleguen llena llenar lleno lleva llevame llevan llevar llevarme lleve lleveme "
    "llevo llorar lloro loca loco luces luego lugar lunes madre mala malo manana manches mandame mandan mandar manden "
    "mandenme mando manejar manejo manos maquina marcar mareada mareadita mareado mareo mareos marido marihuana "
    "marqueme marquen martes mas mata matan matar matarme mato mayores mayoria medica medicada medicado medicamento "
    "medicamentos medicas medicina medicinas medico medicos mediodia mejor mejora mejoran mejorar mejoraron mejores "
    "mejoria mejoro memoria menores menos mensaje mensajes mensual mensualidades mes meses mia mide miden miedo miedos "
    "mientras miercoles migrana minutos mio mis misma mismas mismo mismos mochila morada morado morir morire morirme "
    "moverla mucha muchas muchisimas mucho muchos muera muero muerte muerto muevan muevanme mujer muriendo murio "
    "musica muy nada nadie nauseas necesario necesita necesitan necesitar necesito nerviosa nervioso nieta nina ningun "
    "ninguna ninguno ningunos nino ninos noche noches nociva nocivo nomas nombre nos nosotros nota notas novia novio "
    "novios nuestra nuestro nueva nueve nuevo nuevos numero nunca objetos ofrece ofrecen oido oiga oigan oigo oimos "
    "ojala ojo ojos olvidalo olvide olvido opcion opciones operadora orale orina otra otras otro otros oxigeno oye "
    "oyen paciente pacientes padecimiento pagada pagado pagar pagina pago pagos palabras panico pantalla papel papeleo "
    "papeles parece partido pasar pase paseme pastilla pastillas pastillita pecho pedir pega pelicula peligro "
    "peligrosa peligroso pena pensaba pensado pensamientos pensando pensar peor peores pequeno perdi perdida perdido "
    "perdidos perdon perdoname perdone perdonen perdonenme perfecta perfecto permanente permiso permitida permitido "
    "pero persona personas pertenece pesima pesimo pica piden piensa piensan pienso pierna pillado pincha pinchan piso "
    "plantado platicar platiqueme plazos pocas poco pocos podeis podemos podra podran podre podria podriamos podrian "
    "poema poliza pone ponen poner pongan pongo poquito porcentaje porfa porfavor porque positiva positivo pospongo "
    "postraumatico precio precios prefieren prefiero pregunta preguntar preguntas premio preocupa preocupada "
    "preocupado preocupan presion prestamos prima primera primeras primero primeros primo privada privado probado "
    "probando problema problemas programa prohibida prohibido promocion pronto proxima proximo prueba pruebas "
    "psicologa psicologo psicologos psicoterapia psiquiatra psiquiatras pude pudiera pudieron pudo pueda puedan puedas "
    "puede puedeme pueden puedes puedo pues puesto pulmones pulso pusiera pusieron puso qiero que queda quedan quedar "
    "quedaria quedarme quedarse quedas quede queden quedo queja quereis querer queria querian querida querido quien "
    "quienes quiere quieren quieres quiero quisiera quisieron quita quitan quitar quiubo quiza quizas rapida rapidas "
    "rapido rapidos raro raticida rato reacciona reaccionan reacciones reagendar realidad recepcion recepcionista "
    "receta recetada recetado recetan receto recibe reciben recibi recibido recibieron recibir recibirla recibo "
    "recogeme recogen recoger recogerme recomienda recomiendame recuperacion reembolso referencia regresa regresan "
    "regresar regreso remedio rendirme representante reprogramar resfriado resistente respira respiran respirar "
    "respondan responde respondio respuesta respuestas restaurante resultado resultados retrasada retrasado retrase "
    "revisa revisan riesgo riesgos riesgosa riesgoso rindo rinon rinones ritmo rodilla ronchas ropa ruido sabado "
    "sabados sabe saben sabes sabia sabria saldo salen salgo salida salidas saliendo salio salir saltar salud "
    "saludable saludos salvacion sangra sangrado sangrando sangre sangro saque saturacion secretaria secundarios sed "
    "sedacion sedada sedado seguidas seguido seguidos seguir segun segunda segundos segura seguridad seguro seguros "
    "semana semanal semanales semanas senor senora sentado senti sentia sentian sentido sentir sentirme sentirse ser "
    "seran seria serian sertralina servicio servir servira serviria sesion sesiones sido siempre siente sienten siento "
    "siga sigan significa signos sigo sigue siguiente siguientes siguio silla sillas sillon sillones sintoma sintomas "
    "sirva sirvan sirve sirven sirves sirvio sobre sobrina sobrino sobro soga sois sola solamente solicitud solucion "
    "somos suaves suba sube suben subo suegra suegro sueno suenos suero suicida suicidarme suicidas suicidio supe supo "
    "supuesto tal talvez tambien tampoco tanto tarda tardado tardan tardar tarde tardecito tardes tarea tarjeta "
    "telefono temprano tendra tendre tendria tendrian teneis tenemos tener tenga tengo tenia tenian terapeuta terapia "
    "tercera tercero termina terminado terminan terminando terminar terminara termino ti tiembla tiempo tiene tienen "
    "tienes tierra tipo tirarme tiroides tituladas titulados toca toda todas todavia todo todos toma toman tomar "
    "tomarme tomo tonta tonto tontos torre tos trabaja trabajan trabajar trabajo traductor trae traen traer tragar "
    "trago traigan traigo trajo tramite tramites tranquila tranquilo transporte trastorno tratada tratado tratados "
    "tratais tratamiento tratamientos tratan trato tres triste tristes tristeza tus tuve tuvieron tuviste tuvo "
    "ubicacion ubicados ultima ultimas ultimo ultimos una unas uno unos usan usar uso usos usted ustedes vacante "
    "vacantes vacia vacio valdra vale valgo vamos varias varios vaya vayamos vayan vean veces vecina vecino vejiga "
    "vemos vena venas vende venden vender vendes vendra veneno vengo venir ventana ventanas veo ver vera veran verdad "
    "veteranos vez viajar viaje viajes vicio vida vieja viejo viendo viene vienen viernes vieron vigila vigilan vine "
    "viniendo vinieron vino vio violaron vitales vivir vivo vivos voces volado volando volar voluntario volver volvera "
    "volveran volvio vomita vomitando vomitar vomite vomito voy vuelta vuelve vuelven".split()
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

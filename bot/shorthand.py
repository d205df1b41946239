"""How people shorten words when they type, written out: contractions, text-message spellings, words torn apart.

Data for `bot.text`. Keys have no apostrophes. Where a form is also a word of its own ("ill", "were", "id", "wed"), it is
written out only if the apostrophe was there: those keys stand in APOSTROPHE_ONLY, with the apostrophe.
"""

from __future__ import annotations

WORDS: dict[str, str] = {
    # contractions
    "im": "i am", "ive": "i have", "dont": "do not", "doesnt": "does not", "didnt": "did not", "cant": "cannot",
    "cannt": "cannot", "couldnt": "could not", "wouldnt": "would not", "shouldnt": "should not", "isnt": "is not",
    "arent": "are not", "wasnt": "was not", "werent": "were not", "wont": "will not", "havent": "have not",
    "hasnt": "has not", "hadnt": "had not", "aint": "is not", "youre": "you are", "youve": "you have",
    "youll": "you will", "theyre": "they are", "theyve": "they have", "theyll": "they will", "weve": "we have",
    "hes": "he is", "shes": "she is", "thats": "that is", "whats": "what is", "wheres": "where is", "hows": "how is",
    "whos": "who is", "whens": "when is", "theres": "there is", "heres": "here is", "itll": "it will",
    "thatll": "that will", "its": "it is", "lets": "let us", "yall": "you all", "mustnt": "must not",
    "neednt": "need not", "shouldve": "should have", "wouldve": "would have", "couldve": "could have",
    "whatll": "what will", "whatre": "what are", "howre": "how are", "hed": "he would", "shed": "she would",
    # run together in speech
    "wanna": "want to", "gonna": "going to", "gotta": "have to", "lemme": "let me", "gimme": "give me",
    "kinda": "kind of", "sorta": "sort of", "outta": "out of", "dunno": "do not know", "whatcha": "what are you",
    "gotcha": "got you", "hafta": "have to", "finna": "going to", "tryna": "trying to", "imma": "i am going to",
    "ima": "i am going to", "coulda": "could have", "shoulda": "should have", "woulda": "would have",
    "doin": "doing", "goin": "going", "havin": "having", "takin": "taking", "feelin": "feeling", "thinkin": "thinking",
    "gettin": "getting", "bout": "about", "cause": "because", "fixin": "going", "yer": "your", "em": "them",
    # text messages
    "u": "you", "ur": "your", "r": "are", "n": "and", "y": "why", "k": "ok", "w": "with", "b4": "before", "2day": "today",
    "2nite": "tonight", "tonite": "tonight", "tmrw": "tomorrow", "tmr": "tomorrow", "tomoro": "tomorrow",
    "2morrow": "tomorrow", "2moro": "tomorrow", "appt": "appointment", "appts": "appointments", "apt": "appointment",
    "pls": "please", "plz": "please", "plse": "please", "thx": "thanks", "thnx": "thanks", "tx": "thanks",
    "ty": "thank you", "tysm": "thank you so much", "bc": "because", "bcuz": "because", "cuz": "because",
    "coz": "because", "cos": "because", "rn": "right now", "idk": "i do not know", "idc": "i do not care",
    "tho": "though", "thru": "through", "gr8": "great", "l8r": "later", "l8": "late", "m8": "mate", "sry": "sorry",
    "srry": "sorry", "msg": "message", "txt": "text", "ppl": "people", "abt": "about", "abut": "about", "wat": "what",
    "wut": "what", "wht": "what", "wats": "what is", "wuts": "what is", "wen": "when", "hw": "how", "da": "the",
    "dis": "this", "dat": "that", "dey": "they", "luv": "love", "omw": "on my way", "asap": "as soon as possible",
    "fyi": "for your information", "btw": "by the way", "imo": "in my opinion", "ngl": "not going to lie",
    "tbh": "to be honest", "fr": "for real", "prolly": "probably", "prob": "probably", "probs": "probably",
    "def": "definitely", "rly": "really", "rlly": "really", "vry": "very", "sm": "so much", "sb": "somebody",
    "sth": "something", "smth": "something", "smthn": "something", "nothin": "nothing", "somethin": "something",
    "anythin": "anything", "everythin": "everything", "mins": "minutes", "min": "minutes", "hrs": "hours",
    "hr": "hour", "wks": "weeks", "wk": "week", "yrs": "years", "yr": "year", "bf": "boyfriend", "gf": "girlfriend",
    "hubby": "husband", "dr": "doctor", "docs": "doctors", "info": "information", "ins": "insurance", "bday": "birthday",
    "jus": "just", "juss": "just", "ya": "you", "yea": "yes", "yeah": "yes", "yep": "yes", "yup": "yes", "nah": "no",
    "nope": "no", "okay": "ok", "okey": "ok", "kk": "ok", "alot": "a lot", "noone": "no one", "incase": "in case",
    "aswell": "as well", "atleast": "at least", "infront": "in front", "afterall": "after all",
}

APOSTROPHE_ONLY: dict[str, str] = {
    "i'll": "i will", "i'd": "i would", "we're": "we are", "we'll": "we will", "we'd": "we would", "he'll": "he will",
    "she'll": "she will", "y'all": "you all", "who'll": "who will", "they'd": "they would", "you'd": "you would",
    "it'd": "it would", "c'mon": "come on", "ma'am": "madam", "o'clock": "oclock",
}

TORN: dict[tuple[str, str], str] = {
    ("my", "self"): "myself", ("him", "self"): "himself", ("her", "self"): "herself", ("your", "self"): "yourself",
    ("any", "more"): "anymore", ("any", "one"): "anyone", ("some", "one"): "someone", ("every", "one"): "everyone",
    ("every", "thing"): "everything", ("some", "thing"): "something", ("any", "thing"): "anything",
    ("no", "body"): "nobody", ("a", "live"): "alive", ("can", "not"): "cannot", ("in", "side"): "inside",
    ("over", "dose"): "overdose", ("over", "dosed"): "overdosed", ("sui", "cide"): "suicide",
    ("after", "noon"): "afternoon", ("to", "night"): "tonight", ("to", "day"): "today", ("to", "morrow"): "tomorrow",
}

"""How questions in English, German, French and Spanish ask for a fact of a document; for folded questions."""

from qa.document_nouns import LATIN, PROPOSAL, WIDE, Forms

# What stands before the noun in its own phrase: a preposition begins another.
_W = (
    r"(?:(?!(?:of|to|in|for|on|by|from|under|at|that|which|who|and|with|about|into|de|du|des|pour|dans|à|von|für|zu"
    r"|para|sobre|en)\b)[\w'’.&/《》-]+ )"
)
_PAST = "issued|sent|written|signed|published|released|dispatched|answered"
_SENT = rf"\b(?:{_PAST}|dated|replied|responded)\b"
_BODY = r"(?:body|agency|authority|bureau|office|department|organi[sz]ation|commission|institution|unit|administration)"
_EN_WHEN = r"(?:when|(?:on |in )?(?:what|wh?ich) (?:exact )?(?:date|day|month|year))"
_MADE = r"(?:submitted|made|raised|tabled|filed|wrote|put forward|proposed|brought)"
_EN_FORCE = r"(?:effect|apply|be (?:effective|applied|in force|in effect)|(?:in)?to (?:force|effect))\b"
_NAMED = rf"(?:{LATIN}|《》)"
EN: Forms = {
    "effective": (
        rf"\b{_EN_WHEN} (?:did|does|do|will) {_W}{{0,6}}?{_NAMED}[^?;]{{0,80}}?"
        rf"\b(?:take|come|enter|go|start) ?[^?;]{{0,12}}?{_EN_FORCE}",
        rf"\b{_EN_WHEN} (?:is|was|will) {_W}{{0,6}}?{_NAMED}[^?;]{{0,80}}?\b(?:effective|in force|in effect)\b",
        rf"\b(?:effective|commencement) date (?:of|for) {_W}{{0,6}}?{_NAMED}",
    ),
    "expires": (
        rf"\b{_EN_WHEN} (?:did|does|do|will) {_W}{{0,6}}?{_NAMED}[^?;]{{0,80}}?"
        r"\b(?:expire|lapse|run out|cease|end|stop (?:applying|being))\b",
        rf"\b(?:until when|how long) (?:is|was|are|will|does|do) {_W}{{0,6}}?{_NAMED}[^?;]{{0,80}}?"
        r"\b(?:valid|in force|in effect|effective|apply)\b",
        rf"\b(?:expiry|expiration|end) date (?:of|for) {_W}{{0,6}}?{_NAMED}",
    ),
    "in force": (
        rf"\b(?:is|are|has|have) {_W}{{0,6}}?{_NAMED}[^?;]{{0,60}}?\b(?:still |currently |now |yet |been )+"
        r"(?:valid|in force|in effect|effective|applicable|repealed|expired|superseded)\b",
        rf"\b(?:does|do) {_W}{{0,6}}?{_NAMED}[^?;]{{0,60}}?\b(?:still|currently) apply\b",
    ),
    "issued": (
        rf"\b(?:date|day) (?:of (?:issue|issuance|issuing|publication|signature|signing|dispatch) )?(?:of|on|for) "
        rf"{_W}{{0,5}}{LATIN}",
        rf"\b{_EN_WHEN} (?:and by whom )?(?:was|were|is|has|had) {_W}{{0,6}}?{LATIN}[^?;]{{0,120}}?{_SENT}",
        rf"\b{_EN_WHEN} did {_W}{{1,8}}?(?:issue|send|write|sign|publish|release|dispatch|answer) {_W}{{0,6}}?{LATIN}",
        rf"\b{_EN_WHEN} did {_W}{{1,8}}?(?:reply|respond) to\b[^?;]{{0,80}}?(?:{LATIN}|\bmember\b)",
        rf"\bwhat date (?:is|stands|appears) (?:on|under|at the (?:end|foot|bottom) of) {_W}{{0,5}}{LATIN}",
        rf"\b(?:what|which) date does {_W}{{0,5}}{LATIN}[^?;]{{0,60}}\b(?:bear|carry|have|show)",
        rf"{LATIN}[^?;]{{0,80}}? (?:issued|dated|signed|sent|published) when\b",
        r"\b(?:reply|response|letter|sign-off|issuance|issue|document|signature)(?:['’]s)? date\b|\bdate of issu\w+",
        r"\b(?:reply|response|letter)(?: letter)? (?:to|from|for|on) [^?;]* date\W*$",
        rf"\bwho (?:{_PAST}) {_W}{{0,6}}{LATIN}[^?;]*\band when\b",
        rf"(?:{LATIN}|{WIDE})[^?;]{{0,80}}?\b{_EN_WHEN} (?:was|is) it {_SENT}",
    ),
    "reference": (
        r"\b(?:document|reference|file|letter|reply|notice) (?:reference )?(?:number|no\b|code)(?!\.? ?\d)",
        rf"\breference (?:of|on|for) {_W}{{0,5}}{LATIN}",
        rf"\b(?:official |serial )?number (?:of|on) (?:the|this|that|its) {_W}{{0,5}}"
        r"(?:reply|letter|document|notice|plan|response|circular)\b(?!['’]s)",
    ),
    "issuer": (
        rf"\b(?:who|(?:which|what) {_W}{{0,4}}?{_BODY}) (?:has |had )?(?:{_PAST}|wrote|authored|drafted|replied to)"
        rf"(?: out)? {_W}{{0,6}}?{LATIN}",
        rf"{LATIN}[^?;]{{0,80}}? (?:{_PAST}) by (?:whom|who|which|what)\b",
        rf"(?:{LATIN}|{WIDE})[^?;]{{0,80}}?\bwho (?:{_PAST}|wrote) (?:it|this|that)\W*$",
        rf"\bby (?:whom|(?:which|what) {_W}{{0,3}}?{_BODY}) (?:was|were|is) {_W}{{0,6}}?{LATIN}[^?;]*{_SENT}",
        rf"\b(?:issuer|author|signatory|sender|issuing {_BODY}) of {_W}{{0,5}}{LATIN}",
        rf"\b(?:who|(?:which|what) {_W}{{0,3}}?{_BODY}) (?:is|was|did|does) {_W}{{0,6}}?{LATIN}[^?;]{{0,60}}\bfrom\W*$",
    ),
    "addressee": (
        rf"\bwhom? (?:is|was|were) {_W}{{0,6}}?{LATIN}[^?;]{{0,60}}?\b(?:addressed |sent |written |directed )?to\W*$",
        rf"\bwhom? did {_W}{{0,6}}?{LATIN}[^?;]{{0,60}}\bgo to\W*$",
        rf"\bto (?:whom?|which \w+(?: \w+)?) (?:is|was|were|did) {_W}{{0,6}}?{LATIN}",
        rf"\b(?:addressees?|recipients?) of {_W}{{0,5}}{LATIN}|\bwhose proposal\b",
        rf"{LATIN}[^?;]{{0,40}} (?:addressed|sent) to (?:whom?|which)\b",
        rf"\b(?:who|which {_W}{{0,3}}?members?) {_MADE} {_W}{{0,5}}?(?:{PROPOSAL.latin})\b",
    ),
    "contact": (
        r"\bcontact (?:person|name|official)\b|\bwho (?:is|was) the contact\b(?! (?:number|phone))",
        r"\bwhom? (?:can|should|do|to) (?:i |we |one )?contact\b",
    ),
    "phone": (
        r"\b(?:tele)?phone (?:numbers?|no\b)|\bcontact (?:tele)?phone\b|^(?:tele)?phone\b",
        rf"{LATIN}(?![^?;]*\b(?:by|over|via)\b)[^?;]* (?:tele)?phone\W*$",
        r"\b(?:contact|mobile|tel|cell)\.? (?:phone )?(?:number|no\b)|\bcontact (?:details|information)\b",
    ),
    "title": (
        rf"\b(?:title|full name|official name|exact name) (?:of|on) {_W}{{0,5}}{LATIN}",
        r"\bname of the (?:reply|letter|notice|document)\b(?!['’]s)",
        r"\b(?:reply|response|letter|plan|notice|document|proposal)['’]s (?:full |official |exact )?(?:title|name)\b",
        rf"\b(?:what|how) (?:is|was) {_W}{{0,5}}?{LATIN}[^?;]{{0,60}}(?:called|titled|entitled)\W*$",
    ),
    "proposal number": (
        r"\bproposal(?:['’]s)? (?:number|no\b)(?!\.? ?\d)",
        rf"\bnumber of (?:the|this|that|his|her|their|its) {_W}?proposal\b",
    ),
}
_DE_OF = "(?:der|des|dieser|dieses)"
DE: Forms = {
    "issued": (
        rf"\bdatum (?:{_DE_OF}|trägt|hat|steht \w+) {_W}{{0,3}}{LATIN}|\bvon wann (?:ist|stammt) {_W}{{0,4}}{LATIN}",
        rf"\b(?:wann|an welchem tag) (?:wurde|ist|war) {_W}{{0,5}}?{LATIN}[^?;]*\b(?:datiert|ausgestellt|verfasst"
        r"|unterzeichnet|veröffentlicht|ver[sf]\w*t|geschickt|gesendet|beantwortet|herausgegeben|erlassen)\b",
    ),
    "reference": (
        r"\b(?:aktenzeichen|geschäftszeichen|dokument(?:en)?nummer|referenznummer)\b",
        rf"\bnummer {_DE_OF} {_W}{{0,3}}(?:antwort\w*|schreibens|dokuments|bekanntmachung)",
    ),
    "issuer": (
        rf"\b(?:wer|welche \w+) hat {_W}{{0,5}}?{LATIN}[^?;]*\b(?:ausgestellt|verfasst|unterzeichnet|geschrieben"
        r"|erlassen|veröffentlicht|herausgegeben|beantwortet)\b",
        rf"\bvon (?:wem|welche[rmn] \w+) (?:stammt|ist|wurde) {_W}{{0,4}}{LATIN}",
    ),
    "addressee": (
        rf"\ban wen (?:ist|war|ging|richtet sich|wurde) {_W}{{0,4}}{LATIN}",
        rf"\bempfänger (?:der|des) {_W}{{0,3}}{LATIN}",
    ),
    "contact": (r"\b(?:ansprechpartner(?:in)?|kontaktperson)\b",),
    "phone": (r"\b(?:telefonnummer|rufnummer|handynummer)\b",),
    "title": (rf"\b(?:titel|vollständige[rn]? name) {_DE_OF} {_W}{{0,3}}{LATIN}",),
}
_FR_OF = "(?:de la |du |de l['’]|de cette |de ce )"
_FR_WHEN = r"\b(?:quand|quel jour|à quelle date)"
_FR_SENT = r"\b(?:émis|daté|envoyé|signé|publié|rédigé|adressé)e?"
FR: Forms = {
    "issued": (
        rf"\bdate (?:d['’]émission )?{_FR_OF}{_W}{{0,3}}{LATIN}|\bde quand date {_W}{{0,4}}{LATIN}",
        rf"{_FR_WHEN} (?:a été|est|fut) {_W}{{0,4}}{LATIN}[^?;]*{_FR_SENT}",
        rf"{_FR_WHEN} {_W}{{0,5}}?{LATIN}[^?;]*(?:a-t-(?:elle|il) été|est-(?:elle|il)) {_FR_SENT}",
    ),
    "reference": (
        rf"\b(?:numéro|référence) (?:officiel(?:le)? )?{_FR_OF}{_W}{{0,2}}"
        r"(?:réponse|lettre|document|avis|plan|circulaire)",
    ),
    "issuer": (
        rf"\b(?:qui|quel(?:le)? {_W}{{1,3}}?) ?a (?:émis|signé|rédigé|publié|envoyé|écrit|répondu à) "
        rf"{_W}{{0,4}}{LATIN}",
        rf"\bde qui émane {_W}{{0,4}}{LATIN}",
    ),
    "addressee": (
        rf"\bà qui (?:est|était|a été|s['’]adresse) {_W}{{0,4}}{LATIN}",
        rf"\bdestinataires? (?:de la|du) {_W}{{0,3}}{LATIN}",
    ),
    "contact": (r"\b(?:personne|nom) (?:de|à) contact(?:er)?\b|\binterlocuteur\b",),
    "phone": (r"(?<!par )\btéléphone\b(?! et)",),
    "title": (rf"\b(?:titre|intitulé|nom complet) (?:exact |complet )?{_FR_OF}{_W}{{0,3}}{LATIN}",),
}
_ES_OF = "(?:de la|del|de esta|de este)"
_ES_WHEN = r"\b(?:cuándo|qué día|en qué fecha) (?:fue|se|está)"
ES: Forms = {
    "issued": (
        rf"\bfecha (?:de emisión )?(?:{_ES_OF}|tiene la|lleva la) {_W}{{0,3}}{LATIN}",
        rf"{_ES_WHEN} {_W}{{0,5}}?{LATIN}[^?;]*\b(?:emitid|fechad|enviad|firmad|publicad)[ao]",
        rf"{_ES_WHEN} (?:emitió|envió|firmó|publicó|emitid[ao]|enviad[ao]|firmad[ao]|publicad[ao]) {_W}{{0,5}}{LATIN}",
    ),
    "reference": (
        rf"\b(?:número|referencia) (?:oficial )?{_ES_OF} {_W}{{0,2}}(?:respuesta|carta|documento|aviso|plan|oficio)",
    ),
    "issuer": (
        rf"\b(?:quién|qué {_W}{{1,3}}?) ?(?:emitió|firmó|redactó|publicó|envió|escribió|respondió a) "
        rf"{_W}{{0,4}}{LATIN}",
    ),
    "addressee": (
        rf"\ba quién (?:va dirigid[ao]|está dirigid[ao]|se dirige|se envió|fue enviad[ao]) {_W}{{0,4}}{LATIN}",
        rf"\bdestinatarios? (?:de la|del) {_W}{{0,3}}{LATIN}",
    ),
    "contact": (r"\bpersona de contacto\b",),
    "phone": (r"(?<!por )\bteléfono\b",),
    "title": (rf"\b(?:título|nombre completo) {_ES_OF} {_W}{{0,3}}{LATIN}",),
}

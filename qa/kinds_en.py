"""How questions in English ask for what; slips of the pen in question words are mended first."""

from qa.kinds_words import rows

SLIPS: tuple[tuple[str, str], ...] = (
    (r"\b(?:wich|whcih|wihch|whitch)\b", "which"),
    (r"\b(?:waht|wht|whta)\b", "what"),
    (r"\b(?:hwo|hou|howe)(?= (?:many|much|meny|long|do|does|did|is|are)\b)", "how"),
    (r"\bhow ?(?:meny|mani|mny)\b", "how many"),
    (r"\b(?:whn|wehn)\b", "when"),
)
"""Slips of the pen in English question words -> the words."""

_MOD = (
    r"(?:(?!(?:is|are|was|were|be|do|does|did|has|have|had|can|could|will|would|shall|should|must|may|the|an?|of|in|by"
    r"|for|to|on|at|and|or|that|who|which|with|from)\b)[\w'’&-]+ )"
)
_WHAT_IS = rf"\bwhat(?:['’]?s| is| are| was| were| will be)?(?: the| its| their| an?)? {_MOD}{{0,3}}?"
_WHICH = rf"\b(?:which|what) {_MOD}{{0,3}}?"
_BE = "is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|must|may|shall"
# Where an English question word asks and is no relative pronoun ("ships that call, which are…").
_OPEN = (
    r"(?:^|[;:?.!(—-] ?|, ?(?!which (?:is|was|are|were|has|have)\b)|\b(?:and|or|by|in|of|to|for|from|at|on|with|under|"
    r"through|about|during|since|until|tell|say|state|name|list|then|so|is|exactly) )"
)
_BODY_EN = (
    "agency|authority|department|bureau|office|ministry|commission|committee|court|procuratorate|body|organi[sz]ation"
    "|institution|institute|company|enterprise|firm|bank|university|school|college|hospital|association|alliance"
    "|cent(?:er|re)"
    "|government|unit|council|administration|group|team|operator|entity|corporation|society|police|bureaux?"
)
_PERSON_EN = (
    r"person|professor|expert|director|mayor|minister|chair(?:man|woman|person)?|president|officer|official|judge"
    r"|lawyer"
    r"|scientist|academician|researcher|author|chief|head|leader|governor|secretary|spokes\w+|individual|inventor"
    r"|founder"
    r"|dean|engineer|captain|principal|teacher|deputy|delegate|winner|manager"
)
_PLACE_EN = (
    "pier|wharf|station|city|district|town|village|province|country|county|place|port|harbou?r|street|location"
    "|site|area|region"
    "|island|zone|park"
)
_MONEY_EN = (
    "allowance|stipend|wages?|levy|charge|amount(?: of (?:money|funding))?|sum|price|fee|cost|budget|fine|subsidy"
    "|salary|grant|funding|penalty|tariff"
    "|fare|toll"
    "|investment|revenue|output value|reward|bonus|expenditure|deposit|rent|compensation"
)
_PERIOD_EN = r"(?:working |business |calendar |natural )?(?:days|weeks|months|years|hours|minutes|quarters)"
GROW_EN = (
    r"grow\w*|grew|increas\w*|ris(?:e|en|ing)|rose|fall(?:en|s)?|fell|declin\w*|drop\w*|climb\w*|jump\w*|decreas\w*"
    r"|shr[aiu]nk|expand\w*|improv\w*|up|down"
)
_PAY_EN = (
    r"costs?|pay\w*|paid|spen[dt]\w*|invest\w*|fund\w*|receiv\w*|gets?|got|grant\w*|award\w*|subsid\w+|budget\w*"
    r"|fine[ds]?"
    r"|allocat\w*|loan\w*|lend\w*|lent|borrow\w*|financ\w*|worth|charge[ds]?|rais\w*|earn\w*|owe\w*|compensat\w*"
    r"|reimburs\w*"
)
_PLURAL = r"(?:(?!(?:is|was|has|does)\b)[\w-]{2,}(?<![siu])s|people|children|staff|criteria|bureaux)"
_LIKE = (
    r"(?:(?:[\w-]+(?:ing|al|ic|ive|ed|ous|ary|ern|able|ful)|new|old|main|key|other|public|big|small|local|city"
    r"|government|types of"
    r"|kinds of|sorts of) ){0,3}"
)
_VERB = (
    "(?:are|were|do|have|can|must|should|will|may|did|need|could|shall|would|get|receive|take|apply|make|belong"
    "|run|use|lead|support"
    "|fall|go|come|pay|offer|exist|count|cover|provide|share|cooperate|participate|handle|had|received|took|got|led)"
)
_NUMBER_EN = r"\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|other"
_AMOUNT_EN = (
    "number|goal|average|maximum|minimum|total|count|size|area|length|height|width|depth|weight|volume|population"
    "|target|figure|capacity|quantity|level|age|score|quota"
)

EN = rows(
    (
        "definition",
        r"\bwhat (?:does|do|did|is|are) [^,;?]{1,60}? (?:mean|means|stand for|refer to)\b|\bwhat is meant by\b",
    ),
    ("reason", r"\bwhy\b|\bhow come\b|\bfor what (?:reason|purpose)|\bwhat (?:made|led|caused|prompted|motivated)\b"),
    ("reason", rf"{_WHAT_IS}(?:reasons?|causes?|purpose|aim|rationale|motivation|motive|grounds|justification)\b"),
    (
        "percent",
        rf"{_WHAT_IS}(?:percentage|percent|per cent|proportion|share|rate|ratio|fraction|growth|increase|decrease"
        rf"|rise)\b",
        r"\bhow many (?:percent|per cent)",
    ),
    (
        "percent",
        rf"\bhow much (?!money|funding|more|higher|lower|larger)(?:(?! and (?:how"
        rf"|wh))[^,;?]){{0,120}}?\b(?:{GROW_EN})\b(?! to \w+ for)",
    ),
    ("date", rf"{_WHICH}(?:year|month|date|day|time|quarter)\b|{_WHAT_IS}(?:deadline|date|closing date|due date)\b"),
    ("date", rf"\bwhen(?= (?:{_BE}|exactly)\b|\W*$|,? and\b)|\b(?:by|since|until|till|from) when\b|^when(?= [^,]*$)"),
    (
        "duration",
        rf"\bhow (?:long|quickly|soon|fast)\b|\bhow many {_MOD}{{0,2}}?{_PERIOD_EN}\b",
        r"\bwithin what (?:time|period)\b",
    ),
    ("duration", rf"{_WHAT_IS}(?:duration|term of office|time limit|validity(?: period)?|time frame|lifespan)\b"),
    (
        "money",
        r"\bhow (?:much|many) (?:\w+ )?(?:money|cash|capital|yuan|rmb|cny|dollars|euros|funding|investment"
        r"|subsid\w+)\b",
    ),
    (
        "money",
        rf"\bhow much (?!more)(?:(?! and (?:how|wh))[^,;?]){{0,80}}?\b(?:{_PAY_EN})\b"
        rf"|{_WHAT_IS}(?:{_MONEY_EN})\b(?! (?:for|in) which)|\bwhat (?:did|does|do|will"
        rf"|would) [^,;?]{{1,60}}\b(?:cost|pay)\b",
    ),
    (
        "name",
        rf"{_WHAT_IS}(?:document|reference|serial|file|case|registration|phone|telephone|article|fax"
        rf"|hotline) numbers?\b",
    ),
    ("number", r"\bhow (?:many|much|often|large|big|high|tall|wide|deep|heavy|old|far|great)\b"),
    ("number", rf"{_WHAT_IS}(?:{_AMOUNT_EN})\b(?! (?:to call|one))"),
    (
        "person",
        rf"\bwho(?: (?:is|was|are|were)|['’]s) (?:the )?{_MOD}{{0,4}}?(?P<noun>{_PERSON_EN})\b",
        rf"{_WHICH}(?P<noun2>{_PERSON_EN})\b",
    ),
    ("person", rf"\bwhat(?:['’]s| is| was) the name of (?:the )?{_MOD}{{0,3}}?(?P<noun>{_PERSON_EN})\b"),
    (
        "person",
        rf"{_OPEN}who (?:signed|wrote|founded|(?:was|is|were) (?:appointed|elected|named|chosen)|chair(?:s|ed)"
        rf"|head(?:s|ed)|spoke|said|won|invented|presid\w+"
        rf"|delivered)\b",
        r"\bwhose\b",
    ),
    (
        "list",
        rf"\b(?:which|what)(?: are| were)?(?: the| these| those"
        rf"| its)? (?:{_NUMBER_EN}) (?P<noun>{_MOD}{{0,2}}?{_PLURAL}|[\w'-]+)",
    ),
    ("list", r"\bwhat (?:are|were)(?: the| its| their)? (?P<noun>[\w-]+(?: [\w-]+)?)|\bwhich (?:are|were|ones)\b"),
    ("name", r"\bwhat (?:is|was|are|were) [^,;?]{1,60} called\b"),
    ("list", rf"\bwho (?:are|were) (?:the |its |all )?(?P<noun>{_MOD}{{0,2}}?{_PLURAL})\b"),
    ("how", r"\bwhat happen\w*"),
    (
        "list",
        rf"\b(?:which|what) (?P<noun>{_LIKE}{_PLURAL})\b",
        rf"\b(?:which|what) (?P<noun2>{_MOD}{{1,3}}?{_PLURAL})(?= {_VERB}\b)",
    ),
    ("body", rf"{_WHICH}(?P<noun>{_BODY_EN})\b"),
    ("place", rf"{_WHICH}(?P<noun>{_PLACE_EN})\b|{_WHAT_IS}(?:address|location|venue|place)\b"),
    ("place", rf"\bwhere(?:abouts)?(?= (?:{_BE}|exactly)\b|\W*$)|{_OPEN}where\b"),
    ("body", rf"{_OPEN}(?:whom?|who['’]s)\b|\b(?:by|to|with) whom\b"),
    (
        "name",
        rf"{_WHAT_IS}(?:names?|title|telephone|phone|hotline|e-?mail|website|url|code|reference|document number"
        rf"|serial number)\b",
    ),
    ("how", r"\bhow\b(?! (?:many|much|long))|\bin what (?:way|manner)\b|\bby what means\b|\bthrough what\b"),
    (
        "how",
        r"\bwhat (?:is|was|are|were|will be|has been) (?:being )?(?:done|happening)\b",
        r"\bwhat (?:did|does|do|will|must|should|can) [^,;?]{1,60} do\b",
    ),
    ("definition", r"^\W*what(?: exactly)?(?:['’]?s| is| are)(?: exactly)? (?:an? |the )?[^,;?]{1,40}\W*$"),
    ("name", rf"\bwhat\b|{_OPEN}which\b"),
)

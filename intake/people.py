"""Signs that a free text names someone: addresses, telephone numbers, titles, first names.

It finds what people usually write. It cannot find every name, and the
preview says so.
"""

import re

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]{2,}")
_TELEPHONE = re.compile(r"(?<![\w.])(?:\+44\s?|0)(?:\d[\s-]?){9,10}(?!\d)")
_HEALTH_NUMBER = re.compile(r"(?<!\d)\d{3}[ -]\d{3}[ -]\d{4}(?!\d)")
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Cllr|Sir|Dame)\.? [A-Z][a-z’'-]+")
_SAYS = re.compile(r"\b(?:[Mm]y name is|[Ii] am called|[Ss]igned,?|[Cc]alled|[Nn]amed) [A-Z][a-z]+")
_FIRST = (
    "Aaron|Abdul|Abigail|Adam|Adrian|Ahmed|Aisha|Alan|Albert|Alex|Alexander|"
    "Alfie|Ali|Alice|Alison|Amanda|Amelia|Amy|Andrea|Andrew|Angela|Anita|"
    "Ann|Anna|Anne|Anthony|Arthur|Barbara|Barry|Ben|Benjamin|Bernard|Beth|"
    "Bethany|Betty|Brenda|Brian|Bridget|Callum|Carol|Caroline|Catherine|Charles|Charlotte|"
    "Chloe|Christine|Christopher|Claire|Colin|Connor|Craig|Daniel|Darren|David|Dawn|"
    "Dean|Deborah|Denise|Dennis|Derek|Diana|Diane|Donald|Donna|Doreen|Dorothy|"
    "Douglas|Edward|Eileen|Elaine|Eleanor|Elizabeth|Ella|Ellie|Emily|Emma|Eric|"
    "Ethan|Evelyn|Fatima|Fiona|Frances|Francis|Frank|Fred|Freddie|Gareth|Gary|"
    "Gemma|Geoffrey|George|Gerald|Gillian|Gordon|Graham|Hannah|Harold|Harriet|Harry|"
    "Hassan|Hazel|Heather|Helen|Henry|Howard|Hugh|Ian|Irene|Isaac|Isabella|"
    "Jack|Jackie|Jacob|Jacqueline|Jake|James|Jamie|Jane|Janet|Janice|Jasmine|"
    "Jason|Jean|Jeffrey|Jennifer|Jeremy|Jessica|Jill|Joan|Joanna|Joanne|Joe|"
    "John|Jonathan|Joseph|Joshua|Joyce|Judith|Julia|Julian|Julie|Karen|Kate|"
    "Katherine|Kathleen|Katie|Keith|Kelly|Kenneth|Kerry|Kevin|Kieran|Kimberly|Kirsty|"
    "Laura|Lauren|Leah|Lee|Leon|Leonard|Leslie|Lewis|Liam|Linda|Lisa|"
    "Lorraine|Louise|Lucas|Lucy|Luke|Lynn|Malcolm|Margaret|Maria|Marie|Marion|"
    "Martin|Mary|Matthew|Maureen|Megan|Melanie|Melissa|Michael|Michelle|Mohammed|Muhammad|"
    "Nancy|Natalie|Nathan|Neil|Nicholas|Nicola|Nigel|Norman|Oliver|Olivia|Omar|"
    "Oscar|Owen|Pamela|Patricia|Patrick|Paul|Paula|Pauline|Peter|Philip|Phyllis|"
    "Priya|Rachel|Ralph|Raymond|Rebecca|Richard|Robert|Robin|Roger|Ronald|Rosemary|"
    "Ross|Roy|Russell|Ruth|Ryan|Sally|Samantha|Samuel|Sandra|Sara|Sarah|"
    "Scott|Sean|Shane|Sharon|Sheila|Shirley|Simon|Sophia|Sophie|Stanley|Stephanie|"
    "Stephen|Steven|Stuart|Susan|Suzanne|Sylvia|Teresa|Terence|Theresa|Thomas|Timothy|"
    "Tina|Toby|Tom|Tony|Tracey|Trevor|Valerie|Vanessa|Veronica|Victoria|Vincent|"
    "Walter|Wayne|Wendy|William|Yasmin|Yvonne|Zachary|Zoe"
)
_NAME = re.compile(rf"\b(?:{_FIRST}) [A-Z][a-z’'-]{{2,}}\b")
_NOT_SURNAMES = {"House", "Road", "Street", "Centre", "Hospital", "School", "Lane", "Avenue"}

_SIGNS = (
    ("an e-mail address", _EMAIL),
    ("a telephone number", _TELEPHONE),
    ("what may be an NHS number", _HEALTH_NUMBER),
    ("what may be a name", _TITLE),
    ("what may be a name", _SAYS),
    ("what may be a name", _NAME),
)


def sign_of_someone(text: str) -> tuple[str, str] | None:
    """(what it is, the words found) of the first sign that a text names someone."""
    for what, pattern in _SIGNS:
        for found in pattern.finditer(text):
            if found[0].split()[-1] not in _NOT_SURNAMES:
                return what, found[0]
    return None

"""Plain sentences for illustrative titles, purposes, feedback and replies.

They are put together from parts. None is a quotation, and none names a person.
"""

from models.feedback import ItemKind, Outcome
from models.reference import Rung

TITLES = (
    "Redesigning {topic}",
    "Asking people about {topic}",
    "Improving {topic} together",
    "Review of {topic}",
    "Workshops on {topic}",
    "Survey on {topic}",
    "A new approach to {topic}",
    "Trying out changes to {topic}",
    "Planning the next year of {topic}",
    "Listening days on {topic}",
)
PURPOSES = (
    "Find out what works and what does not in {topic}, and change it with the people who use it.",
    "Hear from people before anything about {topic} is decided.",
    "Test a simpler way to handle {topic} with people who know it best.",
    "Write clear information about {topic} with the people who need it.",
    "Learn why some people do not use what is offered for {topic}.",
)
WHY = {
    Rung.CO_PRODUCING: "People and staff share each decision, for both live with the result.",
    Rung.CO_DESIGNING: "People shape the design. The budget and the law are fixed.",
    Rung.ENGAGING: "People can change parts of the plan while it is being made.",
    Rung.CONSULTING: "There are a few options, and people’s preference decides between them.",
    Rung.INFORMING: "The decision is made. People need to know what it means for them.",
    Rung.EDUCATING: "People asked for help to understand how the service works.",
    Rung.COERCING: "Attendance is a condition set by a national scheme.",
}
HEARD = (
    "More notice is needed about {topic}.",
    "The information about {topic} was hard to follow.",
    "It was not clear what would change with {topic}.",
    "Easy Read was missing for {topic}.",
    "It took several calls to sort out {topic}.",
    "A quieter space would help with {topic}.",
    "Staff were patient and helpful over {topic}.",
    "The online form for {topic} timed out.",
    "People want to be asked before anything changes with {topic}.",
    "Costs linked to {topic} should be clear at the start.",
    "One named contact would help with {topic}.",
    "The times for {topic} clash with work or caring.",
    "Large print is needed for letters about {topic}.",
    "A practice run would make {topic} less worrying.",
    "It was hard to reach anyone about {topic}.",
)
HEARD_BY_GROUP = (
    "Several people said that the venue for {topic} was hard to reach.",
    "The group asked for shorter papers about {topic}.",
    "The group wants to see what was decided about {topic}.",
    "Many people asked for a choice of ways to comment on {topic}.",
    "The group asked for travel costs to be paid at meetings on {topic}.",
    "Most people preferred the second option for {topic}.",
    "People at the workshop asked for a say in the budget for {topic}.",
    "The group asked for breaks and a quiet room at events on {topic}.",
)
STORIES = (
    "A story of how problems with {topic} affected a whole family.",
    "A story of what went well with {topic}, and why.",
    "A story of waiting a long time for help with {topic}.",
    "A story of finding a way through {topic} with a friend’s support.",
    "A story of giving up on {topic} after too many forms.",
)
REPLIES = {
    Outcome.CHANGED: (
        "We changed how we handle {topic}, and wrote to everyone who took part.",
        "We rewrote the information about {topic} with the people who raised it.",
        "We now offer a named contact for {topic}.",
    ),
    Outcome.PARTLY_CHANGED: (
        "We changed part of what was asked about {topic}, and said which part and why.",
        "We made the change to {topic} in two districts first.",
    ),
    Outcome.NOT_CHANGED: (
        "We looked at this again and kept {topic} as now, for the reason given.",
    ),
    Outcome.ALREADY_IN_PLACE: (
        "This was in place for {topic} but hard to find. We made it easier to find.",
    ),
    Outcome.PASSED_ON: ("A partner runs this part of {topic}. We passed it on, and said to whom.",),
}
NOT_CHANGED_BECAUSE = (
    "The law sets how this must be done.",
    "It costs more than this year’s budget allows. We will look again next year.",
    "The contract runs until next year. The point is on the list for the new one.",
    "Most people who answered asked us to keep it as it is.",
    "A safety rule prevents it. We explained the rule in plain words.",
)
NOT_APPLICABLE_BECAUSE = (
    "The activity only told people about a decision, so nobody could take this role.",
    "It was a single letter, without meetings.",
    "The work was with records that people had given already.",
)
WITHDRAWN_BECAUSE = (
    "The person asked us to take it back.",
    "It was recorded twice.",
    "It turned out to concern another council.",
)
EVIDENCE = (
    "Notes of the design meeting, agreed by the people who took part",
    "Before and after versions of the letter",
    "Attendance and expenses list, without names",
    "Summary of comments, with what was done about each",
    "Photographs of the workshop boards",
)
CONSENT = (
    "I agree that the council keeps my details to invite me to take part, "
    "and counts me in figures that cannot identify me."
)


def pick(choices: tuple[str, ...], number: int, topic: str = "") -> str:
    """One of the choices, by a number drawn elsewhere, about a topic."""
    return choices[number % len(choices)].format(topic=topic)


def heard(kind: ItemKind, number: int, topic: str) -> str:
    """What was heard, in a few words."""
    choices = {
        ItemKind.INDIVIDUAL: HEARD,
        ItemKind.COLLECTIVE: HEARD_BY_GROUP,
        ItemKind.STORY: STORIES,
    }[kind]
    return pick(choices, number, topic)

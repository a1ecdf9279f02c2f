"""The words of the definitions. Whoever changes what is measured changes them here too."""

from measures.signals.finding import RULES

_WILSON = "Wilson 1927, Journal of the American Statistical Association 22"
_NEWCOMBE = "Newcombe 1998, Statistics in Medicine 17, method 10"
_WELCH = "Welch 1947, Biometrika 34"
_KM = "Kaplan and Meier 1958, Journal of the American Statistical Association 53"
_FUNNEL = "Spiegelhalter 2005, Statistics in Medicine 24"
_XMR = "Wheeler 1993, Understanding Variation"

SECTIONS = (
    {
        "subject": "rules",
        "title": "Two rules above all",
        "short": "A score never hides: every figure stands with its base. "
        "A blank is never counted as zero.",
        "points": (
            "Every figure stands with its base: how many activities, items or people it counts.",
            "Where the base allows, a figure has a 95% interval: a range that allows for chance.",
            "Under 5 activities reviewed, or 10 feedback items, a figure is too few to compare. "
            "It takes no colour, no word of change and no place in a comparison.",
            "A percentage of fewer than 10 is written as a count, such as “3 of 7”.",
            "Directorates and services keep a fixed order. They are never ranked.",
            "Blank, not applicable and not yet due are each shown as what they are.",
            "Thresholds are tested before rounding. Halves round up. "
            "0% and 100% are printed only where exact.",
            "“Rose” and “fell” are said only where the interval of the difference leaves out 0. "
            "Otherwise the words are “no clear change”.",
        ),
        "formulas": (
            ("Interval of a share", "Wilson score interval, z = 1.96", _WILSON),
            ("Interval of a difference of shares", "From the two Wilson intervals", _NEWCOMBE),
            ("Interval of a difference of means", "Difference ± t × √(s₁²/n₁ + s₂²/n₂)", _WELCH),
        ),
    },
    {
        "subject": "time",
        "title": "Quarters and days",
        "short": "Quarters are those of the financial year, from April. "
        "A quarter counts what happened up to its last day.",
        "points": (
            "2026/27 Q2 is July to September 2026. Days are calendar days in London.",
            "The running quarter counts up to today.",
            "Figures are provisional until the quarter is closed. "
            "It can be closed from 42 days after its end.",
            "Closed figures are frozen. They are never computed again.",
            "A correction replaces a value, and the audit trail keeps the old one. "
            "What was reported stays in the frozen quarter.",
        ),
    },
    {
        "subject": "principles",
        "title": "Scores on the principles",
        "short": "Each activity has one vote: a score from 1 (not at all) to 5 (fully). "
        "The service’s score and people’s score are never averaged together. "
        "People’s answers count in batches of five.",
        "points": (
            "A review is one activity, one principle and one voice: "
            "the service that ran it, or the people who took part.",
            "The steps are not at all, a little, partly, mostly and fully.",
            "Only a service can say “not applicable”, with a reason, and never for a gate.",
            "The latest review of an activity in a quarter counts.",
            "A review belongs to the quarter of its day. Made within 42 days after the activity "
            "ended, it belongs to the quarter in which the activity ended.",
            "People’s score of an activity is the mean of their answers. Answers count in whole "
            "batches of five, in the order in which they were recorded; the rest wait. "
            "Fewer than five give no figure.",
            "The principles are the six of the 2024 Statement of Intent, "
            "and the two gates of 2017: feedback and accessibility.",
            "The score of a directorate, a service or the county is the mean over its "
            "activities reviewed in the quarter. Principles are never averaged into one number.",
            "From 5 activities there is a 95% interval, kept within 1 to 5. "
            "Where all are equal it is said so, such as “all 7 gave 4”.",
        ),
        "formulas": (
            ("Score", "Sum of the activities’ scores ÷ activities with a score", "none needed"),
            ("Interval of a score", "Mean ± t × s ÷ √n, t with n − 1 degrees", "Student 1908"),
        ),
    },
    {
        "subject": "coverage",
        "title": "Coverage and evidence",
        "short": "Coverage is the share of running activities that were reviewed. "
        "Evidenced is the share of services’ 4s and 5s with evidence behind them.",
        "points": (
            "An activity is running in a quarter if it started by the quarter’s last day, "
            "and had not ended before its first.",
            "Coverage is counted for each principle and voice: "
            "running activities reviewed ÷ running activities.",
            "“Not applicable” is shown apart. It is not a review with a score.",
            "Evidenced: service scores of 4 or 5 with an evidence item ÷ all such scores.",
        ),
    },
    {
        "subject": "gap",
        "title": "The gap between the voices",
        "short": "The gap is the service’s score minus people’s, "
        "over activities that both reviewed. From 5 such activities, a gap of at least 1 point "
        "is a signal if its interval leaves out 0.",
        "points": (
            "Only activities with both voices in the quarter count.",
            "The interval is a 95% t-interval, kept within −4 to 4.",
            "Where all gaps are equal there is no interval; from 1 point on they are a signal.",
        ),
        "formulas": (("Gap", "Mean of (service − people) over activities", "Student 1908"),),
    },
    {
        "subject": "gates",
        "title": "The two gates",
        "short": "Feedback and accessibility must each reach 3.0. "
        "A gate is said in words for each voice, whatever the other scores are.",
        "points": (
            "From 5 activities, a mean below 3.0 reads “not met”.",
            "With fewer, it reads “below 3.0, too few to be sure”.",
            "With nothing recorded, it reads “not shown to be met”.",
            "Otherwise it reads “met”, with the number of activities beside it.",
        ),
    },
    {
        "subject": "survey",
        "title": "The question of 2017",
        "short": "“How well has the council taken steps to understand people’s experience "
        "and taken it into account?” The scale is 1 (very badly) to 10 (very well).",
        "points": (
            "It is its own series on its own scale. It starts from the published 4.3 of 2017.",
            "The number of people and the spread of that wave were not published.",
            "Each wave has its mean, its number of people and its standard deviation.",
            "Answers to an activity’s form never join it.",
        ),
    },
    {
        "subject": "ladder",
        "title": "The ladder of co-production",
        "short": "Seven rungs lie in three bands: doing with, doing for and doing to. "
        "Ended work is counted by the rung claimed, running work by the rung intended. "
        "No rung has a target, but coercing is always a concern.",
        "points": (
            "Doing with: co-producing, co-designing. "
            "Doing for: engaging, consulting, informing. Doing to: educating, coercing.",
            "Intended is set at the start, with a sentence on why it is right for this work.",
            "Claimed is the service’s own view, dated, once the activity has ended. "
            "A claim within 42 days after the end counts in the quarter of the end.",
            "Experienced is the middle answer of the people, from five answers. "
            "Of two middle answers the lower counts. Answers count in whole batches of five.",
            "“Not recorded” is a visible part of every bar.",
        ),
    },
    {
        "subject": "agreement",
        "title": "Agreement and shortfalls",
        "short": "A claim is borne out where people experienced that rung or a higher one. "
        "Agreement counts ended activities with both a claim and enough answers.",
        "points": (
            "Agreement: activities experienced at or above the claim ÷ activities with both.",
            "The list of shortfalls names the rest, "
            "each with how many answers lay below the claim.",
        ),
        "formulas": (("Interval of the share", "Wilson score interval", _WILSON),),
    },
    {
        "subject": "items",
        "title": "Feedback items",
        "short": "An item is something heard: individual, collective or a story. "
        "Every measure is by kind.",
        "points": (
            "Individual: someone is owed a reply. Collective: an answer is owed to the group.",
            "A story is shared without expecting a reply. It is never due or overdue. "
            "Shown instead: the share of stories answered by a linked collective item.",
            "The stages are heard, acknowledged, decided, acted and told, each with its day.",
            "Outcomes are changed, partly changed, not changed (with a reason), "
            "already in place, or passed to a partner.",
            "An item can be withdrawn, with a day and a reason.",
            "Changes of kind are counted, and so are the days from heard to recorded.",
        ),
    },
    {
        "subject": "closure",
        "title": "Closure rate",
        "short": "Of items due in the quarter, the share told by the due day. "
        "Told closes a loop, whatever the outcome. A disputed telling does not count.",
        "points": (
            "Due is fixed when the item is recorded. It is the day heard plus the standard then in "
            "force: 28 days for individual items and 90 for collective ones, as policy says.",
            "For collective items a promised day replaces it, if the promise was made by the day "
            "of hearing and falls after it. Later edits change nothing.",
            "For an individual item, only an answer that names it confirms or disputes. "
            "For a collective one, from five answers after telling, more than half decide.",
            "A dispute reopens the item as from its telling.",
            "Beside the rate, adding up to the base: told late, disputed and open, not told.",
            "An item withdrawn by its due day, before anybody was told, is not due. "
            "Such items are counted apart.",
            "In the running quarter, items due by today are counted.",
            "Where activities give more than four items each on average, "
            "the interval draws activities, not items.",
        ),
        "formulas": (
            ("Interval", "Wilson score interval", _WILSON),
            (
                "Interval of clustered items",
                "Bootstrap over activities, 2.5th to 97.5th percentile",
                "Davison and Hinkley 1997, Bootstrap Methods and their Application",
            ),
        ),
    },
    {
        "subject": "time_to_close",
        "title": "Time to close",
        "short": "The time by which half of the items are closed, counting open items fairly. "
        "It covers items heard in the four quarters that end here.",
        "points": (
            "The event is the latest undisputed telling, in whole days from the day heard.",
            "Open and disputed items count as open at the quarter’s end, "
            "withdrawn ones as open until withdrawal.",
            "The median has a 95% interval, or reads “not reached”.",
            "Beside it: the shares closed within 28, 60 and 90 days, "
            "of items heard at least that long ago. Items withdrawn untold by then are left out.",
            "A mean of closed items is not shown, because it flatters.",
        ),
        "formulas": (
            ("Curve", "Product over days of (1 − closed ÷ at risk)", _KM),
            (
                "Its interval",
                "Log-log transformed Greenwood interval",
                "Kalbfleisch and Prentice 2002, The Statistical Analysis of Failure Time Data",
            ),
        ),
    },
    {
        "subject": "overdue",
        "title": "Overdue",
        "short": "An item is overdue from the day after its due day, until it is told. "
        "Overdue items are listed by age and by the stage where they stand.",
        "points": ("Stories are never overdue.", "A disputed item is open again."),
    },
    {
        "subject": "funnel",
        "title": "Funnel of services",
        "short": "Services differ by chance, small ones most. "
        "Only a service outside the limits differs by more than chance.",
        "points": (
            "Feedback: items of one kind over four quarters. "
            "The centre is all services’ items together.",
            "Scores: the quarter’s activities. The centre is the mean over all activities.",
            "Limits of shares are widened where services vary more than chance allows.",
            "A service manager sees only the point of their own service.",
        ),
        "formulas": (
            ("Limits of shares", "sin²(asin√θ ± z√(φ/4n)), z = 3.09, angle within 0–π/2", _FUNNEL),
            (
                "Widening φ",
                "Mean square of 10% winsorised z-scores, at least 1",
                _FUNNEL,
            ),
            ("Limits of scores", "Mean ± z × pooled SD ÷ √n, kept within 1 to 5", _FUNNEL),
        ),
    },
    {
        "subject": "reach",
        "title": "Panel reach",
        "short": "Who is on the panel, who was invited, who took part and who heard back. "
        "Counts are protected: small ones read “fewer than 10”, others go to the nearest 5.",
        "points": (
            "A member can have any number of impairment areas, so shares do not add to 100%.",
            "Carers and people with a learning disability always have lines of their own.",
            "What a member told us is frozen on each invitation.",
            "In people: on the panel at the quarter’s end, invited in the quarter, "
            "of those who took part. Took part uninvited is apart.",
            "Heard back is counted for people who took part two quarters earlier.",
            "Rate ratio: a district’s share of the panel’s disabled members in Essex ÷ "
            "its share of Essex’s disabled residents. Carers likewise.",
            "“Far below its share” needs at least 20 expected, "
            "and the largest possible count under half of that.",
            "No percentage is given on a base under 50.",
            "There is no county benchmark by impairment, so counts are shown.",
            "Familiar voices: share of four quarters’ participations from members "
            "who took part four times or more, where there are at least 10 such members.",
            "New voices: share of participants who took part for the first time, "
            "from the fifth recorded quarter.",
        ),
        "formulas": (
            (
                "Rate ratio",
                "(Panel in district ÷ panel in Essex) ÷ (residents in district ÷ in Essex)",
                "Census 2021, TS038 for disabled residents and TS039 for unpaid carers",
            ),
        ),
    },
    {
        "subject": "presence",
        "title": "In the room",
        "short": "For each session: who was there, and what was offered. "
        "Blanks are left out of each share and counted beside it.",
        "points": (
            "A session is a day on which people met or were asked.",
            "Asked of each: a senior officer in the room, an elected Member in the room, expenses "
            "or payment offered, Easy Read and other formats offered, days of notice.",
        ),
    },
    {
        "subject": "disclosure",
        "title": "Protecting people",
        "short": "Figures of people leave the store only in fixed, declared tables.",
        "points": (
            "A count below 10, zero included, reads “fewer than 10”. It is not sent to a browser.",
            "Every other count is rounded to the nearest 5. "
            "Ratios and percentages come from these protected counts.",
            "Totals are protected by themselves. "
            "Districts or localities are published, never both.",
            "Where an attack by arithmetic could narrow a hidden cell down, "
            "another cell is hidden too, then the total.",
            "Who is on the panel is taken as a snapshot at closing, where at least 10 members "
            "joined, left or changed. Otherwise the last one stands, with its date.",
            "Who was invited, took part and heard back is taken once for a quarter.",
            "Attendance by people with lived experience is a band, such as “10 to 19”.",
        ),
    },
    {
        "subject": "trend",
        "title": "Trends and targets",
        "short": "A trend uses closed quarters with enough behind them. "
        "From 8 points on, limits tell a signal from ordinary variation.",
        "points": (
            "The running quarter is drawn apart. A gap breaks ranges and runs.",
            "Limits are a trial until 12 points. "
            "Then they are fixed, until someone resets them with a dated reason.",
            "Ranges above 3.267 times their mean are left out once.",
            "Signals: a point outside a limit; 7 in a row rising or falling; "
            "7 in a row on one side; 2 of 3 in the outer third on the same side.",
            "A target is consistently met, consistently missed, or neither. "
            "It applies from the quarter after the day it was set.",
            "Measures over four rolling quarters get no limits.",
        ),
        "formulas": (("Limits", "Mean ± 2.66 × mean moving range", _XMR),),
    },
    {
        "subject": "signals",
        "title": "What needs a conversation",
        "short": "Each finding comes from a fixed rule, which stands beside it in the table. "
        "It says what to talk about, not that someone failed.",
        "points": tuple(f"{kind}: {rule}" for kind, rule in RULES.items()),
    },
    {
        "subject": "challenges",
        "title": "Challenges",
        "short": "A challenge is put to an accountable officer with a date for reply.",
        "points": ("Shown: replies on time, replies accepted by the Group, and what changed.",),
    },
    {
        "subject": "commitments",
        "title": "Commitments",
        "short": "A commitment is a published intention or recommendation, or a promise made in a "
        "meeting. How far it has come is said in one of five words: "
        "no evidence, not started, limited, substantial or complete.",
        "points": (
            "Each has an owner, a due date and evidence.",
            "It is overdue where its due date is past and it is not complete.",
        ),
    },
    {
        "subject": "group",
        "title": "The Group and its end",
        "short": "The Group is temporary. Counted are the commitments that must be in place when "
        "it ends. Only those that are complete are in place.",
        "points": (
            "The Group’s end date stands on its first page.",
            "Attendance is counted by constituency: people with lived experience, officers, "
            "elected Members and partners, with the places that each has.",
        ),
    },
)

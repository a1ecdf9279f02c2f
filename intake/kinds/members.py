"""Panel members, with their consent."""

from intake.kinds.common import choice, day, identifier, text, yes_no
from intake.kinds.kind import Column, Kind, Type
from intake.kinds.member_writing import MemberWriting, refuse_closed
from models.panel import Disabled, PanelMember

COLUMNS = (
    identifier("MEM-1"),
    text(PanelMember, "name", "The member's name.", "", required=True,
         synonyms=("full name", "member", "member name")),
    text(PanelMember, "contact", "How they asked to be reached.", "", required=True,
         synonyms=("email", "e mail", "email address", "telephone", "phone", "address")),
    choice("disabled", Disabled, "Whether they told us that they are disabled.", "yes",
           blank=Disabled.NOT_SAID.value, synonyms=("disability", "is disabled")),
    yes_no("carer", "They are a carer.", blank=False, synonyms=("unpaid carer", "is a carer")),
    yes_no("learning_disability", "They have a learning disability.", blank=False,
           synonyms=("learning disability",)),
    Column("district", Type.REFERENCE, "The district they live in; blank if not in Essex.", "",
           field="district_code", refers="district", synonyms=("lives in", "place", "area")),
    Column("impairments", Type.CHOICES, "The impairment areas they told us of.", "",
           refers="impairment", synonyms=("impairment", "impairment areas", "impairment area")),
    day("joined_on", "The day they joined.", "2026-07-06", required=True,
        synonyms=("joined", "date joined", "sign up date", "start date")),
    day("left_on", "The day they left.", "", synonyms=("left", "date left")),
    day("consent_on", "The day they agreed to be on the panel.", "2026-07-06", required=True,
        field="", synonyms=("consent", "consent date", "date of consent")),
)  # fmt: skip

KIND = Kind(
    "members",
    "Panel members",
    "People who agreed to be asked to take part. Each needs the day of their consent.",
    PanelMember,
    COLUMNS,
    order=(("joined_on", "left_on"),),
    check=refuse_closed,
    permits="panel",
    writing=MemberWriting(),
)

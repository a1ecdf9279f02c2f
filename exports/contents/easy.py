"""The Easy Read version: fixed, reviewed sentences with a picture each.

Only numbers are filled in, as "3 out of 5". Every sentence has one idea and
under 15 words. Pictures are names in exports/pictograms.py.
"""

from exports.contents.view import View
from exports.description import EasySentence
from measures.feedback import closure
from measures.gates import MET, NOT_MET
from measures.ladder import agreement, rung_mix
from measures.panel_tables import ALL, MEMBERS
from measures.principles import gates
from measures.reach import members_by_place, place_rates
from models.panel import Figure

LEAST = 5  # under this, “3 out of 5” would say more than it knows

WORDS = (
    ("Council", "The people who run services for your area."),
    ("Co-production", "Working together as equals, from start to finish."),
    ("Feedback", "What people tell the council."),
    ("Panel", "A group of people the council asks for their views."),
    ("Quarter", "Three months."),
)


def out_of_five(part: int, base: int) -> str:
    """A share as "3 out of 5", to the nearest; "about" where it was rounded."""
    fifths = (10 * part + base) // (2 * base)
    word = "" if part * 5 == fifths * base else "about "
    return f"{word}{fifths} out of 5"


def sentences(view: View) -> tuple[EasySentence, ...]:
    """All sentences, in order."""
    return (*_opening(view), *_principles(view), *_ladder(view), *_feedback(view), *_panel(view),
            *_closing(view))  # fmt: skip


def _opening(view: View) -> list[EasySentence]:
    said = [
        EasySentence("This is about how the council works with people.", "people", "About this"),
        EasySentence("It is about disabled people and carers.", "disabled"),
        EasySentence(f"It is about three months: {view.quarter.label}.", "calendar"),
        EasySentence("Some words are hard. We explain them at the end.", "book"),
    ]
    if view.marks["illustrative"]:
        said.append(EasySentence("The numbers are made up. They show how this works.", "warning"))
    if view.marks["provisional"]:
        said.append(EasySentence("This is a draft. The numbers may change.", "warning"))
    return said


def _principles(view: View) -> list[EasySentence]:
    found = view.ask(gates)
    people = found[found["whole"] & (found["voice"] == "people")]
    said = [
        EasySentence("Two things matter most.", "two", "Two things that matter most"),
        EasySentence("People hear back. And everyone can take part.", "ear"),
    ]
    names = {"Feedback": "People hearing back", "Accessibility": "Everyone can take part"}
    for row in people.itertuples():
        name = names.get(row.principle, row.principle)
        if row.state == MET and row.activities >= LEAST:
            said.append(EasySentence(f"{name}: people say this is good enough.", "yes"))
            said += [
                EasySentence(f"{name}: not good enough in {unit}.", "no")
                for unit in _not_met(found, row.principle)
            ]
        elif row.state == NOT_MET:
            said.append(EasySentence(f"{name}: people say this is not good enough.", "no"))
        else:
            said.append(EasySentence(f"{name}: too few people told us.", "question"))
    return said


def _not_met(found, principle: str) -> list[str]:
    """The parts in which people say that a gate is not met."""
    failed = found[~found["whole"] & (found["voice"] == "people") & (found["state"] == NOT_MET)]
    return failed.loc[failed["principle"] == principle, "unit"].tolist()


def _ladder(view: View) -> list[EasySentence]:
    mix = view.ask(rung_mix)
    ended = mix[mix["whole"] & (mix["part"] == "ended")]
    done = int(ended.loc[ended["band"] == "doing with", "activities"].sum())
    base = int(ended["activities"].sum())
    said = [EasySentence("The best way is to work together as equals.", "together",
                         "Working together")]  # fmt: skip
    if base < LEAST:
        return [*said, EasySentence("Too little work ended to say how it went.", "question")]
    if not ended.loc[ended["band"] != "not recorded", "activities"].sum():
        return [*said, EasySentence("Nobody wrote down how the work was done.", "question")]
    said.append(
        EasySentence(
            f"The council says {out_of_five(done, base)} pieces of work did this.", "hands"
        )
    )
    agreed = view.ask(agreement)
    whole = agreed[agreed["whole"]].iloc[0]
    if whole["base"] >= LEAST:
        share = out_of_five(int(whole["agreed"]), int(whole["base"]))
        said.append(EasySentence(f"People agree with the council {share} times.", "speech"))
    return said


def _feedback(view: View) -> list[EasySentence]:
    rows = view.ask(closure).set_index("kind")
    said = [
        EasySentence("People tell the council things.", "speech", "Hearing back"),
        EasySentence("The council must tell them what happened.", "ear"),
    ]
    for kind, who in (("individual", "People"), ("collective", "Groups")):
        row = rows.loc[kind]
        if row["due"] < LEAST:
            said.append(EasySentence(f"{who}: too few answers were due to say.", "question"))
            continue
        share = out_of_five(int(row["on_time"]), int(row["due"]))
        said.append(EasySentence(f"{who} heard back on time {share} times.", "clock"))
        change = row["change_before"]
        if change in {"rose", "fell"}:
            word = "better" if change == "rose" else "worse"
            said.append(EasySentence(f"This is {word} than three months before.", "arrow"))
    return said


def _panel(view: View) -> list[EasySentence]:
    members = view.ask_county(members_by_place)
    said = [EasySentence("The council asks a panel of people.", "panel", "The panel")]
    if members.empty:
        return [*said, EasySentence("We have not counted the panel yet.", "question")]
    row = members[(members["attribute"] == MEMBERS) & (members["place"] == ALL)].iloc[0]
    said.append(EasySentence(_how_many(row["figure"], row["text"]), "people"))
    rates = view.ask_county(place_rates, of="disabled")
    far = rates.loc[rates["far_below"], "place_label"].tolist()
    if not far and (rates["expected"].isna() | (rates["figure"] == Figure.WITHHELD)).any():
        return [*said, EasySentence("We cannot say if every area has enough people on it.", "map")]
    if not far:
        return [*said, EasySentence("No area has far too few people on it.", "map")]
    said.append(EasySentence("Some areas have too few people on it.", "map"))
    return said + [EasySentence(f"Too few come from {name}.", "map") for name in far]


def _how_many(figure: str, text: str) -> str:
    if figure == Figure.WITHHELD:
        return "We cannot say how many people are on the panel."
    if figure == Figure.FEW:
        return "Fewer than 10 people are on the panel."
    return f"About {text} people are on the panel."


def _closing(view: View) -> list[EasySentence]:
    return [
        EasySentence("A group checks what the council does.", "eyes", "What happens next"),
        EasySentence("Disabled people and carers are in this group.", "disabled"),
        EasySentence("The group asks questions. The council must answer.", "question"),
    ]

"""Which codings of a file a browser takes."""


def accepted(header: str) -> set[str]:
    """The codings that an Accept-Encoding header names and does not refuse, in small letters."""
    found = set()
    for part in header.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if not any(_is_none(parameter) for parameter in parameters):
            found.add(name)
    return found - {""}


def _is_none(parameter: str) -> bool:
    """Whether it is a weight of nothing, such as q=0 or q=0.000."""
    name, _, value = parameter.partition("=")
    return name.strip() == "q" and not value.strip().strip("0.")

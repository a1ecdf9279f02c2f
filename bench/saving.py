"""How long a form's record takes to be written, roll-ups included."""

import time

from bench import stores

TIMES = 5


def measure(size: str) -> list[float]:
    """Milliseconds of each of five new feedback items, sent as the form sends them.

    The items stay in the store; the benchmark's stores are nobody's record.
    """
    with stores.opened(size):
        from intake.form import new_id, new_token, send
        from intake.kinds.all import KINDS
        from intake.permission import permit_of_command
        from models.store import reading

        kind, found = KINDS["feedback"], []
        with reading() as session:
            permit = permit_of_command(session)
        service = _service(size)
        for number in range(TIMES + 1):
            row = {
                "id": new_id(kind), "service": service, "kind": "individual",
                "heard": f"Written by the benchmark, {number}", "heard_on": stores.TODAY,
            }  # fmt: skip
            began = time.perf_counter()
            sent = send(kind, [row], permit, token=new_token())
            found.append(1000 * (time.perf_counter() - began))
            if not sent.done:
                raise RuntimeError(f"The form was refused: {sent.problems or sent.questions}")
        return found[1:]


def _service(size: str) -> str:
    from bench.answers import ask

    query = (
        "SELECT s.code FROM service s JOIN directorate d ON d.id = s.directorate_id"
        " WHERE NOT d.published ORDER BY s.id LIMIT 1"
    )
    return ask(str(stores.store(size)), query)[0][0]

"""Many people at once: clients that speak Streamlit's own messages, each signed in.

Everyone opens the overview, and then chooses one quarter after another, the next as soon
as the last run has ended: far more than people do. No browser takes part.
"""

import asyncio
import multiprocessing
import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from bench import answers, stores
from bench.machine import Foreign
from bench.servers import OURS, Server

SECONDS = 12.0
LONGEST = 120


class Person:
    """One signed-in connection."""

    def __init__(self, address: str, cookie: str):
        self.address, self.cookie = address, cookie
        self.widgets: dict[str, str] = {}
        self.runs = 0

    async def open(self, page: str = "overview") -> None:
        """Connect, and see the page once."""
        self.page = page
        self.socket = await connect(
            self.address.replace("http", "ws") + "/_stcore/stream",
            origin=self.address, subprotocols=["streamlit", "token"],
            additional_headers={"Cookie": f"oversight={self.cookie}"},
            max_size=None, open_timeout=LONGEST, ping_interval=None,
        )  # fmt: skip
        await self.run({})

    async def run(self, chosen: dict[str, str]) -> float:
        """One run with values of select boxes by label; how many seconds it took."""
        asked = BackMsg()
        asked.rerun_script.page_name = self.page
        asked.rerun_script.context_info.url = f"{self.address}/{self.page}"
        for label, value in chosen.items():
            asked.rerun_script.widget_states.widgets.add(id=self.widgets[label], string_value=value)
        began = time.monotonic()
        await self.socket.send(asked.SerializeToString())
        while not self._ended(await asyncio.wait_for(self.socket.recv(), LONGEST)):
            pass
        self.runs += 1
        return time.monotonic() - began

    def _ended(self, sent: bytes) -> bool:
        message = ForwardMsg()
        message.ParseFromString(sent)
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.new_element.HasField("selectbox"):
            box = message.delta.new_element.selectbox
            self.widgets[box.label] = box.id
        if kind == "auth_redirect":
            raise ConnectionError("The sign-in was asked for again.")
        early = ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return kind == "script_finished" and message.script_finished != early


async def _crowd(address: str, cookies: list[str], quarters: list[str]) -> dict[str, float]:
    people = [Person(address, cookie) for cookie in cookies]
    began = time.monotonic()
    await asyncio.gather(*(person.open() for person in people))
    opened = time.monotonic() - began
    await asyncio.gather(*(person.run({"Quarter": quarters[0]}) for person in people))
    before, waits = sum(person.runs for person in people), []
    began = time.monotonic()
    await asyncio.gather(
        *(_choose(person, n, quarters, began + SECONDS, waits) for n, person in enumerate(people))
    )
    took = time.monotonic() - began
    await asyncio.gather(*(person.socket.close() for person in people))
    waits.sort()
    return {
        "all_opened_seconds": opened,
        "reruns_a_second": (sum(person.runs for person in people) - before) / took,
        "median_wait_ms": 1000 * waits[len(waits) // 2],
        "longest_wait_ms": 1000 * waits[-1],
    }


async def _choose(person: Person, number: int, quarters: list[str], until: float, waits) -> None:
    while time.monotonic() < until:
        number += 1
        waits.append(await person.run({"Quarter": quarters[number % len(quarters)]}))


def _work(pipe, *asked) -> None:
    try:
        pipe.send(asyncio.run(_crowd(*asked)))
    except Exception as error:
        pipe.send({"error": f"{type(error).__name__}: {error}"})


def measure(size: str, cookies: list[str]) -> dict[str, float]:
    """As many people as there are session ids, on a fresh server. RuntimeError if one fails."""
    quarters = [label for _, label in answers.quarters(str(stores.store(size)))[:6]]
    server = Server(OURS, size)
    try:
        mine, other = multiprocessing.get_context("spawn").Pipe(duplex=False)
        others, cpu = Foreign(), server.cpu_seconds()
        asked = (other, server.address, cookies, quarters)
        clients = multiprocessing.get_context("spawn").Process(target=_work, args=asked)
        clients.start()
        found = mine.recv()
        clients.join()
        if "error" in found:
            raise RuntimeError(f"{len(cookies)} people at once: {found['error']}")
        return {
            **found,
            "server_cpu_seconds": server.cpu_seconds() - cpu,
            "memory_mb": server.memory_mb(),
            "foreign": others.share(),
        }
    finally:
        server.stop()

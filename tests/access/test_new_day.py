"""The server's look at the calendar."""

import asyncio

from access import new_day


def test_a_store_that_is_away_is_asked_again(monkeypatch, caplog):
    asked = []

    def bring_up_to_date():
        asked.append(1)
        if len(asked) == 1:
            raise OSError("secret words of the store")

    monkeypatch.setattr(new_day, "_FIRST", 0)
    monkeypatch.setattr(new_day, "_EVERY", 0)
    monkeypatch.setattr(new_day, "bring_up_to_date", bring_up_to_date)

    async def serve():
        task = asyncio.create_task(new_day.keep_up_to_date())
        while len(asked) < 3:
            await asyncio.sleep(0.01)
        task.cancel()

    asyncio.run(asyncio.wait_for(serve(), 10))
    assert "could not be brought up to today (OSError)" in caplog.text
    assert "secret words" not in caplog.text

"""Charts in a browser: laid out once, nothing cut off, and a known view put back, not drawn again."""

import pytest

from tests.browser.conftest import SIZES, drawn, settled

PAGES = ("overview", "principles", "ladder", "feedback", "reach", "group")

LAID_OUT_TWICE = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
  const { _size: found, margin: given } = plot._fullLayout;
  return ['l', 'r', 't', 'b'].filter(side => Math.abs(found[side] - given[side]) > 0.5)
    .map(side => plot.closest('[class*="st-key-card"]').className.match(/st-key-[^ ]+/)[0]
      + ' ' + side + ': ' + given[side] + ' given, ' + found[side] + ' needed');
})"""

CUT_OFF = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
  const room = plot.getBoundingClientRect();
  return [...plot.querySelectorAll('.xtick text, .ytick text, .legendtext, .xtitle, .ytitle')]
    .filter(text => {
      const box = text.getBoundingClientRect();
      return box.left < room.left - 1 || box.right > room.right + 1
        || box.top < room.top - 1 || box.bottom > room.bottom + 1;
    })
    .map(text => text.textContent);
})"""

UNDER_THE_LEGEND = """() => [...document.querySelectorAll('.js-plotly-plot')].filter(plot => {
  const legend = plot.querySelector('.legend');
  if (!legend) return false;
  const box = legend.getBoundingClientRect();
  return [...plot.querySelectorAll('.points path')].some(point => {
    const mark = point.getBoundingClientRect();
    return mark.top < box.bottom - 1 && mark.bottom > box.top + 1
      && mark.left < box.right - 1 && mark.right > box.left + 1;
  });
}).map(plot => plot.closest('[class*="st-key-card"]').className)"""

COUNT = """() => {
  window.calls = [];
  const { react } = window.Plotly;
  window.Plotly.react = function (...given) { window.calls.push(given[0]); return react(...given); };
}"""


COUNT_ASIDE = """() => {
  window.aside = 0;
  const { newPlot } = window.Plotly;
  window.Plotly.newPlot = function (...given) { window.aside += 1; return newPlot(...given); };
}"""


DRAWN = """[...document.querySelectorAll('.oversight-plot')]
  .reduce((sum, plot) => sum + (plot.drawn || 0), 0)"""


@pytest.mark.parametrize("size", SIZES)
def test_no_chart_is_laid_out_twice_and_no_label_is_cut_off(visit, size):
    page = visit("group-member", "overview", size)
    for address in PAGES:
        page.locator(f"[data-testid=stSidebarNavLink][href$='/{address}']").click()
        page.wait_for_url(f"**/{address}*")
        drawn(page)
        assert settled(page, LAID_OUT_TWICE) == [], address
        assert settled(page, CUT_OFF) == [], address


def test_a_window_that_changes_its_size_is_drawn_as_a_new_one_of_that_size(visit):
    page = visit("group-member", "overview", (1920, 1080))
    at_rest(page)
    widths = "[...document.querySelectorAll('.js-plotly-plot')].map(plot => plot.layout.width)"
    before = page.evaluate(widths)
    for width, height in ((1280, 720), (1024, 768), (1800, 900)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(f"was => {widths}.every((width, n) => width !== was[n])", arg=before)
        before = page.evaluate(widths)
        assert settled(page, LAID_OUT_TWICE) == []
        assert settled(page, CUT_OFF) == []
        assert settled(page, UNDER_THE_LEGEND) == []
        assert [margins(page)] == [margins(fresh(page))]


def test_a_known_view_is_put_back_as_it_was_and_a_new_one_is_drawn(visit):
    page = visit("group-member", "overview")
    choose(page, 1, "directorate")
    shown = ".st-key-card_mix .js-plotly-plot .main-svg"
    first = page.locator(shown).first.inner_html()
    page.wait_for_timeout(1500)  # a copy is drawn while the page is idle
    page.evaluate(COUNT)
    label = page.locator(".st-key-pick-service [role=combobox]").first.input_value()
    choose(page, 1, "service")  # services are not drawn ahead
    assert page.evaluate("calls.length") > 0
    other = page.locator(shown).first.inner_html()
    assert other != first
    page.wait_for_timeout(1500)
    page.evaluate("calls.length = 0")
    choose(page, label, "service")
    assert page.evaluate("calls.length") == 0
    assert numbers(page.locator(shown).first.inner_html()) == numbers(first)


def test_the_views_beside_are_drawn_while_nobody_waits_and_shown_as_they_would_be_drawn(visit):
    page = visit("group-member", "overview")
    page.evaluate(COUNT)
    chosen = []
    for picker, which in (
        ("quarter", 2),
        ("directorate", 1),
        ("quarter", 1),
        ("directorate", 2),
        ("quarter", 8),
    ):
        at_rest(page)
        page.evaluate("calls.length = 0")
        choose(page, which, picker)
        assert page.evaluate("calls.length") == 0, picker
        chosen.append(words_of_all(page))
    assert len(set(map(tuple, chosen))) == len(chosen)
    fresh(page)
    assert words_of_all(page) == chosen[-1]


def test_nothing_is_drawn_aside_while_a_hand_moves(visit):
    page = visit("group-member", "overview")
    at_rest(page)
    choose(page, 3)
    page.keyboard.press("Shift")
    before = page.evaluate("aside")
    for _ in range(5):
        page.wait_for_timeout(100)
        page.keyboard.press("Shift")
    assert page.evaluate("aside") == before
    at_rest(page)
    assert page.evaluate("aside") > before


def test_a_page_that_is_opened_again_draws_nothing_again(visit):
    page = visit("group-member", "overview")
    page.wait_for_timeout(1500)
    page.evaluate(COUNT)
    for address in ("conversation", "overview"):
        page.locator(f"[data-testid=stSidebarNavLink][href$='/{address}']").click()
        page.wait_for_url(f"**/{address}*")
        drawn(page)
    page.locator(".st-key-card_reach .main-svg").first.wait_for()
    assert page.evaluate("calls.length") == 0


def test_a_kept_drawing_of_another_width_is_drawn_anew(visit):
    page = visit("group-member", "overview")
    page.wait_for_timeout(1500)
    label = page.locator(".st-key-pick-quarter [role=combobox]").first.input_value()
    choose(page, 3)
    page.set_viewport_size({"width": 1600, "height": 900})
    page.wait_for_timeout(500)
    choose(page, label)
    assert (
        settled(
            page,
            """() => [...document.querySelectorAll('.js-plotly-plot')]
        .filter(plot => Math.abs(plot.layout.width - plot.parentElement.clientWidth) > 1)
        .map(plot => plot.layout.width)""",
        )
        == []
    )


def test_the_list_of_pages_stands_still(visit):
    page = visit("group-member", "overview")
    moves = "getComputedStyle(document.querySelector('[data-testid=stSidebar]')).transitionDuration"
    assert page.evaluate(moves) == "0s"


def margins(page) -> list:
    """The margins of every chart."""
    return page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot')].map(plot => plot.layout.margin)"
    )


def fresh(page):
    """The same page, loaded again."""
    page.reload()
    page.locator(".st-key-card_reach .main-svg").first.wait_for()
    drawn(page)
    return page


def at_rest(page, seconds: float = 1.5) -> None:
    """Wait until no drawing has been made aside for a while."""
    page.evaluate("window.Plotly.counted || (" + COUNT_ASIDE + ")()")
    page.evaluate("window.Plotly.counted = true")
    made = -1
    while made != (made := page.evaluate("aside")):
        page.wait_for_timeout(1000 * seconds)


def words_of_all(page) -> list[str]:
    """The words of every chart of the page."""
    charts = page.locator(".js-plotly-plot")
    return [word for chart in charts.all() for word in numbers(chart.inner_html())]


def choose(page, which, picker="quarter") -> None:
    """Choose by the place in a list or by the label, and wait until it is drawn."""
    before = page.evaluate(DRAWN)
    page.locator(f".st-key-pick-{picker} [role=combobox]").first.click()
    options = page.get_by_role("option")
    option = options.nth(which) if isinstance(which, int) else options.filter(has_text=which).first
    option.wait_for()
    option.click()
    # The title comes with the run; the cards are called only once the page has taken it in.
    page.wait_for_function(f"was => {DRAWN} !== was", arg=before)
    drawn(page)
    while before != (before := page.evaluate(DRAWN)):
        page.wait_for_timeout(300)


def numbers(svg: str) -> list[str]:
    """The words of a drawing, without the ids that are made up anew for each."""
    import re

    return re.findall(r">([^<>]+)<", svg)

"""The same overview as a Dash page: callbacks over the roll-ups, kept with flask-caching.

Run by the harness: gunicorn -w 2 --threads 4 bench.dash_page:server, with BENCH_STORE the
store's file and BENCH_CACHE a folder. It knows no sign-in, which is in its favour.
"""

import os

import pandas as pd
import plotly.express as px
from dash import Dash, Input, Output, callback, dcc, html
from flask_caching import Cache

from bench import answers

STORE = os.environ["BENCH_STORE"]
LAYOUT = {"height": 380, "margin": {"l": 10, "r": 10, "t": 40, "b": 10}}
GRID = {"display": "grid", "gridTemplateColumns": "1fr 1fr", "gap": "12px"}

app = Dash(__name__, title="Overview")
server = app.server
cache = Cache(
    server,
    config={
        "CACHE_TYPE": "FileSystemCache",
        "CACHE_DIR": os.environ["BENCH_CACHE"],
        "CACHE_THRESHOLD": 5000,
        "CACHE_DEFAULT_TIMEOUT": 3600,
    },
)
QUARTERS = answers.quarters(STORE)
PLACES = [("county", answers.COUNTY), *answers.directorates(STORE)]


@cache.memoize()
def found(name: str, quarter: str, directorate: str):
    """One aggregation, kept between requests."""
    ask = getattr(answers, name)
    place = None if directorate == "county" else directorate
    return ask(STORE, quarter) if name == "districts" else ask(STORE, quarter, place)


def options(pairs) -> list[dict]:
    """Choices of a dropdown."""
    return [{"value": code, "label": name} for code, name in pairs]


app.layout = html.Div(
    [
        html.H2("Overview"),
        html.Div(
            [
                dcc.Dropdown(options(PLACES), "county", id="directorate", clearable=False),
                dcc.Dropdown(options(QUARTERS), QUARTERS[1][0], id="quarter", clearable=False),
            ],
            style=GRID,
        ),
        html.Div([html.H3("", id=f"answer{n}", className="answer") for n in range(4)], style=GRID),
        html.Div([dcc.Graph(id=name) for name in ("heat", "mix", "line", "tiles")], style=GRID),
    ]
)
CHOSEN = Input("quarter", "value"), Input("directorate", "value")


@callback([Output(f"answer{n}", "children") for n in range(4)], *CHOSEN)
def headlines(quarter: str, directorate: str):
    """The four answers."""
    return found("headlines", quarter, directorate)


@callback(Output("heat", "figure"), *CHOSEN)
def heat(quarter: str, directorate: str):
    """People's scores by unit and principle."""
    rows = pd.DataFrame(found("scores", quarter, directorate)).fillna({"unit": answers.COUNTY})
    order = list(dict.fromkeys(rows["unit"])), list(dict.fromkeys(rows["principle"]))
    rows["text"] = [
        f"{mean:.1f} ({n:,})" if n else "none"
        for mean, n in zip(rows["mean"], rows["n"], strict=True)
    ]
    cells, texts = (
        rows.pivot(index="unit", columns="principle", values=value).loc[order[0], order[1]]
        for value in ("mean", "text")
    )
    made = px.imshow(cells, aspect="auto", zmin=1, zmax=5, color_continuous_scale="Blues",
                     title="People's scores")  # fmt: skip
    return made.update_traces(text=texts.values, texttemplate="%{text}").update_layout(**LAYOUT)


@callback(Output("mix", "figure"), *CHOSEN)
def mix(quarter: str, directorate: str):
    """Activities that ended, by rung."""
    rows = pd.DataFrame(found("rungs", quarter, directorate), columns=["unit", "rung", "n"])
    rows = rows.fillna({"unit": answers.COUNTY})
    rows["share"] = rows["n"] / rows.groupby("unit")["n"].transform("sum")
    made = px.bar(rows, y="unit", x="share", color="rung", text="n", orientation="h",
                  category_orders={"rung": list(answers.RUNGS)},
                  title="Activities that ended, by rung")  # fmt: skip
    return made.update_layout(**LAYOUT)


@callback(Output("line", "figure"), *CHOSEN)
def line(quarter: str, directorate: str):
    """Replies closed on time by quarter."""
    rows = pd.DataFrame(found("closure", quarter, directorate))
    rows["share"] = rows["on_time"] / rows["due"].where(rows["due"] > 0)
    rows["quarter"] = rows["quarter"].map(answers.label)
    made = px.line(rows, x="quarter", y="share", markers=True, title="Replies closed on time")
    return made.update_layout(**LAYOUT, yaxis_tickformat=".0%")


@callback(Output("tiles", "figure"), Input("quarter", "value"))
def tiles(quarter: str):
    """The panel's disabled members by district, as tiles."""
    rows = pd.DataFrame(found("districts", quarter, "county"))
    made = px.imshow(
        rows.pivot(index="row", columns="column", values="shown").astype(float),
        aspect="auto", color_continuous_scale="Purples", title="Disabled members by district",
        text_auto=True,
    )  # fmt: skip
    return made.update_layout(**LAYOUT)


# Dash learns which of its own scripts it may send when a worker first draws the page: another
# worker, asked for a script before that, would answer with an error.
server.test_client().get("/")

const SCRIPT = "app/static/plotly-bars-heatmap-4.1.1.min.js";
const CONFIG = { displayModeBar: false, responsive: false, doubleClick: false, showTips: false };

function plotly() {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  if (!window.oversightPlotly) {
    window.oversightPlotly = new Promise((done, fail) => {
      const tag = document.createElement("script");
      tag.src = new URL(SCRIPT, document.baseURI).href;
      tag.onload = () => done(window.Plotly);
      tag.onerror = () => { window.oversightPlotly = null; fail(new Error("plotly not loaded")); };
      document.head.appendChild(tag);
    });
  }
  return window.oversightPlotly;
}

const ready = new Set();  // sizes of letters, once plotly and their fonts are there

function fonts(size) {
  const named = size + "px \"Atkinson Hyperlegible\"";
  const late = new Promise((done) => setTimeout(done, 1500));
  const all = [named, "bold " + named].map((each) => document.fonts.load(each));
  return Promise.race([Promise.all(all), late]);
}

function say(element, text) {
  element.hidden = !text;
  if (element.textContent !== (text || "")) element.textContent = text || "";
}

function lines(element, texts) {
  element.replaceChildren(...(texts || []).flatMap((text, n) =>
    n ? [document.createElement("br"), text] : [text]));
  element.hidden = !element.childNodes.length;
}

function bold(element, text) {
  // ** stands around what is bold: every second part is.
  element.replaceChildren(...text.split("**").map((part, n) => {
    if (n % 2 === 0) return part;
    const strong = document.createElement("strong");
    strong.textContent = part;
    return strong;
  }));
}

function cell(row, kind, text, scope) {
  const made = document.createElement(kind);
  if (scope) made.scope = scope;
  made.textContent = text;
  if (/^\d{1,2} [A-Z][a-z]+ \d{4}$/.test(text)) made.className = "day";
  row.appendChild(made);
}

function tabulate(element, table) {
  const made = document.createElement("table");
  if (table.title) made.setAttribute("aria-label", table.title);
  const head = made.createTHead().insertRow();
  table.columns.forEach((column) => cell(head, "th", column, "col"));
  const body = made.createTBody();
  const heads = table.columns.length > 1;
  for (const texts of table.rows) {
    const row = body.insertRow();
    texts.forEach((text, n) => cell(row, heads && !n ? "th" : "td", text, heads && !n ? "row" : ""));
  }
  // A wide table is moved sideways, by keyboard too.
  const frame = document.createElement("div");
  frame.className = "sideways";
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", table.title || "Table");
  frame.appendChild(made);
  const notes = document.createElement("p");
  lines(notes, table.notes);
  element.replaceChildren(frame, notes);
}

function download(csv) {
  const link = document.createElement("a");
  // The text begins with its byte-order mark.
  link.href = URL.createObjectURL(new Blob([csv.text], { type: "text/csv;charset=utf-8" }));
  link.download = csv.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function controls(root, card, ask, press) {
  const [how, csv, button, behind] =
    ["how", "csv", "ask", "behind"].map((name) => root.querySelector("." + name));
  const hidden = Boolean(card.table) && !card.opened;
  how.hidden = !card.definition;
  if (card.definition) bold(how.querySelector("p"), card.definition);
  csv.hidden = !card.csv;
  csv.onclick = () => download(card.csv);
  button.hidden = !ask;
  button.onclick = press;
  behind.hidden = !hidden;
  const place = behind.querySelector("div");
  // Made when it is opened: closed tables would be most of what a browser holds.
  const fill = () => (behind.open && hidden ? tabulate(place, card.table) : place.replaceChildren());
  behind.ontoggle = fill;
  fill();
  root.querySelector(".controls").hidden = how.hidden && csv.hidden && button.hidden && !hidden;
}

const canvas = document.createElement("canvas").getContext("2d");

function wide(text, size, family) {
  canvas.font = size + "px " + family;
  const plain = text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
  return Math.max(...plain.split("<br>").map((line) => canvas.measureText(line).width));
}

function lastOf(axis) {
  return Math.floor(axis.range[1] / axis.dtick + 1e-9) * axis.dtick;
}

function numbered(axis) {
  // The longest label of an axis of numbers: its last.
  const last = lastOf(axis);
  if ((axis.tickformat || "").endsWith("%")) return Math.round(last * 100) + "%";
  return last.toLocaleString("en-GB", { maximumFractionDigits: 1 });
}

function legendRows(figure, across, size, family) {
  const named = figure.data.filter((trace) => trace.name && trace.showlegend !== false);
  const each = named.map((trace) => wide(trace.name, size, family));
  if (each.reduce((sum, one) => sum + one + 45, 0) <= across) return 1;
  return Math.ceil(each.length / Math.max(1, Math.floor(across / (Math.max(...each) + 42))));
}

// Margins as wide as labels and legend need. Left to plotly, it measures each label in the page,
// and lays out and draws the chart a second time. What is added to the words' own size is what
// plotly leaves around them.
function leaveRoom(figure) {
  const { margin, xaxis, yaxis, font, width, height, showlegend, legend } = figure.layout;
  if (!xaxis) return;  // a slide without a drawing
  const { family } = figure.layout.template.layout.font;
  for (const axis of [xaxis, yaxis]) axis.automargin = false;
  const lines = (texts) => Math.max(0, ...texts.map((text) => text.split("<br>").length));
  const heads = xaxis.side === "top";
  const below = !heads && xaxis.visible !== false;
  // What plotly leaves around its parts: 12, or less where a margin is less.
  const pad = Math.min(12, margin.r, margin.t, below ? 12 : margin.b);
  if (yaxis.ticktext) {
    const widest = Math.max(0, ...yaxis.ticktext.map((text) => wide(text, font.size, family)));
    margin.l = Math.ceil(widest) + pad + 8;
  } else if (yaxis.dtick) {
    margin.l = Math.ceil(wide(numbered(yaxis), font.size, family)) + pad + 7;
  }
  const size = (xaxis.tickfont || font).size;
  const labels = size * (xaxis.ticktext ? lines(xaxis.ticktext) : 1);
  const title = font.size * (xaxis.title && xaxis.title.text ? lines([xaxis.title.text]) : 0);
  const across = Math.ceil(1.3 * (labels + title));
  if (heads) margin.t = Math.max(margin.t, across + pad + 8);
  if (below) margin.b = across + pad + 10;
  if (below && xaxis.dtick) {
    const [from, to] = xaxis.range;
    const inside = (to - lastOf(xaxis)) / (to - from) * (width - margin.l - margin.r);
    const over = wide(numbered(xaxis), size, family) / 2 - inside;
    margin.r = Math.max(margin.r, Math.ceil(over) + pad);
  }
  if (xaxis.ticktext && xaxis.ticktext.length && xaxis.range) {
    const [from, to] = xaxis.range;
    const beyond = (to - xaxis.tickvals.at(-1)) / (to - from);  // in widths of the drawing
    const half = wide(xaxis.ticktext.at(-1), size, family) / 2;
    const needed = (half + 4 - beyond * (width - margin.l)) / (1 - beyond);
    if (needed > margin.r) margin.r = Math.ceil(needed);
  }
  if (showlegend) {
    const rows = legendRows(figure, width - margin.l - margin.r, font.size, family);
    const tall = Math.ceil(rows * (1.3 * font.size + 3)) + 11 + pad;
    const down = Math.max(0, -legend.y || 0);  // in heights of what is left for the drawing
    const under = (down * (height - margin.t) + tall) / (1 + down);
    if (down) margin.b = Math.max(margin.b, Math.ceil(under));
    else margin.t = Math.max(margin.t, tall);
  }
}

// Drawings by what they show, so that a view that comes back is put in place and not drawn again.
const kept = new Map();
const KEPT = 150;

function layAside(drawing) {
  if (kept.has(drawing.shows)) return window.Plotly.purge(drawing);
  kept.set(drawing.shows, drawing);
  if (kept.size > KEPT) takeKept(kept.keys().next().value, 0, 0);
}

function keepLonger(shows) {
  const drawing = kept.get(shows);
  kept.delete(shows);
  kept.set(shows, drawing);
}

function takeKept(shows, width, height) {
  const drawing = kept.get(shows);
  kept.delete(shows);
  if (!drawing || (drawing.layout.width === width && drawing.layout.height === height)) {
    return drawing;
  }
  window.Plotly.purge(drawing);
}

// A figure as it is drawn in a room of some size, in pixels.
function laidOut(shows, width, height) {
  const figure = JSON.parse(shows);
  Object.assign(figure.layout, { width, height });
  leaveRoom(figure);
  return figure;
}

// Drawn over what stood there. plotly leaves a legend where it was when only the room around it
// changes, so that is drawn afresh.
function drawOver(drawing, shows, width, height) {
  const figure = laidOut(shows, width, height);
  const { layout: was } = drawing;
  const { showlegend, margin } = figure.layout;
  const stays = !was || !showlegend || (was.width === width && was.height === height
    && ["t", "b", "l", "r"].every((side) => was.margin[side] === margin[side]));
  const draw = stays ? window.Plotly.react : window.Plotly.newPlot;
  return draw(drawing, figure.data, figure.layout, CONFIG);
}

function drawAside(shows, width, height) {
  const aside = document.createElement("div");
  const figure = laidOut(shows, width, height);
  aside.shows = shows;
  return window.Plotly.newPlot(aside, figure.data, figure.layout, CONFIG)
    .then(() => layAside(aside));
}

// Drawings are made aside while nobody waits, so that going back, or on to a view beside the one
// in sight, draws nothing. Whoever moves a hand is about to choose: it waits until they have.
const HAND = 400;  // milliseconds
let hand = -HAND;

for (const kind of ["pointerdown", "keydown"]) {
  addEventListener(kind, () => { hand = performance.now(); }, { capture: true, passive: true });
}

async function atRest(signal) {
  const free = window.requestIdleCallback || setTimeout;
  do await new Promise((done) => free(done));
  while (!(signal && signal.aborted) && performance.now() - hand < HAND);
}

function keepCopy(plot, shows) {
  // The one in place will be redrawn for the next view: drawing over is faster than afresh.
  setTimeout(() => atRest().then(() => {
    const shown = plot.firstElementChild;
    if (!plot.isConnected || !shown || shown.shows !== shows || kept.has(shows)) return;
    drawAside(shows, shown.layout.width, shown.layout.height);
  }), 100);
}

const sight = new Map();  // the name of a card for the server: its place
let asking = null;

function lookBeside() {
  if (asking) asking.abort();
  const turn = asking = new AbortController();
  setTimeout(() => atRest(turn.signal).then(() => {
    const names = [...sight].filter(([, plot]) => plot.isConnected).map(([name]) => name);
    if (turn.signal.aborted || !names.length || (navigator.connection || {}).saveData) return;
    readBeside(names, turn.signal).catch(() => {});  // then they are drawn when they are chosen
  }), 50);
}

async function readBeside(names, signal) {
  const address = new URL("beside/" + names.join(","), document.baseURI);
  const answer = await fetch(address, { signal, priority: "low" });
  if (!answer.ok || !answer.body) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (text + value).split("\n");
    text = lines.pop();
    for (const line of lines) await beside(JSON.parse(line), signal);
  }
}

async function beside({ card, figure: shows }, signal) {
  await atRest(signal);
  const plot = sight.get(card);
  if (signal.aborted || !plot || !plot.isConnected) return;
  if (kept.has(shows)) return keepLonger(shows);
  const shown = plot.firstElementChild;
  if (!shown || !shown.layout || shown.shows === shows) return;
  await drawAside(shows, shown.layout.width, JSON.parse(shows).layout.height);
}

function put(plot, card, height) {
  const width = plot.clientWidth;
  const shown = plot.firstElementChild;
  if (shown && shown.shows === card.figure) return;
  const before = takeKept(card.figure, width, height);
  const done = () => { plot.dataset.drawn = plot.drawn = (plot.drawn || 0) + 1; };
  hand = -HAND;  // what was chosen is here
  if (before) {
    plot.replaceChildren(before);
    if (shown) layAside(shown);
    return done();
  }
  const drawing = shown || plot.appendChild(document.createElement("div"));
  drawing.shows = card.figure;
  return drawOver(drawing, card.figure, width, height).then(() => {
    done();
    keepCopy(plot, card.figure);
  });
}

// The drawing in place, in a room of another width. False where it fits, or there is none.
function layAgain(plot, width) {
  const drawing = plot.firstElementChild;
  if (!drawing || !drawing.layout || Math.abs(drawing.layout.width - width) <= 1) return false;
  drawOver(drawing, drawing.shows, width, drawing.layout.height);
  return true;
}

const PAPER = 690;  // pixels: A4 upright between its margins
const all = () => document.querySelectorAll(".oversight-plot");
addEventListener("beforeprint", () => all().forEach((plot) => layAgain(plot, PAPER)));
addEventListener("afterprint", () => all().forEach((plot) => layAgain(plot, plot.clientWidth)));

function chart(plot, card) {
  plot.hidden = !card.figure;
  plot.wanted = card.figure;
  if (!card.figure) return;
  const { font: { size }, height: own } = JSON.parse(card.figure).layout;
  // On a projector the drawing may grow into the room that a taller screen leaves.
  const height = Math.max(own, card.fill ? Math.min(window.innerHeight - 360, own * 1.5) : 0);
  plot.style.height = height + "px";
  plot.setAttribute("aria-label", card.alt);
  const fail = () => { plot.textContent = card.alt; };
  if (ready.has(size)) {
    // At once: even a promise that is kept already waits for the page to be painted.
    Promise.resolve(put(plot, card, height)).catch(fail);
  } else {
    Promise.all([plotly(), fonts(size)]).then(() => {
      ready.add(size);
      if (plot.wanted === card.figure && plot.isConnected) return put(plot, card, height);
    }).catch(fail);
  }
  if (!plot.watch) {
    plot.watch = new ResizeObserver(() => {
      if (plot.clientWidth && layAgain(plot, plot.clientWidth) && plot.near) lookBeside();
    });
    plot.watch.observe(plot);
  }
}

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  const root = parentElement.querySelector(".oversight-card");
  const plot = root.querySelector(".oversight-plot");
  const card = JSON.parse(data.card);
  if (root.last !== data.card) {
    root.last = data.card;
    say(root.querySelector("h2"), card.title);
    say(root.querySelector(".marks"), card.marks);
    say(root.querySelector(".words"), card.words);
    lines(root.querySelector(".notes"), card.notes);
    const open = root.querySelector(".open");
    open.hidden = !card.opened || !card.table;
    if (open.hidden) open.replaceChildren(); else tabulate(open, card.table);
  }
  controls(root, card, data.ask, () => setTriggerValue("ask", true));
  chart(plot, card);
  if (plot.near !== data.beside) {
    if (sight.get(plot.near) === plot) sight.delete(plot.near);
    plot.near = data.beside;
    if (plot.near) {
      sight.set(plot.near, plot);
      lookBeside();
    }
  }
  return () => {
    if (plot.watch) plot.watch.disconnect();
    plot.watch = null;
    const shown = plot.firstElementChild;
    plot.replaceChildren();
    if (shown && shown.shows) layAside(shown);
    root.last = null;
    if (sight.get(plot.near) === plot) sight.delete(plot.near);
    if (plot.near && asking) asking.abort();
    plot.near = "";
  };
}

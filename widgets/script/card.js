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

function fonts(figure) {
  const size = figure.layout.font.size + "px \"Atkinson Hyperlegible\"";
  const late = new Promise((done) => setTimeout(done, 1500));
  return Promise.race([Promise.all([size, "bold " + size].map((f) => document.fonts.load(f))), late]);
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

function chart(plot, card) {
  plot.hidden = !card.figure;
  plot.wanted = card.figure;
  if (!card.figure) return;
  const figure = JSON.parse(card.figure);
  // On a projector the drawing may grow into the room that a taller screen leaves.
  const room = card.fill ? Math.min(window.innerHeight - 360, figure.layout.height * 1.5) : 0;
  figure.layout.height = Math.max(figure.layout.height, room);
  plot.style.height = figure.layout.height + "px";
  plot.setAttribute("aria-label", card.alt);
  Promise.all([plotly(), fonts(figure)]).then(([lib]) => {
    if (plot.wanted !== card.figure || plot.shown === card.figure || !plot.isConnected) return;
    plot.shown = card.figure;
    plot.drawn = (plot.drawn || 0) + 1;
    figure.layout.width = plot.clientWidth;
    return lib.react(plot, figure.data, figure.layout, CONFIG).then(() => {
      plot.dataset.drawn = plot.drawn;
    });
  }).catch(() => {
    plot.textContent = card.alt;
  });
  if (!plot.watch) {
    plot.watch = new ResizeObserver(() => {
      const wide = plot.clientWidth;
      if (plot.shown && wide && plot.layout && Math.abs(plot.layout.width - wide) > 1) {
        window.Plotly.relayout(plot, { width: wide });
      }
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
  return () => {
    if (plot.watch) plot.watch.disconnect();
    plot.watch = null;
    if (window.Plotly && plot.shown) window.Plotly.purge(plot);
    plot.shown = null;
    root.last = null;
  };
}

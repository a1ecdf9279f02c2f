const SCRIPT = "app/static/plotly-cartesian-4.1.1.min.js";
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

export default function (component) {
  const { parentElement, data } = component;
  const plot = parentElement.querySelector(".oversight-plot");
  const figure = JSON.parse(data.figure);
  // On a projector the drawing may grow into the room that a taller screen leaves.
  const room = data.fill ? Math.min(window.innerHeight - 360, figure.layout.height * 1.5) : 0;
  figure.layout.height = Math.max(figure.layout.height, room);
  plot.style.height = figure.layout.height + "px";
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", data.alt);
  plot.wanted = data.figure;
  Promise.all([plotly(), fonts(figure)]).then(([lib]) => {
    if (plot.wanted !== data.figure || plot.shown === data.figure || !plot.isConnected) return;
    plot.shown = data.figure;
    plot.drawn = (plot.drawn || 0) + 1;
    figure.layout.width = plot.clientWidth;
    return lib.react(plot, figure.data, figure.layout, CONFIG).then(() => {
      plot.dataset.drawn = plot.drawn;
    });
  }).catch(() => {
    plot.textContent = data.alt;
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
  return () => {
    plot.watch.disconnect();
    plot.watch = null;
    if (window.Plotly && plot.shown) window.Plotly.purge(plot);
    plot.shown = null;
  };
}

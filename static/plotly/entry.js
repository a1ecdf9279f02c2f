// The drawing functions of plotly.js with the traces and components that our charts draw, as
// its own src/core.js puts them together. What is not registered here is not in the bundle:
// colour bars, images, grids of subplots, menus, sliders and range selectors, selections, export
// of pictures, checks of figures. The published bundle of all cartesian traces takes several
// times as long to start in a browser.
require("plotly.js/build/plotcss");
const { register } = require("plotly.js/src/registry");
const calls = require("plotly.js/src/plot_api/plot_api");

for (const [name, fn] of Object.entries(calls)) register({ moduleType: "apiMethod", name, fn });
// In the order of src/core.js, for some of them rely on it.
register(require("plotly.js/src/traces/scatter"));
register([
  require("plotly.js/src/components/annotations"),
  require("plotly.js/src/components/shapes"),
  require("plotly.js/src/components/errorbars"),
  require("plotly.js/src/components/colorscale"),
  require("plotly.js/src/components/legend"),
  require("plotly.js/src/components/fx"),
  require("plotly.js/src/components/modebar"),
]);
register([require("plotly.js/src/locale-en"), require("plotly.js/src/locale-en-us")]);
register([require("plotly.js/src/traces/bar"), require("plotly.js/src/traces/heatmap")]);

const { newPlot, react, relayout, restyle, update, redraw, purge } = calls;
const { version } = require("plotly.js/src/version");
module.exports = { version, newPlot, react, relayout, restyle, update, redraw, purge };

// Scatter comes with the core. The published bundle of all cartesian traces takes several
// times as long to start in a browser.
const Plotly = require("plotly.js/lib/core");
Plotly.register([require("plotly.js/lib/bar"), require("plotly.js/lib/heatmap")]);
module.exports = Plotly;

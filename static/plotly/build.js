// Builds ../plotly-VERSION.min.js with its compressed copies.
const fs = require("fs");
const path = require("path");
const zlib = require("zlib");
const version = require("plotly.js/package.json").version;
const target = path.join(__dirname, "..", `plotly-bars-heatmap-${version}.min.js`);
require("esbuild").buildSync({
  entryPoints: [path.join(__dirname, "entry.js")],
  bundle: true, minify: true, format: "iife", globalName: "Plotly", target: "es2020",
  outfile: target, define: { global: "window" }, legalComments: "none",
  banner: { js: `/*! plotly.js v${version}, bar, heatmap and scatter. Copyright Plotly, Inc. MIT */` },
});
// The map library's style sheet comes along and is not used.
fs.rmSync(target.replace(/\.js$/, ".css"), { force: true });
const whole = fs.readFileSync(target);
const quality = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } };
fs.writeFileSync(target + ".br", zlib.brotliCompressSync(whole, quality));
fs.writeFileSync(target + ".gz", zlib.gzipSync(whole, { level: 9 }));
console.log(path.basename(target), whole.length);

// Builds ../plotly-VERSION.min.js with its compressed copies.
const fs = require("fs");
const path = require("path");
const zlib = require("zlib");
const { parse } = require("acorn");
const version = require("plotly.js/package.json").version;
const target = path.join(__dirname, "..", `plotly-bars-heatmap-${version}.min.js`);

/**
 * The bundle with the function of each module in parentheses: that tells a browser to compile it
 * at once, off the page's own thread while the file arrives. Otherwise each would be read once
 * then, and compiled when it first runs, while the page waits. All of them run at the start.
 */
function compiledAtOnce(text) {
  const [plotly] = parse(text, { ecmaVersion: "latest" }).body[0].declarations;
  const modules = plotly.init.callee.body.body
    .flatMap((line) => line.declarations || [])
    .map(({ init }) => (init && init.type === "CallExpression" ? init.arguments[0] : null))
    .filter((given) => given && given.type === "ArrowFunctionExpression");
  if (modules.length < 200) throw new Error("The bundle is not put together as expected");
  return modules.reduceRight((left, { start, end }) =>
    `${left.slice(0, start)}(${left.slice(start, end)})${left.slice(end)}`, text);
}

require("esbuild").build({
  entryPoints: [path.join(__dirname, "entry.js")],
  // What Streamlit's own scripts ask of a browser.
  bundle: true, minify: true, format: "iife", globalName: "Plotly", target: "es2022",
  write: false, define: { global: "window" }, legalComments: "none",
  banner: { js: `/*! plotly.js v${version}, bar, heatmap and scatter. Copyright Plotly, Inc. MIT */` },
  // The map library's style sheet is asked for by name and not used.
  loader: { ".css": "empty" },
  plugins: [require("./left_out")],
}).then(({ outputFiles }) => {
  const whole = Buffer.from(compiledAtOnce(outputFiles[0].text));
  const quality = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } };
  fs.writeFileSync(target, whole);
  fs.writeFileSync(target + ".br", zlib.brotliCompressSync(whole, quality));
  fs.writeFileSync(target + ".gz", zlib.gzipSync(whole, { level: 9 }));
  console.log(path.basename(target), whole.length);
});

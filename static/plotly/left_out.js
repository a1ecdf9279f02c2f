// Leaves out of plotly.js what our charts never come to call: a plugin of esbuild.
const fs = require("fs");
const path = require("path");
const { parse } = require("acorn");

const NOTHING = "() => {}";
const EMPTY = "{}";
// Modules of plotly.js that others name, and what stands in their place. Whoever draws more
// than our charts do today looks here first.
const LEFT_OUT = {
  // No buttons: `displayModeBar` is false.
  "components/modebar/manage": NOTHING,
  "components/modebar/constants": "{ backButtons: [], foreButtons: [] }",
  // Nothing is selected, drawn or moved with the pointer.
  "components/selections/index":
    "{ prepSelect() {}, selectOnClick() {}, ...require('../shapes/handle_outline') }",
  "components/selections/draw_newselection/attributes": EMPTY,
  "components/shapes/display_outlines": NOTHING,
  "components/shapes/draw_newshape/attributes": EMPTY,
  "components/shapes/draw_newshape/defaults": NOTHING,
  "components/shapes/draw_newshape/helpers": EMPTY,
  "traces/bar/select": NOTHING,
  "traces/scatter/select": NOTHING,
  // A click in the legend changes nothing: `itemclick` and `itemdoubleclick` are false.
  "components/legend/handle_click": EMPTY,
  // No colour bar: `showscale` is false.
  "components/colorbar/attributes": EMPTY,
  "components/colorbar/defaults": NOTHING,
  // No arrows from annotations, no words on shapes.
  "components/annotations/draw_arrow_head": NOTHING,
  "components/shapes/display_labels": NOTHING,
  // No pies in the legend, no heatmap that counts.
  "traces/pie/helpers": EMPTY,
  "traces/pie/style_one": NOTHING,
  "traces/histogram2d/calc": NOTHING,
  // No menus or sliders that call, no animation.
  "plots/command": EMPTY,
  "plots/cartesian/transition_axes": NOTHING,
};
const PACKAGES = {
  // No axis of dates.
  "d3-time-format": `const none = () => () => "";
    module.exports = {
      timeFormat: none, utcFormat: none, timeFormatLocale: () => ({ utcFormat: none }),
    };`,
  // Of its operations on matrices, those that are used.
  "gl-mat4": `module.exports = {
      invert: require("gl-mat4/invert"), multiply: require("gl-mat4/multiply"),
    };`,
};
// The parts of d3 that are used, in the order of its own src/d3.js. Each names what it needs.
const D3 = [
  "start", "compat/index", "arrays/extent", "arrays/max", "arrays/min", "behavior/drag",
  "core/rebind", "event/dispatch", "event/event", "event/mouse", "format/round",
  "interpolate/ease", "scale/linear", "selection/index", "transition/index", "end",
];

/** A module without the words that describe its attributes, which plotly's own build drops too. */
function undescribed(text) {
  const cuts = [];
  const visit = (node) => {
    const parts = Object.values(node).flat().filter((part) => part && typeof part.type === "string");
    parts.forEach((part, n) => {
      const named = part.type === "Property" && !part.computed && part.key.name === "description";
      if (!named || node.type !== "ObjectExpression") return visit(part);
      cuts.push([part.start, n + 1 < parts.length ? parts[n + 1].start : node.end - 1]);
    });
  };
  visit(parse(text, { ecmaVersion: "latest" }));
  return cuts.reduceRight((left, [from, to]) => left.slice(0, from) + left.slice(to), text);
}

/** Source files of d3 joined as their imports ask for, each once. */
function joined(files) {
  const seen = new Set();
  const take = (file) => {
    if (seen.has(file)) return "";
    seen.add(file);
    return fs.readFileSync(file, "utf8").replace(/^import "(.*)";$/gm, (_, part) => {
      const wanted = path.join(path.dirname(file), part);
      const source = wanted + ".js";
      return take(fs.existsSync(source) ? source : path.join(wanted, "index.js"));
    });
  };
  return files.map(take).join("\n");
}

module.exports = {
  name: "left-out",
  setup(build) {
    const root = path.dirname(require.resolve("plotly.js/package.json"));
    const src = path.join(root, "src");
    const used = new Set();
    build.onResolve({ filter: /^(culori|d3-time-format|gl-mat4)$/ }, ({ path: name }) =>
      name in PACKAGES ? { path: name, namespace: "packages" }
        : { path: path.join(__dirname, "culori.js") });
    build.onLoad({ filter: /./, namespace: "packages" }, ({ path: name }) =>
      ({ contents: PACKAGES[name], resolveDir: root }));
    build.onLoad({ filter: /@plotly.d3.d3\.js$/ }, ({ path: file }) =>
      ({ contents: joined(D3.map((part) => path.join(path.dirname(file), "src", part + ".js"))) }));
    build.onLoad({ filter: /plotly\.js.src.*\.js$/ }, ({ path: file }) => {
      const name = path.relative(src, file).replace(/\\/g, "/").replace(/\.js$/, "");
      if (!(name in LEFT_OUT)) return { contents: undescribed(fs.readFileSync(file, "utf8")) };
      used.add(name);
      return { contents: `module.exports = ${LEFT_OUT[name]};` };
    });
    build.onEnd(() => {
      const stale = Object.keys(LEFT_OUT).filter((name) => !used.has(name));
      if (stale.length) throw new Error(`Nothing asks for ${stale.join(", ")}`);
    });
  },
};

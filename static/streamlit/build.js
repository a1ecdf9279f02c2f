// Builds the files of Streamlit's scripts that every page loads, their compressed copies, and
// streamlit-VERSION.json beside them: which script is in which file.
//
//   node build.js VERSION FOLDER ENTRY PART …
//
// FOLDER has Streamlit's scripts as installed. ENTRY, the PARTs and all that they import are put
// together. What they load later stays a file of Streamlit's.
const fs = require("fs");
const path = require("path");
const zlib = require("zlib");
const { parse } = require("acorn");
const { transform } = require("esbuild");
const { rollup } = require("rollup");

// A browser compiles each file on a thread of its own.
const FILES = 3;
const [version, folder, ...roots] = process.argv.slice(2);
const texts = new Map(); // of each script, in the order in which they run
const exported = {};

/** Take a script, after all that it imports. */
function take(name) {
  if (name in exported) return;
  const text = fs.readFileSync(path.join(folder, name), "utf8");
  const { body } = parse(text, { ecmaVersion: "latest", sourceType: "module" });
  const own = body.filter(({ type }) => type.startsWith("Export"));
  if (own.some(({ type, declaration }) => type !== "ExportNamedDeclaration" || declaration))
    throw new Error(`${name} exports in a way that is not expected`);
  exported[name] = own.flatMap(({ specifiers }) => specifiers.map((each) => each.exported.name));
  body.filter(({ source }) => source).forEach(({ source }) => take(path.basename(source.value)));
  texts.set(name, text);
}

/** The scripts cut into files of like size; each imports from those before it. */
function shared() {
  const all = [...texts.values()].join("").length;
  const files = Array.from({ length: FILES }, (_, number) =>
    ({ file: `streamlit-${version}-${number + 1}.min.js`, names: {} }));
  let before = 0;
  [...texts].forEach(([name, text], place) => {
    const { names } = files[Math.floor(FILES * (before + text.length / 2) / all)];
    // What a file exports must differ in name, whichever script it comes from.
    names[name] = Object.fromEntries(exported[name].map((own) => [own, `s${place}_${own}`]));
    before += text.length;
  });
  return files;
}

/** The text that exports all that the scripts of a file export. */
function everything({ names }) {
  return Object.entries(names).map(([name, own]) => {
    const list = Object.entries(own).map(([theirs, ours]) => `${theirs} as ${ours}`);
    return `import "./${name}"; export { ${list} } from "./${name}";`;
  }).join("\n");
}

/** A script's text that asks ahead for none of the scripts that are there already. */
function withoutLists(text) {
  const lists = text.match(/m\.f=(\[.*?\])/);
  if (!lists) return text;
  const listed = JSON.parse(lists[1]).map((each) => path.basename(each));
  return text.replace(/__vite__mapDeps\(\[([\d,]*)\]\)/g, (_all, numbers) => {
    const left = numbers.split(",").filter((number) => !texts.has(listed[number]));
    return left.length ? `__vite__mapDeps([${left}])` : "[]";
  });
}

/** Rollup's answers: what a name means, and which text it has. */
function scripts(files) {
  const entries = Object.fromEntries(files.map((each) => [each.file, each]));
  return {
    name: "scripts",
    resolveId(id) {
      const name = path.basename(id);
      return name in entries || texts.has(name) ? name : { id: `./${name}`, external: true };
    },
    load: (id) => (id in entries ? everything(entries[id]) : withoutLists(texts.get(id))),
  };
}

function write(name, code) {
  const whole = Buffer.from(code);
  const quality = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } };
  const target = path.join(__dirname, name);
  fs.writeFileSync(target, whole);
  fs.writeFileSync(target + ".br", zlib.brotliCompressSync(whole, quality));
  fs.writeFileSync(target + ".gz", zlib.gzipSync(whole, { level: 9 }));
  console.log(name, whole.length);
}

async function build() {
  roots.forEach(take);
  const files = shared();
  const holder = (name) => files.find(({ file, names }) => name === file || name in names).file;
  const bundle = await rollup({
    // Nothing is left out: each script may do something when it runs.
    input: files.map(({ file }) => file), plugins: [scripts(files)], treeshake: false,
    makeAbsoluteExternalsRelative: false, preserveEntrySignatures: "allow-extension",
    onwarn: (warning) => { throw new Error(warning.message); },
  });
  const { output } = await bundle.generate({
    format: "es", compact: true, freeze: false, manualChunks: holder,
    entryFileNames: ({ name }) => name.replace(/(\.min)?(\.js)?$/, ".min.js"),
    generatedCode: { preset: "es2015", symbols: true },
  });
  if (output.length !== FILES) throw new Error("The files are not as many as expected");
  for (const { fileName, code } of output) {
    const banner = `/*! Streamlit ${version} and the libraries in it. See LICENSE.txt */`;
    const made = await transform(code, {
      minify: true, format: "esm", target: "es2022", legalComments: "none", banner,
    });
    write(fileName, made.code);
  }
  const listed = path.join(__dirname, `streamlit-${version}.json`);
  fs.writeFileSync(listed, JSON.stringify({ entry: roots[0], files }, null, 1) + "\n");
}

build();

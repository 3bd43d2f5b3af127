// Builds the `samspill` theme and copies what the pages load into samspill/core/static/vendor/.
// Run by `make frontend`, after `npm ci`. The folder it writes is not in the repository.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = join(root, "node_modules");
const target = join(root, "samspill", "core", "static", "vendor");
const THEME = "samspill";
// Latin covers Norwegian; latin-ext covers North Sami, Kven and most of Europe's names.
const FONT_SUBSETS = ["latin-ext", "latin"];
// What is printed needs whole fonts, one for each weight and slope.
const PRINT_FONTS = ["400Regular", "400Regular_Italic", "600SemiBold", "600SemiBold_Italic"];

function main() {
  const work = mkdtempSync(join(tmpdir(), "samspill-frontend-"));
  try {
    const output = join(work, "vendor");
    mkdirSync(output);
    buildTheme(work, output);
    copyPackages(output);
    copyInter(output);
    copyPrintFonts(output);
    writeFileSync(join(output, "VERSIONS.json"), `${JSON.stringify(versions(), null, 2)}\n`);
    replaceFolder(output, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  console.log(`Front-end files: ${readdirSync(target).join(", ")}`);
}

/** The design system's own tool turns designsystemet.config.json into one style sheet. */
function buildTheme(work, output) {
  const config = JSON.parse(readFileSync(join(root, "frontend", "designsystemet.config.json"), "utf8"));
  const tokens = join(work, "design-tokens");
  const css = join(work, "theme");
  const configFile = join(work, "designsystemet.config.json");
  writeFileSync(configFile, JSON.stringify({ ...config, outDir: tokens }));
  designsystemet(work, "tokens", "create", "--config", configFile);
  designsystemet(work, "tokens", "build", "--config", configFile, "--tokens", tokens, "--out-dir", css);
  cpSync(join(css, `${THEME}.css`), join(output, "theme.css"));
}

function designsystemet(cwd, ...args) {
  const folder = join(packages, "@digdir", "designsystemet");
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const script = join(folder, typeof bin === "string" ? bin : bin.designsystemet);
  try {
    execFileSync(process.execPath, [script, ...args], { cwd, stdio: "pipe", encoding: "utf8" });
  } catch (error) {
    console.error(`${error.stdout ?? ""}${error.stderr ?? ""}`);
    throw new Error(`The theme could not be built: designsystemet ${args.slice(0, 2).join(" ")} failed.`);
  }
}

function copyPackages(output) {
  const files = {
    "designsystemet.css": "@digdir/designsystemet-css/dist/src/index.css",
    "designsystemet.js": "@digdir/designsystemet-web/dist/umd/index.js",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
  };
  for (const [name, source] of Object.entries(files)) {
    // The maps are not shipped, and a manifest of static files fails on a reference to a missing file.
    const text = readFileSync(join(packages, source), "utf8").replace(/^\/[/*]# sourceMappingURL=.*$/gm, "");
    writeFileSync(join(output, name), text);
  }
}

/** Inter as one variable font; only the subsets that are used, each with its own unicode-range. */
function copyInter(output) {
  const source = join(packages, "@fontsource-variable", "inter");
  const fonts = join(output, "inter");
  mkdirSync(fonts);
  const blocks = readFileSync(join(source, "wght.css"), "utf8").split(/(?=\/\* inter-)/);
  const wanted = FONT_SUBSETS.map((subset) => {
    const block = blocks.find((text) => text.startsWith(`/* inter-${subset}-wght-normal */`));
    if (!block) throw new Error(`Inter has no subset ${subset}.`);
    cpSync(join(source, "files", `inter-${subset}-wght-normal.woff2`), join(fonts, `inter-${subset}.woff2`));
    return block
      .replaceAll(`./files/inter-${subset}-wght-normal.woff2`, `inter-${subset}.woff2`)
      .replaceAll("'Inter Variable'", "'Inter'");
  });
  writeFileSync(join(fonts, "inter.css"), `${wanted.join("").trim()}\n`);
}

function copyPrintFonts(output) {
  const fonts = join(output, "print-fonts");
  mkdirSync(fonts);
  for (const name of PRINT_FONTS) {
    cpSync(join(packages, "@expo-google-fonts", "inter", name, `Inter_${name}.ttf`), join(fonts, `Inter_${name}.ttf`));
  }
}

function versions() {
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return dependencies;
}

/** Puts the finished folder in place, so that a failed build leaves the old one standing. */
function replaceFolder(from, to) {
  const beside = `${to}.new`;
  rmSync(beside, { recursive: true, force: true });
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, beside, { recursive: true });
  rmSync(to, { recursive: true, force: true });
  renameSync(beside, to);
}

main();

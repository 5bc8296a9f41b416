// SPDX-License-Identifier: GPL-3.0-or-later
// What Byline writes is read by the tools that Web Annotations come from, and the other way
// round: node readers.mjs BYLINE-CLI, in a folder with the packages of scripts/foreign.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const here = createRequire(join(process.cwd(), "package.json"));
const load = async (name) => import(pathToFileURL(here.resolve(name)).href);
const { JSDOM } = await load("jsdom");
const html = "<h1>🌊 The mill stands still</h1>\n<p>Ada Venn said: “Nobody has counted the <em>mill’s</em> sacks.” שלום 水車小屋</p>\n";
const dom = new JSDOM(`<!DOCTYPE html><body><div id="article">${html}</div></body>`, { pretendToBeVisual: true });
for (const name of ["window", "document", "Node", "NodeFilter", "Range", "Text", "Element", "HTMLElement", "Document", "DOMRect"])
  globalThis[name] ??= name === "window" ? dom.window : dom.window[name];
const article = dom.window.document.getElementById("article");
const text = article.textContent;
const folder = mkdtempSync(join(tmpdir(), "byline-"));
const wanted = ["🌊 The mill", "stands still\nAda Venn", "the mill’s sacks", "水車"];
let failed = 0;
let n = 0;

const check = (name, condition, detail) => {
  n++;
  failed += condition ? 0 : 1;
  console.log(`${condition ? "ok" : "not ok"} ${n} - ${name}`);
  if (!condition)
    console.log(`# ${JSON.stringify(detail)}`);
};

const convert = (annotations) => {
  writeFileSync(join(folder, "in.json"), JSON.stringify(annotations));
  writeFileSync(join(folder, "mill.html"), html);
  execFileSync(process.argv[2], ["convert", "--to", "web-annotation", "--article", join(folder, "mill.html"), join(folder, "in.json"), "-o", join(folder, "out.byline.json")]);
  return JSON.parse(readFileSync(join(folder, "out.byline.json"), "utf8"));
};

const words = (work) => work.first.items.map((item) => {
  const selectors = [item.target].flat()[0].selector;
  const position = selectors.find((s) => s.type === "TextPositionSelector");
  return [...text].slice(position.start, position.end).join("");
});

const find = (exact) => {
  const range = dom.window.document.createRange();
  const start = text.indexOf(exact);
  const walker = dom.window.document.createTreeWalker(article, 4);
  for (let at = 0, node = walker.nextNode(); node; at += node.length, node = walker.nextNode()) {
    if (start >= at && start < at + node.length)
      range.setStart(node, start - at);
    if (start + exact.length > at && start + exact.length <= at + node.length)
      range.setEnd(node, start + exact.length - at);
  }
  return range;
};

const tag = (target, id) => ({ "@context": "http://www.w3.org/ns/anno.jsonld", id, type: "Annotation", body: { type: "TextualBody", purpose: "tagging", value: "claim" }, target });

const { createTextPositionSelectorMatcher, createTextQuoteSelectorMatcher, describeTextPosition, describeTextQuote } = await load("@apache-annotator/dom");
const described = [];
for (const exact of wanted) {
  const range = find(exact);
  described.push(tag({ source: "https://x.example/", selector: [await describeTextPosition(range, article), await describeTextQuote(range, article)] }));
  described.push(tag({ source: "https://x.example/", selector: [await describeTextPosition(range, article)] }));
  described.push(tag({ source: "https://x.example/", selector: await describeTextQuote(range, article) }));
}
const own = convert(described);
check("Apache Annotator writes, Byline reads", JSON.stringify(words(own)) === JSON.stringify(wanted.flatMap((w) => [w, w, w])), words(own));
for (const item of own.first.items.filter((_, i) => i % 3 === 0))
  for (const [type, matcher] of [["TextPositionSelector", createTextPositionSelectorMatcher], ["TextQuoteSelector", createTextQuoteSelectorMatcher]]) {
    const selector = item.target.selector.find((s) => s.type === type);
    const found = [];
    for await (const range of matcher(selector)(article))
      found.push(range.toString());
    const exact = item.target.selector.find((s) => s.type === "TextQuoteSelector").exact;
    check(`Byline writes, Apache Annotator reads: ${type} of ${JSON.stringify(exact)}`, found.length === 1 && found[0] === exact, found);
  }

const { W3CTextFormat } = await import(pathToFileURL(join(process.cwd(), "node_modules/@recogito/text-annotator/dist/text-annotator.es.js")).href);
const recogito = W3CTextFormat("https://x.example/", article);
const annotations = wanted.map((exact, i) => ({
  id: `a${i}`, bodies: [{ id: `b${i}`, annotation: `a${i}`, purpose: "tagging", value: "claim" }],
  target: { annotation: `a${i}`, selector: [{ quote: exact, range: find(exact), start: text.indexOf(exact), end: text.indexOf(exact) + exact.length }] },
}));
const serialized = annotations.map((annotation) => recogito.serialize(annotation));
check("Recogito writes, Byline reads", JSON.stringify(words(convert(serialized))) === JSON.stringify(wanted), serialized);
for (const item of own.first.items.filter((_, i) => i % 3 === 0)) {
  const { parsed, error } = recogito.parse(item);
  check("Byline writes, Recogito reads the words and the tag", !error && parsed.target.selector[0].quote === item.target.selector.find((s) => s.type === "TextQuoteSelector").exact
        && parsed.bodies[0].value === "claim", { parsed, error: String(error) });
}

rmSync(folder, { recursive: true });
console.log(`1..${n}`);
process.exit(failed ? 1 : 0);

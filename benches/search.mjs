// How long a search of a built site takes and what it loads: `node benches/search.mjs SITE [QUERIES]`. It runs the script that is
// published, in the engine of Chromium, and reads the files that it asks for; a browser adds what loading them takes.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';

const [site, wanted = '200'] = process.argv.slice(2);
if (!site) throw new Error('node benches/search.mjs SITE [QUERIES]');
const read = (path) => readFileSync(join(site, path), 'utf8');
const named = (folder, pattern) => readdirSync(join(site, folder)).filter((name) => pattern.test(name)).map((name) => `${folder}/${name}`);
const about = JSON.parse(/<script type=["']?application\/json["']? id=["']?search-data["']?>(.*?)<\/script>/s.exec(read('search.html'))[1]);

// The script of the page needs a page; what finds stands before that.
const folder = new URL('../themes/default/js/search/', import.meta.url);
const scripts = ['10-text.js', '20-find.js'].map((name) => readFileSync(new URL(name, folder), 'utf8'));
const given = {};
const context = createContext({ mingceSearch: (name, data) => { given[name] = data; } });
runInContext(scripts.join('\n'), context);
const { search } = context;

const weigh = (paths) => paths.reduce((sum, path) => sum + gzipSync(readFileSync(join(site, path))).length, 0);
const [rows, parts] = [named('search', /^rows-/), named('search', /^part-/)];
const [heavy, texts] = [weigh(rows), weigh(parts)];
const million = (bytes) => (bytes / 1e6).toFixed(2);
console.log(`${parts.length} parts, ${million(texts)} MB compressed; ${rows.length} files of rows, ${million(heavy)} MB: ${(100 * heavy / texts).toFixed(1)} %`);

const lines = [];
for (const path of parts) {
  runInContext(read(path), context);
  for (const name of Object.keys(given)) {
    for (const [, , , units] of given[name]) lines.push(...units.flatMap(([, , text]) => text.split('\n')).filter((line) => line.length > 8));
    delete given[name];
  }
}
const step = lines.length / Number(wanted);

/** A search from nothing, or with the files of `find` at hand, until so many places are found. */
function measure(find, loaded, words, enough) {
  loaded.parts = loaded.rows = 0;
  const start = performance.now();
  let found;
  find(words, enough, (state) => { found = state; });
  return { time: performance.now() - start - loaded.time, hits: found.hits.length, parts: loaded.parts, rows: loaded.rows };
}

function finder() {
  const loaded = { time: 0, parts: 0, rows: 0 };
  const find = search.finder(about, (name, done) => {
    const start = performance.now();
    runInContext(read(`search/${name}.js`), context);
    loaded[name[0] === 'p' ? 'parts' : 'rows'] += 1;
    loaded.time += performance.now() - start;
    done(given[name]);
    delete given[name];
  });
  return [find, loaded];
}

for (const length of [2, 4, 8]) {
  const cold = [];
  const warm = [];
  const [find, loaded] = finder();
  for (let at = 0; at < Number(wanted); at++) {
    const line = lines[Math.floor(at * step)];
    const words = search.words(line.substr(Math.floor((line.length - length) / 2), length));
    if (!words.length) continue;
    const [first, files] = finder();
    cold.push(measure(first, files, words, 50));
    measure(find, loaded, words, Infinity);
    loaded.time = 0;
    warm.push(measure(find, loaded, words, Infinity));
  }
  const of = (all, value) => all.map(value).sort((a, b) => a - b);
  const said = (all, value, digits = 0) => [0.5, 0.95, 1].map((share) => of(all, value)[Math.ceil(share * all.length) - 1].toFixed(digits)).join(' / ');
  console.log(`${length} characters, ${cold.length} queries, median / 95 % / most:`);
  console.log(`  until 50 places are listed: ${said(cold, (one) => one.time, 1)} ms, ${said(cold, (one) => one.parts)} parts, ${said(cold, (one) => one.rows)} files of rows`);
  console.log(`  everywhere, the files at hand: ${said(warm, (one) => one.time, 1)} ms, ${said(warm, (one) => one.hits)} places`);
}

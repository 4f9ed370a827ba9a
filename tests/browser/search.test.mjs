// The search in a browser: from a folder and from servers, by keyboard, on a small screen, without a script; and everything
// that stands on a page is found.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import axe from 'axe-core';

import { BASE_PATH, based, build, fileUrl, folder, launch, plain, preview, root, serve, walk, watched } from './support.mjs';

let browser, site;
before(async () => {
  site = await plain();
  browser = await launch();
});

const file = (path) => fileUrl(site, path || '.') + (path ? '' : '/');

/** Where the site can lie: on a disk, at the root of a server, in a folder of one. */
async function places() {
  const [top, inner] = [await serve(site), await serve(site, BASE_PATH)];
  return { file, top: top.url, folder: inner.url };
}

/** A text for readers. */
const texts = readFileSync(join(root, 'themes/default/strings/zh-CN.yaml'), 'utf8');
const word = (key) => texts.match(new RegExp(`^${key}: (.*)$`, 'm'))[1];

const status = (page) => page.locator('#found').textContent();
const hits = (page) => page.locator('#hits a').evaluateAll((all) => all.map((hit) => ({
  href: hit.getAttribute('href'), text: hit.textContent, marks: [...hit.querySelectorAll('mark')].map((mark) => mark.textContent),
})));

/** Types words and waits until everything has been looked through. */
async function look(page, words) {
  await page.fill('#q', words);
  await page.press('#q', 'Enter');
  await page.waitForFunction((texts) => {
    const said = document.getElementById('found').textContent;
    return texts.some((text) => new RegExp(`^${text.replace('{n}', '\\d+')}$`).test(said));
  }, ['all', 'none', 'signs', 'some'].map((which) => word(`search_${which}`)));
  return hits(page);
}

/** The search page, ready to type. */
async function opened(url, options = {}, query = '') {
  const shown = await watched(browser, (asked) => asked.startsWith(new URL(url('')).protocol === 'file:' ? 'file:' : url('')), options);
  const problems = await shown.open(url('search.html') + query);
  return { ...shown, ...problems };
}

test('words are found and marked, from a folder and from servers, and a hit opens where they stand', async () => {
  for (const [place, url] of Object.entries(await places())) {
    const { page, context, open } = await opened(url);
    const found = await look(page, '鲁人社字2022 156');
    assert.ok(found.length > 0, `${place}: ${await status(page)}`);
    assert.ok(found.every(({ marks }) => marks.length > 0), `${place}: ${JSON.stringify(found)}`);
    assert.match(found.flatMap(({ marks }) => marks).join(' '), /鲁人社字〔2022/, place);
    const clause = (await look(page, '季度末')).find(({ href }) => href.startsWith('policies/') && href.includes('#'));
    assert.ok(clause, place);
    await page.click(`#hits a[href="${clause.href}"]`);
    await page.waitForURL(url('') + clause.href);
    const there = await page.evaluate(() => document.querySelector(':target')?.textContent);
    assert.match(there, /季度末/, place);
    await page.goBack();
    await page.waitForFunction(() => document.querySelector('#hits a'));
    assert.equal(await page.inputValue('#q'), '季度末', place);
    assert.deepEqual((await open(`${url('search.html')}?q=%E5%8A%9E%E6%B3%95+%E7%AC%AC`)).problems, [], place);
    await page.waitForFunction(() => document.getElementById('found').textContent !== '');
    assert.equal(await page.inputValue('#q'), '办法 第', place);
    await context.close();
  }
});

test('by keyboard: arrows choose, Enter opens, Escape goes back', async () => {
  const { page, context } = await opened(file);
  const found = await look(page, '补贴');
  const active = () => page.evaluate(() => {
    const id = document.getElementById('q').getAttribute('aria-activedescendant');
    return id && [...document.querySelectorAll('#hits a')].findIndex((hit) => hit.id === id && hit.getAttribute('aria-selected') === 'true');
  });
  assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
  assert.equal(await active(), null);
  for (const [key, expected] of [['ArrowDown', 0], ['ArrowDown', 1], ['ArrowUp', 0], ['ArrowUp', found.length - 1], ['ArrowDown', 0], ['Escape', null], ['ArrowDown', 0]]) {
    await page.keyboard.press(key);
    assert.equal(await active(), expected, key);
  }
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(file('') + found[1].href);
  await context.close();
});

test('a screen reader is told what there is', async () => {
  const { page, context } = await opened(file);
  await look(page, '补贴');
  const tree = await page.locator('main').ariaSnapshot();
  assert.match(tree, /search/);
  assert.match(tree, /combobox "要找什么"/);
  assert.match(tree, /status: 找到\d+处/);
  assert.match(tree, /listbox "找到的内容"/);
  assert.match(tree, /group "常见问题"/);
  assert.match(tree, /option "[^"]*补贴/);
  await page.keyboard.press('ArrowDown');
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), []);
  await context.close();
});

test('a clause is found by its number, which is marked', async () => {
  const { page, context } = await opened(file);
  await look(page, '四（二）');
  const shown = await page.locator('#hits a[href="policies/zz-2023.html#c4-2"] b mark').allTextContents();
  assert.deepEqual([...new Set(shown)], ['四（二']);
  await context.close();
});

test('kinds are counted and one is chosen', async () => {
  const { page, context } = await opened(file);
  const all = (await look(page, '培训')).length;
  const counted = await page.locator('#kinds button').evaluateAll((all) => all.map((one) => one.textContent));
  const total = Number(/\d+/.exec(await status(page))[0]);
  const numbers = counted.map((text) => Number(/（(\d+)）$/.exec(text)[1]));
  assert.equal(numbers[0], total);
  assert.equal(numbers.slice(1).reduce((sum, n) => sum + n, 0), total);
  assert.ok(all <= total && all === 50, `${all} of ${total}`);
  const policies = counted.findIndex((text) => text.startsWith('政策文件'));
  await page.locator('#kinds button').nth(policies).click();
  while (await page.locator('#more').isVisible()) await page.click('#more');
  const shown = await hits(page);
  assert.equal(shown.length, numbers[policies]);
  assert.ok(shown.every(({ href }) => href.startsWith('policies/')));
  await context.close();
});

test('every phrase of 500 is found where it stands, and nowhere else', async () => {
  const { page, context } = await opened(file);
  const missed = await page.evaluate(async (files) => {
    const units = [];
    const waiting = {};
    window.mingceSearch = (name, data) => waiting[`${name}.js`](data);
    const load = (name) => new Promise((done) => {
      waiting[name] = done;
      const script = document.createElement('script');
      script.src = `search/${name}`;
      document.head.appendChild(script);
    });
    for (const file of files) {
      for (const [, page, title, own] of await load(file)) {
        for (const [anchor, label, text] of own) {
          const [head, name] = label ? [search.normal(title), search.normal(label)] : ['', search.normal(title)];
          units.push({ place: `${page}#${anchor}`, text, plain: `${name}\n${search.normal(text)}`, head, name });
        }
      }
    }
    const lines = units.flatMap(({ text }) => text.split('\n'));
    const total = lines.reduce((sum, line) => sum + line.length, 0);
    const phrases = [];
    let [at, next] = [0, 0];
    for (const line of lines) {
      for (; next < at + line.length; next += Math.floor(total / 500)) phrases.push(line.substr(next - at, 2 + phrases.length % 11));
      at += line.length;
    }
    const about = JSON.parse(document.getElementById('search-data').textContent);
    const find = search.finder(about, (name, done) => load(`${name}.js`).then(done));
    const wrong = [];
    const times = [];
    for (const phrase of phrases) {
      const words = search.words(phrase);
      const start = performance.now();
      const { hits } = await new Promise((done) => find(words, 1e9, (state) => state.busy || done(state)));
      times.push(performance.now() - start);
      const says = ({ plain, head, name }, word) => {
        const at = (head + name).lastIndexOf(word);
        return plain.includes(word) || at >= 0 && at + word.length > head.length;
      };
      const has = (unit) => words.some((word) => says(unit, word)) && words.every((word) => says(unit, word) || unit.head.includes(word));
      const expected = units.filter(has).map(({ place }) => place);
      const found = hits.map(({ unit }) => `${unit.page}#${unit.anchor}`);
      if (found.sort().join() !== expected.sort().join()) wrong.push([phrase, found, expected]);
    }
    times.sort((a, b) => a - b);
    return { wrong, phrases: phrases.length, median: times[times.length >> 1], worst: times[times.length - 4] };
  }, walk(site).filter((path) => /^search\/part-/.test(path)).map((path) => path.slice(7)));
  assert.deepEqual(missed.wrong, []);
  assert.ok(missed.phrases >= 490, missed.phrases);
  assert.ok(missed.worst < 20, `${missed.worst} ms`);
  await context.close();
});

test('what is found of a page stands on it', async () => {
  const { page, context } = await watched(browser, (url) => url.startsWith('file:'), { javaScriptEnabled: false });
  const records = walk(site).filter((path) => /^search\/part-/.test(path)).flatMap((path) => {
    const text = readFileSync(join(site, path), 'utf8');
    return JSON.parse(text.slice(text.indexOf(',') + 1, -1));
  });
  const bare = (text) => text.replace(/\[\d+\]/g, '').replace(/[\s\u00ad\u200b]/g, '');
  const seen = new Map();
  for (const [, path, title, units] of records) {
    if (!seen.has(path)) {
      await page.goto(fileUrl(site, path));
      seen.set(path, await page.evaluate(() => {
        const text = (element) => element.textContent;
        return { all: text(document.querySelector('main')), by: Object.fromEntries([...document.querySelectorAll('[id]')].map((e) => [e.id, e.closest('.clause, section')?.textContent ?? e.textContent])) };
      }));
    }
    const { all, by } = seen.get(path);
    assert.ok(bare(all).includes(bare(title)), `${path}: ${title}`);
    for (const [anchor, label, text] of units) {
      assert.ok(anchor === '' || anchor in by, `${path}#${anchor}`);
      if (!path.startsWith('policies/') || label === '') continue;
      for (const line of text.split('\n')) assert.ok(bare(by[anchor]).includes(bare(line)), `${path}#${anchor}: ${line}`);
    }
  }
  await context.close();
});

test('odd words do no harm', async () => {
  const { page, context, problems } = await opened(file);
  for (const [words, least] of [['<script>alert(1)</script>', 0], ['的', 50], ['（）〔〕', 0], ['，', 1], ['培'.repeat(10_000), 0], ['toString', 0]]) {
    const found = await look(page, words);
    assert.ok(found.length >= least, `${words.slice(0, 20)}: ${found.length}`);
  }
  await page.evaluate(() => {
    const input = document.getElementById('q');
    input.value = '培训\ud83d';
    input.dispatchEvent(new Event('input'));
  });
  await page.waitForFunction(() => document.querySelector('#hits mark'));
  assert.match(page.url(), /\?q=%E5%9F%B9%E8%AE%AD$/);
  await page.goto(`${fileUrl(site, 'search.html')}?q=%E5%9F%B9%`);
  assert.equal(await page.inputValue('#q'), '');
  assert.deepEqual(problems, []);
  await context.close();
});

test('a file that is not there is said to be missing, and asked for again', async () => {
  const output = await build('content');
  const part = walk(output).find((path) => /^search\/part-/.test(path));
  const bytes = readFileSync(join(output, part));
  unlinkSync(join(output, part));
  const { page, context } = await watched(browser, () => true);
  await page.goto(fileUrl(output, 'search.html'));
  await page.fill('#q', '培训');
  await page.waitForFunction((text) => document.getElementById('found').textContent === text, word('search_failed'));
  writeFileSync(join(output, part), bytes);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('#hits mark'));
  await context.close();
});

test('at 360 pixels nothing is cut off', async () => {
  const { page, context } = await opened(file, { viewport: { width: 360, height: 640 } });
  await look(page, '数字技术工程师培育');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360));
  for (const box of await page.locator('#q, .find button, #kinds button, #hits a').all()) {
    const { height } = await box.boundingBox();
    assert.ok(height >= 44, `${height}`);
  }
  await context.close();
});

test('without a script the page leads to every column', async () => {
  const { page, context } = await watched(browser, (url) => url.startsWith('file:'), { javaScriptEnabled: false });
  await page.goto(fileUrl(site, 'search.html'));
  assert.ok(!(await page.locator('.find').isVisible()));
  assert.ok(await page.getByText('浏览器没有运行脚本').isVisible());
  assert.ok((await page.locator('main .related a').count()) > 5);
  await context.close();
});

test('a page that is not there leads to the search', async () => {
  for (const [output, prefix] of [[site, '/'], [await based(), BASE_PATH]]) {
    const server = await serve(output, prefix);
    const { page, context } = await watched(browser, (url) => url.startsWith(server.origin));
    await page.goto(prefix === '/' ? `${server.home}none.html` : `${server.home}policies/none/such.html`);
    await page.fill('#q', '补贴');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${server.home}search.html?q=%E8%A1%A5%E8%B4%B4`);
    await page.waitForFunction(() => document.querySelector('#hits mark'));
    await context.close();
  }
});

test('traditional characters find what simplified ones find', async () => {
  for (const [place, url] of Object.entries(await places())) {
    const { page, context } = await opened(url);
    const found = await look(page, '職稱 資格');
    assert.ok(found.length > 0 && found.every(({ marks }) => marks.length > 0), `${place}: ${await status(page)}`);
    assert.deepEqual(found, await look(page, '职称 资格'), place);
    assert.deepEqual(await look(page, '鑫鑫'), [], place);
    assert.equal(await status(page), word('search_none'), place);
    await context.close();
  }
});

test('a preview finds what was just saved', async () => {
  const content = join(folder(), 'content');
  cpSync(join(root, 'tests/sites/checks/content'), content, { recursive: true });
  const shown = await preview(content);
  const { page, context } = await watched(browser, (url) => url.startsWith(shown.origin));
  await page.goto(shown.url('search.html'));
  assert.equal((await look(page, '刚刚写的话')).length, 0);
  mkdirSync(join(content, 'pages'), { recursive: true });
  writeFileSync(join(content, 'pages', 'new.md'), '---\ntitle: 新页\nsummary: 新。\n---\n\n这是刚刚写的话。\n');
  await page.waitForFunction(() => document.querySelector('#hits mark'));
  await context.close();
});

test('the script weighs at most 8 KB, the rows at most 15 % of the texts', (t) => {
  const weigh = (pattern) => walk(site).filter((path) => pattern.test(path))
    .reduce((sum, path) => sum + gzipSync(readFileSync(join(site, path))).length, 0);
  const [script, rows, texts] = [/^assets\/search\..*\.js$/, /^search\/rows-/, /^search\/part-/].map(weigh);
  t.diagnostic(`script ${script} bytes, rows ${rows}, texts ${texts}: ${(100 * rows / texts).toFixed(1)} %`);
  assert.ok(script > 0 && script <= 8192, `${script}`);
  assert.ok(rows > 0 && rows <= 0.15 * texts, `${rows} of ${texts}`);
});

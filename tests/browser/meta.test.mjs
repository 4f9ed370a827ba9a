// What search engines and the guideline for government sites read: meta tags, addresses, sitemap; and what pages weigh.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';


import { BASE_PATH, BASE_URL, based, encode, fileUrl, launch, notices, pagesOf, plain, root, serve, walk, watched } from './support.mjs';

const SITE = ['SiteName', 'SiteDomain', 'SiteIDCode'];
const COLUMN = ['ColumnName', 'ColumnDescription', 'ColumnKeywords', 'ColumnType'];
const ARTICLE = ['ArticleTitle', 'PubDate', 'ContentSource'];
const FURTHER = ['Keywords', 'Author', 'Description', 'Image', 'Url'];
const KIB = 1024;

let browser, plainSite, basedSite, full;
/** What `read` found in each of them. */
let heads;
before(async () => {
  [plainSite, basedSite, full] = [await plain(), await based(), await notices()];
  browser = await launch();
  heads = new Map();
  for (const output of [plainSite, basedSite, full]) heads.set(output, await read(output));
});

/** Meta tags and the canonical address of every page. */
async function read(output) {
  const { page, context } = await watched(browser, (url) => url.startsWith('file:'), { javaScriptEnabled: false });
  const found = new Map();
  for (const path of pagesOf(output)) {
    await page.goto(fileUrl(output, path));
    found.set(path, await page.evaluate(() => ({
      metas: [...document.querySelectorAll('meta[name]')].map((meta) => [meta.name, meta.getAttribute('content')]),
      canonical: [...document.querySelectorAll('link[rel=canonical]')].map((link) => link.getAttribute('href')),
      graph: [...document.querySelectorAll('meta[property]')].map((meta) => [meta.getAttribute('property'), meta.content]),
      title: document.querySelector('h1').textContent.trim(),
    })));
  }
  await context.close();
  return found;
}

const address = (path) => BASE_URL + encode(path.replace(/(^|\/)index\.html$/, '$1'));

test('a site with everything has the 3, 7 and 10 tags of the guideline', async () => {
  const counted = { 3: 0, 7: 0, 10: 0 };
  for (const [path, { metas, title }] of heads.get(full)) {
    const all = new Map(metas);
    assert.equal(all.size, metas.length, `${path}: a tag twice`);
    const own = metas.map(([name]) => name).filter((name) => /^[A-Z]/.test(name) && !FURTHER.includes(name));
    const list = path.endsWith('/index.html');
    // Pages beside the columns have no column to name; fields and institutions have no day of publication.
    const column = path.includes('/') && !path.startsWith('pages/');
    const dated = /^(policies|notices|interpretations|questions|pages)\//.test(path);
    const article = !path.includes('/') || list ? [] : ARTICLE.filter((name) => dated || name !== 'PubDate');
    const expected = [...SITE, ...(column ? COLUMN : []), ...article];
    assert.deepEqual([...own].sort(), [...expected].sort(), path);
    if (own.length in counted) counted[own.length] += 1;
    assert.equal(all.get('SiteName'), '试验培训网站');
    assert.equal(all.get('SiteDomain'), 'www.example.com');
    assert.equal(all.get('SiteIDCode'), '0000000000');
    if (article.length > 0) assert.equal(all.get('ArticleTitle'), title);
    // What the guideline lets a page say besides: who wrote it where somebody else did, its picture where it has one.
    const further = FURTHER.filter((name) => all.has(name) && name !== 'Keywords');
    const authored = article.length > 0 && all.get('ContentSource') !== '试验培训网站';
    assert.deepEqual(further, article.length > 0 ? [...(authored ? ['Author'] : []), 'Description', 'Url'] : [], path);
    if (authored) assert.equal(all.get('Author'), all.get('ContentSource'));
    if (article.length > 0) assert.equal(all.get('Url'), address(path));
    if (path === 'policies/plan.html') assert.ok(authored && all.has('Keywords'), 'a policy says who issued it');
    if (article.includes('PubDate')) assert.match(all.get('PubDate'), /^\d{4}-\d\d-\d\d \d\d:\d\d$/);
  }
  assert.equal(counted[7], 6);
  assert.equal(counted[10], 7);
  const home = heads.get(full).get('index.html').metas.filter(([name]) => /^[A-Z]/.test(name));
  assert.deepEqual(home.map(([name]) => name), SITE);
});

test('what is not known is left out, not made up', async () => {
  for (const found of heads.values()) {
    for (const [path, { metas }] of found) {
      for (const [name, content] of metas) {
        assert.ok(content?.trim(), `${path}: ${name} is empty`);
        assert.doesNotMatch(content, /^(null|none|undefined|unpublished|未公布)$/i, `${path}: ${name}`);
      }
      assert.ok(metas.filter(([name]) => name.toLowerCase() === 'description').length === 1, `${path}: no description`);
      assert.ok(metas.some(([name]) => name === 'SiteName'), `${path}: no SiteName`);
    }
  }
  for (const [path, { metas }] of heads.get(plainSite)) {
    const names = metas.map(([name]) => name);
    assert.ok(!names.includes('SiteDomain') && !names.includes('SiteIDCode'), path);
  }
});

test('canonical addresses lie under the address of the site', async () => {
  for (const [path, { canonical }] of heads.get(basedSite)) {
    assert.deepEqual(canonical, path === '404.html' ? [] : [address(path)], path);
  }
  for (const [path, { canonical }] of heads.get(plainSite)) assert.deepEqual(canonical, [], path);
});

test('cards that others show of a page have its title, address and sort', async () => {
  for (const [path, { graph, title, metas }] of heads.get(basedSite)) {
    const sort = metas.some(([name]) => name === 'ArticleTitle') ? 'article' : 'website';
    const expected = [['og:url', address(path)], ['og:title', title], ['og:type', sort]];
    assert.deepEqual(graph, path === '404.html' ? [] : expected, path);
  }
  // What others show is published somewhere.
  for (const [path, { graph }] of heads.get(plainSite)) assert.deepEqual(graph, [], path);
});

test('what pages say of themselves as data is read and not run, from a folder and from a server', async () => {
  const server = await serve(basedSite, BASE_PATH);
  for (const url of [(path) => fileUrl(basedSite, path), server.url]) {
    const { page, context, open } = await watched(browser, () => true);
    for (const path of ['index.html', 'policies/zz-2023.html', 'questions/index.html', 'fields/big-data.html', 'checks/assess.html']) {
      const { problems } = await open(url(path));
      assert.deepEqual(problems, [], path);
      const data = await page.evaluate(() => [...document.querySelectorAll('script[type="application/ld+json"]')].map((script) => script.text));
      assert.equal(data.length, 1, path);
      assert.equal(JSON.parse(data[0])['@context'], 'https://schema.org', path);
    }
    await context.close();
  }
});

test('sitemap.xml names exactly the pages, and each is there', async () => {
  const xml = readFileSync(join(basedSite, 'sitemap.xml'), 'utf8');
  const { page, context } = await watched(browser, (url) => url.startsWith('file:'));
  const named = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'application/xml');
    if (parsed.querySelector('parsererror')) return [];
    return [...parsed.querySelectorAll('urlset > url > loc')].map((loc) => loc.textContent);
  }, xml);
  // The reviews of checks are for those who write their rules.
  const pages = pagesOf(basedSite).filter((path) => path !== '404.html' && !path.startsWith('checks/review/'));
  assert.deepEqual([...named].sort(), pages.map(address).sort());
  const server = await serve(basedSite, BASE_PATH);
  for (const url of named) {
    const response = await page.request.get(server.origin + new URL(url).pathname);
    assert.equal(response.status(), 200, url);
  }
  await context.close();
  assert.ok(!walk(plainSite).includes('sitemap.xml'));
});

test('a page weighs at most 14 KB with its style sheet and its QR code, its scripts at most 10 KB', (t) => {
  // The rules that a check's page holds as data are for its script; the text of a policy is as long as it is.
  const data = /<script type=application\/json[^]*?<\/script>/;
  const text = /<article class=official[^]*?<\/article>/;
  const weigh = (path) => gzipSync(readFileSync(join(basedSite, path), 'utf8').replace(data, '').replace(text, '')).length;
  const assets = (ending) => walk(basedSite).filter((path) => path.startsWith('assets/') && path.endsWith(ending));
  const named = (path) => {
    const html = readFileSync(join(basedSite, path), 'utf8');
    assert.ok(path === '404.html' || html.includes('data:image/png'), `${path} has no QR code`);
    return assets('.css').filter((css) => html.includes(css));
  };
  const whole = (path) => [path, ...named(path)].reduce((sum, part) => sum + weigh(part), 0);
  const kib = (bytes) => `${(bytes / KIB).toFixed(1)} KB`;
  for (const path of [...assets('.css'), ...assets('.js')]) t.diagnostic(`${path}: ${kib(weigh(path))}`);
  const weights = pagesOf(basedSite).map((path) => [whole(path), path]).sort(([a], [b]) => b - a);
  for (const [bytes, path] of weights.slice(0, 3)) t.diagnostic(`${path} with its style sheets: ${kib(bytes)}`);
  assert.ok(weights.every(([, path]) => named(path).length === 1), 'one style sheet for a page');
  assert.match(readFileSync(join(basedSite, 'policies/zz-2023.html'), 'utf8'), text);
  assert.deepEqual(weights.filter(([bytes]) => bytes > 14 * KIB), []);
  for (const path of pagesOf(basedSite)) {
    const [rules] = data.exec(readFileSync(join(basedSite, path), 'utf8')) ?? [''];
    assert.ok(gzipSync(rules).length <= KIB, `${path}: rules of ${kib(gzipSync(rules).length)}`);
  }
  // Those that make QR codes and read aloud come when they are asked for.
  for (const path of pagesOf(basedSite)) {
    const html = readFileSync(join(basedSite, path), 'utf8');
    const scripts = assets('.js').filter((js) => html.includes(js) && !/\/(qr|read)\./.test(js)).reduce((sum, js) => sum + weigh(js), 0);
    assert.ok(scripts > 0 && scripts <= 10 * KIB, `${path}: scripts of ${kib(scripts)}`);
  }
});

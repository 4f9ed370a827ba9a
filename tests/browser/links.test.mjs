// No link of any page leads nowhere, not even from a folder, where nobody looks for `index.html`.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { BASE_PATH, BASE_URL, based, checks, encode, fileUrl, launch, notices, pagesOf, plain, walk, watched } from './support.mjs';

let browser;
before(async () => {
  browser = await launch();
});

/** Every address and every anchor of a page, as they are written. */
function collect() {
  const links = [];
  for (const attribute of ['href', 'src', 'action', 'poster', 'data', 'cite']) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      const tag = element.tagName.toLowerCase();
      const rel = element.getAttribute('rel') ?? '';
      links.push({ tag, attribute, value: element.getAttribute(attribute), rel, name: element.innerText });
    }
  }
  return { links, ids: [...document.querySelectorAll('[id]')].map((element) => element.id) };
}

async function read(output) {
  const { page, context } = await watched(browser, (url) => url.startsWith('file:'), { javaScriptEnabled: false });
  const found = new Map();
  for (const path of pagesOf(output)) {
    await page.goto(fileUrl(output, path));
    found.set(path, await page.evaluate(collect));
  }
  await context.close();
  return found;
}

/** What is wrong with a link of a page; nothing when all is well. */
function flaw(path, link, files, pages) {
  const { tag, value, rel } = link;
  if (value === '') return 'empty';
  if (value.startsWith('http:')) return 'not encrypted';
  // The QR code stands in the page itself.
  if (tag === 'img' && /^data:image\/png;base64,[A-Za-z0-9+/]+=*$/.test(value)) return undefined;
  if (tag === 'base') return value === BASE_PATH ? undefined : 'another base';
  if (rel === 'canonical') return value.startsWith(BASE_URL) ? undefined : 'another address';
  // Search engines want complete addresses of the page in other languages.
  if (tag === 'link' && rel === 'alternate' && value.startsWith(BASE_URL)) {
    return files.has(`${decodeURIComponent(value.slice(BASE_URL.length))}index.html`) ? undefined : 'no such page';
  }
  // The page for missing addresses is shown at any address; its links start at its base.
  const base = pages.get(path).links.find(({ tag }) => tag === 'base') ? '' : encode(path);
  const url = new URL(value, `https://site.invalid${BASE_PATH}${base}`);
  if (url.protocol === 'mailto:') return /^[^@\s]+@[^@\s]+$/.test(url.pathname) ? undefined : 'no mail address';
  if (url.protocol === 'tel:') return /^\+?[\d-]+$/.test(url.pathname) ? undefined : 'no telephone number';
  if (url.protocol !== 'https:') return 'not a link';
  if (url.host !== 'site.invalid') {
    if (tag !== 'a') return 'from elsewhere';
    return rel.split(' ').includes('noopener') ? undefined : 'outside without noopener';
  }
  if (!url.pathname.startsWith(BASE_PATH)) return 'leaves the site';
  const target = decodeURIComponent(url.pathname.slice(BASE_PATH.length));
  if (!files.has(target)) return 'no such file';
  const anchor = decodeURIComponent(url.hash.slice(1));
  // Answers to a check.
  if (anchor.startsWith('v=')) return pages.get(target)?.ids.includes('check-data') ? undefined : 'no such check';
  if (anchor !== '' && !pages.get(target)?.ids.includes(anchor)) return 'no such anchor';
  return undefined;
}

async function check(output) {
  const files = new Set(walk(output));
  const pages = await read(output);
  const told = [];
  let links = 0;
  const reached = new Set(['index.html', '404.html']);
  for (const [path, page] of pages) {
    for (const link of page.links) {
      links += 1;
      const wrong = flaw(path, link, files, pages);
      if (wrong) told.push(`${path}: ${link.tag} ${link.attribute}=${link.value}: ${wrong}`);
      else if (link.tag === 'a' && !/^[a-z]+:/.test(link.value)) {
        const url = new URL(link.value, `https://site.invalid/${encode(path)}`);
        reached.add(decodeURIComponent(url.pathname.slice(1)));
      }
    }
  }
  assert.deepEqual(told, []);
  assert.ok(links > 100, `only ${links} links`);
  const lonely = [...files].filter((path) => /\.(html|xlsx)$/.test(path) && !reached.has(path));
  assert.deepEqual(lonely, [], 'pages and downloads to which nothing leads');
}

test('no dead link or anchor without an address', async () => check(await plain()));
test('no dead link or anchor with an address', async () => check(await based()));
test('no dead link or anchor in a site with everything', async () => check(await notices()));
test('no dead link or anchor in a site of a check', async () => check(await checks()));

test('faults of links are noticed', () => {
  const pages = new Map([
    ['a/b.html', { links: [], ids: ['x'] }],
    ['404.html', { links: [{ tag: 'base', value: BASE_PATH }], ids: [] }],
  ]);
  const files = new Set(['a/b.html', 'a/index.html', '404.html', 'a/表.xlsx']);
  const told = (value, rest = {}) => flaw('a/b.html', { tag: 'a', rel: '', value, ...rest }, files, pages);
  assert.equal(told('index.html'), undefined);
  assert.equal(told('../a/b.html#x'), undefined);
  assert.equal(told('%E8%A1%A8.xlsx'), undefined);
  assert.equal(told('https://elsewhere.example/', { rel: 'external noopener' }), undefined);
  assert.equal(told('mailto:a@b.example'), undefined);
  assert.equal(told(''), 'empty');
  assert.equal(told('#y'), 'no such anchor');
  assert.equal(told('../a/'), 'no such file');
  assert.equal(told('c.html'), 'no such file');
  assert.equal(told('../../../x.html'), 'leaves the site');
  assert.equal(told('/index.html'), 'leaves the site');
  assert.equal(told('https://elsewhere.example/'), 'outside without noopener');
  assert.equal(told('https://elsewhere.example/a.css', { tag: 'link' }), 'from elsewhere');
  assert.equal(told(`${BASE_URL}fr/`, { tag: 'link', rel: 'alternate' }), 'no such page');
  assert.equal(told('http://elsewhere.example/'), 'not encrypted');
  assert.equal(told('javascript:alert(1)'), 'not a link');
  assert.equal(flaw('404.html', { tag: 'a', rel: '', value: 'a/b.html' }, files, pages), undefined);
});

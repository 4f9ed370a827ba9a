// Every page opens, from a folder and from servers, and complains of nothing.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { BASE_PATH, based, fileUrl, launch, pagesOf, plain, serve, watched } from './support.mjs';

let browser, plainSite, basedSite;
before(async () => {
  plainSite = await plain();
  basedSite = await based();
  browser = await launch();
});

/** What a reader, a search engine or a screen reader looks for in any page. */
function parts() {
  const count = (selector) => document.querySelectorAll(selector).length;
  const first = document.body.querySelector('a');
  const skip = first?.classList.contains('skip') ? first : null;
  return {
    base: document.querySelector('base') !== null,
    kind: /\bk-([a-z0-9-]+)/.exec(document.body.className)?.[1],
    lang: document.documentElement.lang,
    h1: [...document.querySelectorAll('h1')].map((h) => h.textContent.trim()),
    title: document.title,
    main: count('main'),
    banner: count('body > header'),
    foot: count('body > footer'),
    nav: count('header nav[aria-label]'),
    skip: skip && document.querySelector(skip.getAttribute('href'))?.tagName,
    crumbs: count('nav.crumbs[aria-label] ol > li'),
    here: count('nav.crumbs [aria-current="page"]'),
    styled: getComputedStyle(document.documentElement).getPropertyValue('--accent') !== '',
    twice: [...document.querySelectorAll('[id]')].map((e) => e.id).filter((id, at, all) => all.indexOf(id) !== at),
    levels: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((h) => Number(h.tagName[1])),
  };
}

function flaws(found, titles) {
  const flaws = [];
  const expect = (holds, text) => holds || flaws.push(text);
  expect(found.lang === (found.kind === 'translation' ? 'en' : 'zh-CN'), `lang is ${found.lang}`);
  expect(found.h1.length === 1 && found.h1[0] !== '', `h1: ${JSON.stringify(found.h1)}`);
  expect(found.title.includes(found.h1[0]), `title “${found.title}” without the heading`);
  expect(!titles.has(found.title), `title “${found.title}” is also that of ${titles.get(found.title)}`);
  expect(found.main === 1 && found.banner === 1 && found.foot === 1, 'main, header and footer once each');
  expect(found.nav === 1, 'one navigation with a name');
  // With a base address `#main` would lead to another page; the page for missing addresses does without the link.
  expect(found.skip === (found.base ? null : 'MAIN'), `skip link leads to ${found.skip}`);
  expect(['home', 'translation'].includes(found.kind) || (found.crumbs >= 2 && found.here === 1), 'breadcrumb');
  expect(found.styled, 'no style sheet');
  expect(found.twice.length === 0, `ids twice: ${found.twice}`);
  const leap = found.levels.findIndex((level, at) => level > (found.levels[at - 1] ?? 0) + 1);
  expect(leap < 0, `heading levels ${found.levels.slice(0, leap + 1)}`);
  return flaws;
}

async function all(output, address, own) {
  const { page, context, open } = await watched(browser, own);
  const paths = pagesOf(output);
  assert.ok(paths.length > 50, `only ${paths.length} pages`);
  const told = {};
  const titles = new Map();
  for (const path of paths) {
    const { status, problems } = await open(address(path));
    const found = await page.evaluate(parts);
    const all = [...problems, ...flaws(found, titles), ...(status === 200 ? [] : [`status ${status}`])];
    titles.set(found.title, path);
    if (all.length > 0) told[path] = all;
  }
  await context.close();
  assert.deepEqual(told, {});
}

test('every page opens from a folder', async () => {
  const start = fileUrl(plainSite, '');
  await all(plainSite, (path) => fileUrl(plainSite, path), (url) => url.startsWith(start));
});

test('every page opens below a path of a server', async () => {
  const server = await serve(basedSite, BASE_PATH);
  await all(basedSite, server.url, (url) => url.startsWith(server.home));
});

test('every page opens at the root of a server', async () => {
  const server = await serve(plainSite);
  await all(plainSite, server.url, (url) => url.startsWith(server.home));
});

test('an address that does not exist gives the page that says so, with its styles and links', async () => {
  const server = await serve(basedSite, BASE_PATH);
  const { page, context } = await watched(browser, (url) => url.startsWith(server.home));
  const failed = [];
  page.on('requestfailed', (request) => failed.push(request.url()));
  const answers = [];
  page.on('response', (response) => answers.push([response.status(), response.url()]));
  const missing = `${server.home}no/such/page.html`;
  const response = await page.goto(missing);
  assert.equal(response.status(), 404);
  assert.deepEqual(failed, []);
  assert.deepEqual(answers.filter(([status]) => status !== 200), [[404, missing]]);
  const found = await page.evaluate(parts);
  assert.equal(found.kind, 'not-found');
  assert.ok(found.styled);
  const links = await page.$$eval('a[href]', (all) => all.map((a) => a.href.split('#')[0]));
  assert.ok(links.length > 10);
  for (const link of new Set(links.filter((link) => !link.startsWith('mailto:') && !link.startsWith('tel:')))) {
    assert.ok(link.startsWith(server.home), link);
    assert.equal((await page.request.get(link)).status(), 200, link);
  }
  await context.close();
});

test('what is watched for is noticed', async () => {
  const server = await serve(plainSite);
  const { page, context, open } = await watched(browser, (url) => url.startsWith(server.home));
  const html = [
    '<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; script-src \'unsafe-inline\'">',
    '<script>console.warn("w"); fetch("/x").catch(() => {}); setTimeout(() => { throw new Error("e") })</script>',
  ];
  await page.route(`${server.home}bad.html`, (route) => route.fulfill({ contentType: 'text/html', body: html.join('') }));
  const bad = (await open(`${server.home}bad.html`)).problems.join('\n');
  assert.match(bad, /console warning: w/);
  assert.match(bad, /error: e/);
  assert.match(bad, /policy: connect-src/);
  const away = '<!doctype html><img src="https://elsewhere.example/x.png">';
  await page.route(`${server.home}away.html`, (route) => route.fulfill({ contentType: 'text/html', body: away }));
  assert.match((await open(`${server.home}away.html`)).problems.join('\n'), /asks for https:\/\/elsewhere\.example/);
  await context.close();
});

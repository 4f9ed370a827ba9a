// Copies of pages for readers without a network: kept by a worker where the site wants it, said to be copies, never instead of
// what the server says, and gone when the site wants them no longer.

import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';

import { BASE_PATH, TYPES, build, fileUrl, folder, launch, root, walk } from './support.mjs';

const LINE = '.alert';
let browser, kept, later, dropped, none;
/** What the server does: which folder it serves, whether it answers, how long it takes for a page. */
const server = { output: '', mode: 'up' };
let origin, listener;

/** The site with these settings, as of a day. */
async function site(settings, day, change = () => {}) {
  const content = join(folder(), 'content');
  cpSync(join(root, 'tests/sites/notices/content'), content, { recursive: true });
  const path = join(content, 'site.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace('as_of: 2026-03-01', `as_of: ${day}`) + settings);
  change(content);
  // The machine itself counts as a safe place, as an address with https does.
  return build(content, '--base-url', `https://127.0.0.1${BASE_PATH}`);
}

before(async () => {
  kept = await site('offline: true\n', '2026-03-01');
  later = await site('offline: true\n', '2026-03-02', (content) => rmSync(join(content, 'questions/when.md')));
  dropped = await site('offline: false\n', '2026-03-03');
  none = await site('', '2026-03-01');
  browser = await launch();
  listener = createServer((request, response) => {
    if (server.mode === 'down') return request.socket.destroy();
    const asked = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const path = (asked.endsWith('/') ? `${asked}index.html` : asked).slice(BASE_PATH.length);
    const known = walk(server.output).includes(path);
    const sent = known ? path : '404.html';
    const answer = () => {
      response.writeHead(known ? 200 : 404, { 'content-type': TYPES[extname(sent)] ?? 'application/octet-stream' });
      response.end(readFileSync(join(server.output, ...sent.split('/'))));
    };
    return server.mode === 'slow' && extname(sent) === '.html' ? setTimeout(answer, 8_000) : answer();
  });
  await new Promise((ready) => listener.listen(0, '127.0.0.1', ready));
  origin = `http://127.0.0.1:${listener.address().port}`;
});
after(() => {
  listener.close();
  listener.closeAllConnections();
});

const url = (path) => origin + BASE_PATH + path;

/** A page of a browser that has read the site, with its worker at work. */
async function reader(output) {
  Object.assign(server, { output, mode: 'up' });
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'America/New_York' });
  const page = await context.newPage();
  const problems = [];
  page.on('console', (said) => problems.push(said.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  await page.addInitScript(() => addEventListener('securitypolicyviolation', (e) => console.error(`policy: ${e.violatedDirective}`)));
  await page.goto(url(''));
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  assert.deepEqual(problems, []);
  return { page, context, problems };
}

const line = (page) => page.evaluate((name) => document.querySelector(`body > div > ${name}`)?.textContent ?? null, LINE);
const names = (page) => page.evaluate(() => caches.keys());

test('without the setting there is no byte of it', () => {
  for (const path of walk(none)) {
    const bytes = readFileSync(join(none, ...path.split('/')), 'utf8');
    assert.ok(!/worker\.js|serviceWorker|webmanifest|worker-src|as-of content/.test(bytes) && !/worker|manifest|offline/.test(path), path);
  }
  // What was switched off again leaves what takes it away, and nothing in its pages.
  const more = walk(dropped).filter((path) => !walk(none).includes(path));
  assert.deepEqual(more, ['worker.js']);
});

test('pages that were opened and those that are needed most are there without a network, and say that they are copies', async () => {
  const { page, context, problems } = await reader(kept);
  await page.goto(url('policies/plan.html'));
  assert.equal(await line(page), null);
  assert.deepEqual(problems, []);
  server.mode = 'down';
  const said = '您看的是存在本机的副本，内容截至2026年3月1日。现在连不上网站，内容可能已经变了，以网站为准。';
  for (const path of ['policies/plan.html', 'policies/plan.html?from=wechat#c2', '', 'index.html']) {
    await page.goto(url(path));
    assert.equal(await line(page), said, path);
    const styled = await page.evaluate(() => getComputedStyle(document.querySelector('body > div > .alert')).borderStyle !== 'none' && document.styleSheets.length === 1);
    assert.ok(styled, `${path}: the copy has its style sheet`);
    await page.waitForFunction(() => document.documentElement.classList.contains('js'));
  }
  const missing = await page.goto(url('questions/when.html'));
  assert.equal(missing.status(), 503);
  assert.equal(await page.locator('h1').textContent(), '现在看不了这一页');
  await page.locator('ul a').first().click();
  assert.equal(await line(page), said);
  // With the network the page is the server's again.
  server.mode = 'up';
  await page.goto(url('policies/plan.html'));
  assert.equal(await line(page), null);
  await context.close();
});

test('a server that does not answer in time gives way to the copy', async () => {
  const { page, context } = await reader(kept);
  await page.goto(url('policies/plan.html'));
  server.mode = 'slow';
  const start = Date.now();
  await page.goto(url('policies/plan.html'));
  assert.match(await line(page), /^您看的是存在本机的副本/);
  assert.ok(Date.now() - start < 7_000, 'it waits for four seconds');
  await context.close();
});

test('a new state of the site takes the place of the old one, and what is gone is forgotten', async () => {
  const { page, context } = await reader(kept);
  await page.goto(url('questions/when.html'));
  await page.waitForFunction(async () => (await caches.match(location.href)) !== undefined);
  const old = (await names(page)).find((name) => name.includes(' kept '));
  await page.evaluate(() => caches.open('https://elsewhere.example/ kept 1'));
  server.output = later;
  const gone = await page.goto(url('questions/when.html'));
  assert.equal(gone.status(), 404, 'what the server says goes before a copy');
  await page.goto(url(''));
  await page.waitForFunction(async (name) => !(await caches.keys()).includes(name), old);
  const left = await names(page);
  assert.ok(left.some((name) => name.includes(' kept ') && name !== old) && left.includes('https://elsewhere.example/ kept 1'), left.join());
  server.mode = 'down';
  await page.goto(url(''));
  assert.match(await line(page), /内容截至2026年3月2日/);
  assert.equal((await page.goto(url('questions/when.html'))).status(), 503);
  await context.close();
});

test('a site that wants it no longer takes all away', async () => {
  const { page, context } = await reader(kept);
  server.output = dropped;
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await page.waitForFunction(async () => (await caches.keys()).length === 0 && (await navigator.serviceWorker.getRegistrations()).length === 0);
  // The page that was open when the worker went is the last one of which that knows.
  await page.close();
  const next = await context.newPage();
  await next.goto(url('policies/plan.html'));
  assert.equal(await next.evaluate(() => navigator.serviceWorker.controller), null);
  assert.deepEqual(await names(next), []);
  await context.close();
});

test('nothing is kept of a folder, nor at another address than that of the site', async () => {
  Object.assign(server, { output: kept, mode: 'up' });
  const context = await browser.newContext();
  const page = await context.newPage();
  const problems = [];
  page.on('console', (said) => problems.push(said.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(fileUrl(kept, 'index.html'));
  await page.waitForFunction(() => document.readyState === 'complete');
  const moved = await site('offline: true\n', '2026-03-01');
  for (const path of walk(moved).filter((path) => path.endsWith('.html'))) {
    const file = join(moved, ...path.split('/'));
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('https://127.0.0.1/', 'https://www.example.com/'));
  }
  server.output = moved;
  await page.goto(url(''));
  await page.waitForLoadState('networkidle');
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  assert.deepEqual(problems, []);
  await context.close();
});

test('a browser reads the manifest of the site', async () => {
  const { page, context } = await reader(kept);
  const session = await context.newCDPSession(page);
  const { url: address, errors, data } = await session.send('Page.getAppManifest');
  assert.equal(address, url('manifest.webmanifest'));
  assert.deepEqual(errors, []);
  const manifest = JSON.parse(data);
  assert.equal(manifest.name, '试验培训网站');
  assert.equal(new URL(manifest.start_url, address).href, url('index.html'));
  assert.ok(walk(kept).includes(manifest.icons[0].src));
  await context.close();
});

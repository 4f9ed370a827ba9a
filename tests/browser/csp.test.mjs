// What a page lets its browser run: the scripts of the theme, and nothing that content could bring along. The same holds at
// the root of a server, in a folder of one, and for files.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';

import { BASE_PATH, based, build, fileUrl, folder, launch, pagesOf, preview, root, serve, watched } from './support.mjs';

const EVIL = 'document.documentElement.setAttribute("data-evil", "ran")';

/** What a fault in Mingce could let through: every way to run a script or to lead away that content could hold. */
const intruders = (up) => [
  `<script src="${up}evil.js"></script>`,
  `<script defer src="${up}evil.js"></script>`,
  `<script async src="${up}evil.js"></script>`,
  `<script type="module" src="${up}evil.js"></script>`,
  `<link rel="preload" as="script" href="${up}evil.js">`,
  `<script>${EVIL}</script>`,
  `<img src="${up}none.png" onerror='${EVIL}'>`,
  `<a id="away" href='javascript:${EVIL}'>away</a>`,
  `<iframe src="${up}evil.html"></iframe>`,
  `<iframe srcdoc='<script>parent.${EVIL}</script>'></iframe>`,
  `<object data="${up}evil.html"></object>`,
  `<embed src="${up}evil.html">`,
  `<base href="${up}elsewhere/">`,
  `<form id="send" action="${up}evil.html"><input name="a" value="b"></form>`,
  `<style>html { outline: 7px solid red }</style>`,
].join('\n');

let browser;
let site;
let broken;

before(async () => {
  browser = await launch();
  const content = join(folder(), 'content');
  cpSync(join(root, 'tests/sites/checks/content'), content, { recursive: true });
  const settings = join(content, 'site.yaml');
  writeFileSync(settings, `${readFileSync(settings, 'utf8')}\nmarkdown: { raw_html: true }\n`);
  mkdirSync(join(content, 'pages'));
  writeFileSync(join(content, 'pages', 'about.md'), `---\ntitle: 页\nsummary: 页\n---\n\n${[
    '<script src="/evil.js"></script>',
    '<meta http-equiv="refresh" content="0;url=evil.html">',
    '<base href="https://evil.invalid/">',
    '<form action="https://evil.invalid/"><button formaction="javascript:alert(1)">送</button></form>',
    '<iframe src="https://evil.invalid/"></iframe>',
    `<p onclick="${EVIL.replaceAll('"', "'")}" style="position:fixed">读得到</p>`,
  ].join('\n\n')}\n`);
  site = await build(content);
  writeFileSync(join(site, 'evil.js'), EVIL);
  writeFileSync(join(site, 'evil.html'), `<!doctype html><script>parent.${EVIL};location.hash = "evil"</script>`);
  // The same site after a fault: intruders stand in every page, before and after what is the site's own.
  broken = join(folder(), 'broken');
  cpSync(site, broken, { recursive: true });
  for (const path of pagesOf(broken).filter((path) => path !== 'evil.html')) {
    const up = '../'.repeat(path.split('/').length - 1);
    const html = readFileSync(join(broken, path), 'utf8');
    const main = html.indexOf('<main');
    writeFileSync(join(broken, path), html.slice(0, main) + intruders(up) + html.slice(main).replace('</body>', `${intruders(up)}</body>`));
  }
});

/** Where a site can lie: at the root of a server, in a folder, on a disk. */
async function places(output) {
  const [top, inner] = [await serve(output), await serve(output, BASE_PATH)];
  return [['root', top.url], ['folder', inner.url], ['file', (path) => fileUrl(output, path)]];
}

/** What can be seen of a page: whether its own scripts ran, and others. */
const seen = (page) => page.evaluate(() => ({
  evil: document.documentElement.dataset.evil ?? null,
  common: document.querySelector('[data-print]')?.hidden === false,
  check: document.getElementById('check')?.hidden === false,
  outline: getComputedStyle(document.documentElement).outlineStyle,
  base: document.baseURI === location.href.split('#')[0],
  styled: getComputedStyle(document.querySelector('.skip') ?? document.body).position === 'absolute',
}));

const CHECK = 'checks/class.html';
const PAGES = ['index.html', 'checks/index.html', CHECK, 'policies/plan.html'];

test('scripts of the theme run, at the root, in a folder and from a file', async () => {
  for (const [place, url] of await places(site)) {
    for (const path of PAGES) {
      const { page, context, open } = await watched(browser, () => true);
      assert.deepEqual((await open(url(path))).problems, [], `${place} ${path}`);
      const { common, check, evil } = await seen(page);
      assert.deepEqual([common, check, evil], [path !== 'index.html', path === CHECK, null], `${place} ${path}`);
      await context.close();
    }
  }
});

test('what content could bring along runs nowhere, and leads nowhere', async () => {
  for (const [place, url] of await places(broken)) {
    for (const path of PAGES) {
      const { page, context } = await watched(browser, () => true);
      await page.goto(url(path), { waitUntil: 'load' });
      await page.evaluate(() => document.getElementById('away').click());
      await page.evaluate(() => document.getElementById('send').submit());
      await page.waitForTimeout(200);
      assert.equal(page.url(), url(path), `${place} ${path}`);
      const found = await seen(page);
      assert.deepEqual([found.evil, found.outline, found.base], [null, 'none', true], `${place} ${path}`);
      assert.equal(found.check, path === CHECK, `${place} ${path}: the scripts of the site run beside it`);
      await context.close();
    }
  }
});

test('the same intruders do run where there is no policy', async () => {
  const { page, context } = await watched(browser, () => true);
  const bare = join(folder(), 'bare');
  cpSync(broken, bare, { recursive: true });
  const path = PAGES[0];
  const html = readFileSync(join(bare, path), 'utf8');
  writeFileSync(join(bare, path), html.replace(/<meta http-equiv="?Content-Security-Policy[^>]*>/, ''));
  for (const [place, url] of await places(bare)) {
    await page.goto(url(path), { waitUntil: 'load' });
    assert.equal((await seen(page)).evil, 'ran', place);
  }
  await context.close();
});

test('HTML of an author is shown without what it could do', async () => {
  const html = readFileSync(join(site, 'pages/about.html'), 'utf8');
  assert.match(html, /<p>读得到<\/p>|<p>读得到/);
  const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
  for (const harm of ['<script', 'http-equiv', '<base', '<form', 'formaction', 'evil.invalid', 'onclick', 'style=', '<iframe']) {
    assert.ok(!main.includes(harm), `${harm}: ${main}`);
  }
});

test('every page has one policy, before anything that could load', async () => {
  for (const output of [site, await based()]) {
    for (const path of pagesOf(output).filter((path) => path !== 'evil.html')) {
      const html = readFileSync(join(output, path), 'utf8');
      const policies = [...html.matchAll(/<meta http-equiv="?Content-Security-Policy"? content="([^"]*)">/g)];
      assert.equal(policies.length, 1, path);
      assert.ok(policies[0].index < html.search(/<(link|script|img|base|style)\b/), path);
      const parts = policies[0][1].split('; ');
      const based = html.includes('<base ');
      assert.deepEqual(parts.map((part) => part.replace(/sha256-[\w+/=]{44}/, 'sha256-')), [
        "default-src 'none'",
        "script-src 'sha256-' 'strict-dynamic' 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        // A published site lets its own robots.txt be read.
        ...(based || html.includes('rel=canonical') ? ["connect-src 'self'"] : []),
        `base-uri ${based ? "'self'" : "'none'"}`,
        // Its form leads to the search.
        `form-action ${path === '404.html' ? "'self'" : "'none'"}`,
      ], path);
      assert.ok(!based || path === '404.html', path);
    }
  }
});

test('a preview shows the pages with their policies, its own script beside them', async () => {
  const shown = await preview('tests/sites/checks/content');
  const { page, context, open } = await watched(browser, (url) => url.startsWith(shown.origin));
  for (const path of PAGES) {
    assert.deepEqual((await open(shown.url(path))).problems, [], path);
    await page.waitForFunction(() => document.querySelector('script[src="/.mingce/preview.js"]'));
    assert.equal((await seen(page)).check, path === CHECK, path);
  }
  await context.close();
});

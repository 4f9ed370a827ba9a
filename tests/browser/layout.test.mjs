// Pages fit narrow and wide screens, and axe-core finds no barrier in them.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';

import { bare, BASE_PATH, extremes, launch, notices, pagesOf, plain, samples, serve, watched } from './support.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = [320, 360, 768, 1280, 1920];

let browser;
/** The real site, the one that has everything, one that has too much and one that has nothing: output folder and server. */
let sites;
before(async () => {
  const [site, full, most, least] = [await plain(), await notices(), await extremes(), await bare()];
  sites = [[site, await serve(site)], [full, await serve(full, BASE_PATH)], [most, await serve(most, BASE_PATH)], [least, await serve(least, BASE_PATH)]];
  browser = await launch();
});

const own = (url) => url.startsWith('http://127.0.0.1:');

test('no page has to be moved sideways', async () => {
  const { page, context, open } = await watched(browser, own);
  const told = [];
  for (const [output, server] of sites) {
    // Of 300 notices one is like the other.
    for (const path of pagesOf(output).filter((path) => !/n[1-9]\d*\.html$/.test(path))) {
      assert.deepEqual((await open(server.url(path))).problems, []);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        const [inner, outer] = await page.evaluate(() => {
          for (const details of document.querySelectorAll('details')) details.open = true;
          const { scrollWidth, clientWidth } = document.scrollingElement;
          return [scrollWidth, clientWidth];
        });
        if (inner > outer) told.push(`${path} at ${width}: ${inner} in ${outer}`);
      }
    }
  }
  await context.close();
  assert.deepEqual(told, []);
});

test('a list without anything says so', async () => {
  const { page, context, open } = await watched(browser, own);
  const [output, server] = sites[3];
  const lists = pagesOf(output).filter((path) => /^(?!policies)[a-z]+\/index\.html$/.test(path));
  assert.ok(lists.length >= 5, lists.join());
  for (const path of lists) {
    assert.deepEqual((await open(server.url(path))).problems, []);
    assert.equal(await page.locator('main .un').first().innerText(), '本栏目还没有内容。', path);
    assert.equal(await page.locator('main ul:empty, main ol:empty, main table').count(), 0, path);
  }
  await context.close();
});

test('what sticks to the top leaves most of a phone to the text', async () => {
  const { page, context, open } = await watched(browser, own, { viewport: { width: 360, height: 640 } });
  for (const [, server] of sites) {
    await open(server.url('index.html'));
    const bar = await page.locator('.top').evaluate((top) => getComputedStyle(top).position === 'sticky' ? top.offsetHeight : 0);
    assert.ok(bar < 640 / 8, `${bar}`);
  }
  await context.close();
});

test('contents of a deep document and labels of cards have room', async () => {
  const { page, context, open } = await watched(browser, own, { viewport: { width: 1280, height: 800 } });
  await open(sites[2][1].url('policies/deep.html'));
  const [inner, outer] = await page.locator('.toc').evaluate((toc) => [toc.scrollWidth, toc.clientWidth]);
  assert.ok(inner <= outer, `${inner} in ${outer}`);
  await page.setViewportSize({ width: 360, height: 640 });
  await open(sites[0][1].url('benefits/index.html'));
  const narrow = await page.$$eval('.compare td', (cells) => cells.filter((cell) => {
    const [label, size] = [parseFloat(getComputedStyle(cell).gridTemplateColumns), parseFloat(getComputedStyle(cell).fontSize)];
    return cell.dataset.l && label < cell.dataset.l.length * size;
  }).map((cell) => cell.dataset.l));
  assert.deepEqual(narrow, []);
  await context.close();
});

test('a title of 200 characters leaves room for the text, and the trail above it has its beginning', async () => {
  const { page, context, open } = await watched(browser, own, { viewport: { width: 360, height: 740 } });
  for (const path of ['questions/when.html', 'policies/plan.html', 'interpretations/why.html', 'pages/about.html']) {
    await open(sites[2][1].url(path));
    await page.setViewportSize({ width: 360, height: 740 });
    const height = () => page.locator('h1').evaluate((title) => title.offsetHeight);
    const phone = await height();
    assert.ok((await page.locator('h1').textContent()).length === 200 && phone < 740 * 0.62, `${path}: ${phone}`);
    await page.setViewportSize({ width: 768, height: 800 });
    assert.match(await page.locator('.crumbs [aria-current]').textContent(), /^关于进一步.{20,30}…$/, path);
    const trail = await page.locator('.crumbs').evaluate((trail) => trail.offsetHeight);
    assert.ok(trail < 100, `${path}: ${trail}`);
  }
  await context.close();
});

test('a logo leaves room to the name of the site', async () => {
  const { page, context, open } = await watched(browser, own, { viewport: { width: 360, height: 640 } });
  await open(sites[2][1].url('index.html'));
  const [logo, name] = await page.$$eval('.brand > *', (all) => all.map((one) => one.getBoundingClientRect().width));
  assert.ok(logo >= 28 && logo <= 60 && name >= 100, `${logo} ${name}`);
  await context.close();
});

test('a group of the navigation begins on the line of its name', async () => {
  const { page, context, open } = await watched(browser, own);
  const [, server] = sites[0];
  await open(server.url('index.html'));
  for (let width = 1088; width <= 1920; width += 32) {
    await page.setViewportSize({ width, height: 800 });
    const parted = await page.$$eval('.menu nav b', (all) => all.filter((name) => {
      const [own, first] = [name, name.nextElementSibling.querySelector('a')].map((one) => one.getBoundingClientRect());
      return own.bottom < first.top || own.top > first.bottom;
    }).map((name) => name.textContent));
    assert.deepEqual(parted, [], `${width}`);
  }
  await context.close();
});

test('no line ends with the sign of the trail, or within a date, with text of twice the size', async () => {
  const large = await launch('--blink-settings=defaultFontSize=32');
  const { page, context, open } = await watched(large, own, { viewport: { width: 360, height: 740 } });
  const [, server] = sites[0];
  for (const path of ['questions/what-do-i-get.html', 'interpretations/overview.html', 'policies/zz-2023.html', 'forms/attachment-1.html']) {
    await open(server.url(path));
    const told = await page.evaluate(() => [
      ...[...document.querySelectorAll('.crumbs li')].filter((one) => getComputedStyle(one, '::after').content !== 'none'),
      ...[...document.querySelectorAll('.meta time')].filter((one) => one.getClientRects().length > 1),
    ].map((one) => one.textContent));
    assert.deepEqual(told, [], path);
  }
  await context.close();
});

test('no button of the header leaves the screen, with text of twice the size', async () => {
  const large = await launch('--blink-settings=defaultFontSize=32');
  const told = [];
  for (const width of [320, 360]) {
    for (const mode of ['', 'large', 'larger', 'elder']) {
      const { page, context, open } = await watched(large, own, { viewport: { width, height: 740 } });
      await context.addInitScript((mode) => localStorage.setItem('reading', mode), mode);
      await open(sites[0][1].url('checks/train.html'));
      const sides = await page.$$eval('.top summary', (all) => all.map((one) => one.getBoundingClientRect()).map(({ left, right }) => [left, right]));
      if (sides.length !== 2 || sides.some(([left, right]) => left < 0 || right > width)) told.push(`${mode} at ${width}: ${sides.join('; ')}`);
      await context.close();
    }
  }
  assert.deepEqual(told, []);
});

for (const colorScheme of ['light', 'dark']) {
  for (const width of [360, 1280]) {
    test(`no barrier in any kind of page, ${colorScheme}, ${width} px`, async () => {
      // axe-core is a script that the page's own policy would not let in.
      const options = { colorScheme, viewport: { width, height: 900 }, bypassCSP: true };
      const { page, context, open } = await watched(browser, own, options);
      await context.addInitScript({ path: AXE });
      const told = [];
      const paths = sites.flatMap(([output, server]) => samples(output).map((path) => [path, server]));
      assert.ok(paths.length > 20, `only ${paths.length} kinds`);
      for (const [path, server] of paths) {
        assert.deepEqual((await open(server.url(path))).problems, []);
        const { violations, passes } = await page.evaluate(
          (values) => window.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations', 'passes'] }),
          TAGS,
        );
        assert.ok(passes.length > 10, path);
        for (const { id, help, nodes } of violations) {
          told.push(`${path}: ${id}: ${help}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
        }
      }
      await context.close();
      assert.deepEqual(told, []);
    });
  }
}

/** What is told by a background or by a colour alone, of what a page shows now. */
const toldByColour = () => {
  const seen = (element) => element.checkVisibility() && element.getClientRects().length > 0;
  const edge = (style) => ['Top', 'Right', 'Bottom', 'Left'].some((side) => style[`border${side}Style`] !== 'none' && parseFloat(style[`border${side}Width`]) > 0);
  const told = [];
  for (const element of document.querySelectorAll('[data-filled]')) {
    if (seen(element) && !edge(getComputedStyle(element))) told.push(element.outerHTML.slice(0, 100));
  }
  for (const element of document.querySelectorAll('nav [aria-current]:not(.crumbs *)')) {
    const other = [...element.closest('ul, ol').querySelectorAll('a:not([aria-current])')].find(seen);
    if (!seen(element) || !other) continue;
    const [own, others] = [element, other].map((one) => getComputedStyle(one));
    const differs = ['borderBottomStyle', 'borderLeftStyle', 'fontWeight', 'textDecorationLine', 'outlineStyle'].some((key) => own[key] !== others[key]);
    if (!differs) told.push(element.outerHTML.slice(0, 100));
  }
  return told;
};

test('in forced colours nothing is told by colour alone, and what has focus is seen', async () => {
  const told = [];
  for (const width of [360, 1280]) {
    const { page, context, open } = await watched(browser, own, { viewport: { width, height: 900 } });
    await open(sites[0][1].url('index.html'));
    const found = await page.evaluate(toldByColour);
    await page.evaluate(() => {
      document.querySelector('main').insertAdjacentHTML('beforeend', '<button data-filled>甲</button>');
      document.querySelector('main > [data-filled]').style.border = '0';
    });
    assert.equal((await page.evaluate(toldByColour)).length, found.length + 1);
    for (const [output, server] of sites.slice(0, 2)) {
      for (const path of samples(output)) {
        await page.emulateMedia({ forcedColors: 'none' });
        assert.deepEqual((await open(server.url(path))).problems, []);
        const filled = await page.evaluate(() => {
          const clear = (colour) => ['rgba(0, 0, 0, 0)', 'rgb(255, 255, 255)'].includes(colour);
          const controls = [...document.querySelectorAll('button, select, input, textarea, summary, a, .badge, .alert, .note')];
          const filled = controls.filter((element) => !clear(getComputedStyle(element).backgroundColor));
          for (const element of filled) element.dataset.filled = '';
          return filled.length;
        });
        assert.ok(filled > 0 || !/index|check/.test(path), path);
        await page.emulateMedia({ forcedColors: 'active' });
        told.push(...(await page.evaluate(toldByColour)).map((html) => `${path} at ${width}: ${html}`));
        for (let times = 0; times < 8; times += 1) {
          await page.keyboard.press('Tab');
          const focus = await page.evaluate(() => {
            const own = document.activeElement;
            const ringed = ({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
            // The link of a card covers it, and so does its ring.
            return [null, '::after'].some((part) => ringed(getComputedStyle(own, part))) ? '' : own.outerHTML.slice(0, 100);
          });
          if (focus) told.push(`${path} at ${width}: no focus: ${focus}`);
        }
      }
    }
    await context.close();
  }
  assert.deepEqual([...new Set(told)], []);
});

test('axe-core runs and finds barriers', async () => {
  const { page, context, open } = await watched(browser, own, { bypassCSP: true });
  await context.addInitScript({ path: AXE });
  await open(sites[0][1].url('index.html'));
  const ids = await page.evaluate(async (values) => {
    document.querySelector('main').insertAdjacentHTML('beforeend', '<p style="color:#eee;background:#fff">这一行看不清</p><img src="">');
    const { violations } = await window.axe.run(document, { runOnly: { type: 'tag', values } });
    return violations.map(({ id }) => id);
  }, TAGS);
  await context.close();
  assert.ok(ids.includes('image-alt') && ids.includes('color-contrast'), ids.join());
});

// Whole pages, walked through with the keyboard alone, and read in the elder-friendly mode.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { BASE_PATH, based, extremes, launch, notices, samples, serve, watched } from './support.mjs';

let browser, real, full, most;
before(async () => {
  browser = await launch();
  const served = async (output) => ({ output, ...(await serve(output, BASE_PATH)) });
  [real, full, most] = [await served(await based()), await served(await notices()), await served(await extremes())];
});
const own = (url) => url.startsWith('http://127.0.0.1:');

/** A question and a result of a check, and a search, which their addresses open. */
const STATES = [
  'checks/assess.html#at=q-degree',
  'checks/train.html#at=answers',
  'checks/title.html#certificates=junior,senior&exam-series=yes&employer=district&district=shizhong&at=result',
  'search.html?q=培训',
];
const PAGES = ['index.html', 'checks/train.html', ...STATES, 'offices/index.html', 'notices/index.html', 'notices/upc-big-data.html', 'policies/zz-2023.html', 'en/index.html'];

const address = ({ url }, path) => {
  const [file, state = ''] = path.split(/(?=[?#])/);
  return url(file) + state;
};

/** What can be operated, in the order of the page; of the choices of one question one. */
const findStops = () => {
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')];
  const names = new Set();
  window.stops = all.filter((one) => {
    if (one.disabled || one.tabIndex < 0 || !one.checkVisibility({ visibilityProperty: true }) || one.getClientRects().length === 0) return false;
    const isKnown = one.type === 'radio' && names.has(one.name);
    if (one.type === 'radio') names.add(one.name);
    return !isKnown;
  });
  // The walk begins where a page does, whatever has the focus when it opens.
  document.activeElement.blur();
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
  return window.stops.length;
};

/** The stop that has the focus, and what is wrong with how it is seen; nothing behind the last one. */
const seen = () => {
  const now = document.activeElement;
  if (now === document.body) return null;
  const ringed = (one, part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one, part);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  };
  // A card is ringed when its title has the focus, a choice by its label.
  const hasRing = ringed(now) || (now.closest('.card') && ringed(now, '::after')) || [...(now.labels ?? [])].some((label) => ringed(label));
  const top = document.querySelector('.top');
  const bar = getComputedStyle(top).position === 'sticky' && !top.contains(now) ? top.getBoundingClientRect().bottom : 0;
  const { top: upper, bottom, left, right } = now.getBoundingClientRect();
  const isCovered = bottom <= bar || upper >= innerHeight || right <= 0 || left >= innerWidth;
  const at = window.stops.findIndex((one) => one === now || (now.type === 'radio' && one.name === now.name && one.type === 'radio'));
  const wrong = [at < 0 && 'no stop', !hasRing && 'no ring', isCovered && 'out of sight'].filter(Boolean).join();
  return { at, wrong: wrong && `${wrong}: ${now.outerHTML.slice(0, 100)}` };
};

for (const width of [360, 1280]) {
  test(`Tab reaches everything of a page in its order, in sight, and leaves it, ${width} px`, async () => {
    const { page, context, open } = await watched(browser, own, { viewport: { width, height: 740 }, reducedMotion: 'reduce' });
    const told = [];
    for (const path of PAGES) {
      assert.deepEqual((await open(address(real, path))).problems, []);
      if (path.startsWith('search')) await page.locator('main .card, main li a').first().waitFor();
      const count = await page.evaluate(findStops);
      assert.ok(count > 12, `${path}: ${count}`);
      const order = [];
      let isLeft = false;
      for (let pressed = 0; pressed < count + 5 && !isLeft; pressed += 1) {
        await page.keyboard.press('Tab');
        const found = await page.evaluate(seen);
        // From the last one the focus goes to the browser's own parts, or to the first.
        isLeft = found === null || (order.length > 0 && found.at === order[0]);
        if (isLeft) continue;
        order.push(found.at);
        if (found.wrong) told.push(`${path}: ${found.wrong}`);
      }
      const all = [...Array(count).keys()];
      if (!isLeft || order.join() !== all.join()) told.push(`${path}: left ${isLeft}, ${all.filter((at) => !order.includes(at)).join() || order.join()}`);
    }
    await context.close();
    assert.deepEqual(told, []);
  });

  test(`elder-friendly, ${width} px: text of 18 px, main actions of 60, one column, nothing to be moved sideways`, async () => {
    const { page, context, open } = await watched(browser, own, { viewport: { width, height: 740 } });
    await context.addInitScript(() => localStorage.setItem('reading', 'elder'));
    const told = [];
    const paths = [...samples(real.output), ...STATES].map((path) => [real, path]);
    for (const [site, path] of [...paths, ...[full, most].flatMap((site) => samples(site.output).map((path) => [site, path]))]) {
      assert.deepEqual((await open(address(site, path))).problems, []);
      const found = await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
        const isSeen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && one.getClientRects().length > 0 && !one.closest('.vh, .skip');
        const name = (one, more) => `${one.tagName}.${one.className}: ${more}`;
        const wrong = [];
        for (const one of [...document.querySelectorAll('body *')].filter(isSeen)) {
          const style = getComputedStyle(one);
          const says = ['INPUT', 'SELECT', 'TEXTAREA'].includes(one.tagName) || [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
          // Words of a drawing are as large as it is; that of the process has one of its own for phones.
          if (says && parseFloat(style.fontSize) < 18 && !one.closest('svg')) wrong.push(name(one, style.fontSize));
          if (one.matches('main .button, main button') && one.getBoundingClientRect().height < 60) wrong.push(name(one, `${one.getBoundingClientRect().height} high`));
          // A label and its value are one thing, and so are the cells of a table.
          const columns = style.display === 'grid' ? style.gridTemplateColumns.split(' ').length : parseInt(style.columnCount) || 1;
          if (columns > 1 && one.closest('main') && !one.closest('table')) wrong.push(name(one, `${columns} columns`));
        }
        const { scrollWidth, clientWidth } = document.scrollingElement;
        return [...new Set(wrong), ...(scrollWidth > clientWidth ? [`${scrollWidth} in ${clientWidth}`] : [])];
      });
      told.push(...found.map((one) => `${path}: ${one}`));
    }
    await context.close();
    assert.deepEqual(told, []);
  });
}

// Readers without JavaScript, readers with a keyboard, and those who hand on a clause.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { BASE_PATH, based, fileUrl, launch, pagesOf, plain, serve, watched } from './support.mjs';

const POLICY = 'policies/zz-2023.html';
const FORM = 'forms/attachment-1.html';

let browser, site, server;
const own = (url) => url.startsWith('file:') || url.startsWith(server.origin);
before(async () => {
  site = await plain();
  server = await serve(await based(), BASE_PATH);
  browser = await launch();
});

for (const width of [360, 1280]) {
  test(`everything is there without JavaScript, ${width} px`, async () => {
    const options = { javaScriptEnabled: false, viewport: { width, height: 800 } };
    const { page, context } = await watched(browser, own, options);
    await page.goto(fileUrl(site, POLICY));
    const links = page.locator('header nav a');
    assert.ok((await links.count()) >= 11);
    if (!(await links.first().isVisible())) await page.locator('header .menu summary').click();
    for (const link of await links.all()) assert.ok(await link.isVisible(), await link.innerText());
    await links.getByText('能享受的政策').click();
    await page.waitForURL(fileUrl(site, 'benefits/index.html'));
    assert.ok((await page.locator('main a').count()) > 8);

    await page.goto(fileUrl(site, POLICY));
    for (const text of ['2023年至2030年，力争每年培养培训', '不包含已退休人员', '当年度全国有效', '联系方式：0632-3314140']) {
      assert.ok(await page.locator('article').getByText(text).first().isVisible(), text);
    }
    const folds = page.locator('details.cites');
    assert.ok((await folds.count()) >= 18);
    const fold = folds.nth(1);
    await fold.locator('summary').click();
    await fold.locator('a').first().waitFor();

    await page.goto(fileUrl(site, 'questions/fee.html'));
    const sources = page.locator('main a[href*="zz-2023.html#"]');
    assert.ok((await sources.count()) >= 3);
    for (const link of await sources.all()) assert.ok(await link.isVisible());
    const clause = (await sources.first().getAttribute('href')).split('#')[1];
    assert.match(clause, /^c\d+-\d+$/);
    await sources.first().click();
    await page.waitForURL(`${fileUrl(site, POLICY)}#${clause}`);
    await page.locator(`#${clause}`).waitFor();

    await page.goto(fileUrl(site, FORM));
    const cells = await page.locator('main table[aria-labelledby]').locator('th').allInnerTexts();
    for (const text of ['名称', '报名人数（人）', '取得证书人数（人）', '报名人员名单', '智能制造', '大数据', '区块链']) {
      assert.ok(cells.map((cell) => cell.trim()).includes(text), text);
    }
    // Nothing that only a script could do is offered.
    for (const path of [POLICY, FORM, 'notices/index.html']) {
      await page.goto(fileUrl(site, path));
      for (const part of await page.locator('button, select').all()) assert.ok(!(await part.isVisible()), path);
    }
    await context.close();
  });
}

test('the first Tab reaches the link that skips to the text, in every page', async () => {
  const { page, context } = await watched(browser, own);
  // The field of the search has the focus when its page opens.
  for (const path of pagesOf(site).filter((one) => one !== 'search.html')) {
    await page.goto(fileUrl(site, path));
    await page.keyboard.press('Tab');
    const skip = page.locator('a.skip');
    assert.ok(await skip.evaluate((link) => link === document.activeElement), path);
    await page.waitForFunction(() => {
      const box = document.querySelector('a.skip').getBoundingClientRect();
      return box.x >= 0 && box.y >= 0 && box.width > 40 && box.height > 20;
    });
    await page.keyboard.press('Enter');
    await page.waitForURL(/#main$/);
    await page.keyboard.press('Tab');
    const where = await page.evaluate(() => {
      const now = document.activeElement;
      if (document.querySelector('main').contains(now)) return 'main';
      // A text without any link of its own: the next stop lies below it.
      const stops = document.querySelectorAll('main :is(a[href], button, summary, [tabindex="0"])');
      const none = ![...stops].some((stop) => stop.checkVisibility({ visibilityProperty: true }));
      return none && now.closest('footer') ? 'main' : now.outerHTML.slice(0, 80);
    });
    assert.equal(where, 'main', path);
  }
  await context.close();
});

/** Presses Tab until something that fits is focused. */
async function tabTo(page, selector) {
  for (let pressed = 0; pressed < 120; pressed += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  assert.fail(`Tab never reaches ${selector}`);
}

test('everything that Tab reaches can be seen', async () => {
  for (const width of [360, 1280]) {
    const { page, context } = await watched(browser, own, { viewport: { width, height: 800 } });
    for (const path of ['index.html', POLICY, FORM, 'benefits/index.html']) {
      await page.goto(fileUrl(site, path));
      for (let pressed = 0; pressed < 40; pressed += 1) {
        await page.keyboard.press('Tab');
        const visible = await page.waitForFunction(() => {
          const now = document.activeElement;
          const box = now.getBoundingClientRect();
          const outlined = (element, part) => {
            const style = getComputedStyle(element, part);
            return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 1;
          };
          // A card is outlined when its title has the focus.
          const ring = outlined(now) || (now.closest('.card') !== null && outlined(now, '::after'));
          return now === document.body || (ring && box.width > 0 && box.bottom > 0);
        }, null, { timeout: 5000 }).catch(() => null);
        const name = await page.evaluate(() => document.activeElement.outerHTML.slice(0, 80));
        assert.ok(visible, `${path} at ${width}: ${name}`);
      }
    }
    await context.close();
  }
});

test('a card leads to its page from everywhere, and its other links to where they say', async () => {
  for (const width of [360, 1280]) {
    const { page, context } = await watched(browser, own, { viewport: { width, height: 1400 } });
    let clauses = 0;
    for (const path of ['index.html', 'questions/index.html', 'fields/index.html']) {
      await page.goto(fileUrl(site, path));
      for (const card of await page.locator('.card').all()) {
        await card.evaluate((card) => card.scrollIntoView({ block: 'center', behavior: 'instant' }));
        const found = await card.evaluate((card) => {
          const [title, ...others] = card.querySelectorAll('a');
          const at = (x, y) => document.elementFromPoint(x, y)?.closest('a');
          const { left, right, top, bottom } = card.getBoundingClientRect();
          const corners = [[left + 4, top + 4], [right - 4, top + 4], [left + 4, bottom - 4], [right - 4, bottom - 4]];
          const middle = ({ left, right, top, bottom }) => [(left + right) / 2, (top + bottom) / 2];
          return {
            first: title.closest('h2, h3') !== null,
            whole: corners.every((corner) => at(...corner) === title),
            beside: others.every((link) => [...link.getClientRects()].every((box) => at(...middle(box)) === link)),
            clauses: others.filter((link) => /policies\/zz-2023\.html#c/.test(link.getAttribute('href'))).length,
          };
        });
        clauses += found.clauses;
        assert.deepEqual({ ...found, clauses: 0 }, { first: true, whole: true, beside: true, clauses: 0 }, await card.innerText());
      }
    }
    assert.ok(clauses > 60, `only ${clauses} clauses`);
    // By keyboard the title comes first, then what the card rests on.
    await page.goto(fileUrl(site, 'questions/index.html'));
    await tabTo(page, '.card h3 a[href="can-i-enrol.html"]');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '../policies/zz-2023.html#c2');
    await page.keyboard.press('Enter');
    await page.waitForURL(/policies\/zz-2023\.html#c2$/);
    await context.close();
  }
});

test('a clause hands out how it is cited, by keyboard, and says so', async () => {
  const { page, context } = await watched(browser, own);
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
  await page.goto(`${server.url(POLICY)}#main`);
  await tabTo(page, '#c3-2 [data-copy]');
  const name = await page.evaluate(() => document.activeElement.getAttribute('aria-label'));
  assert.match(name, /：三（二）$/);
  await page.keyboard.press('Enter');
  const live = page.locator('#live');
  await page.waitForFunction(() => document.querySelector('#live').textContent !== '');
  assert.equal(await live.textContent(), '引用已复制');
  const [cited, address, ...rest] = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
  assert.match(cited, /^《枣庄市数字技术工程师培育项目实施方案》三（二）（截至\d{4}年\d{1,2}月\d{1,2}日）$/);
  assert.deepEqual([address, rest], [`${server.url(POLICY)}#c3-2`, []]);
  await page.waitForURL(`${server.url(POLICY)}#c3-2`);
  await context.close();
});

test('a clause of a page from a folder hands out its address too', async () => {
  const { page, context } = await watched(browser, own);
  await page.goto(fileUrl(site, POLICY));
  await page.locator('#c4-2 [data-copy]').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('#live').textContent !== '');
  const live = page.locator('#live');
  const said = ['引用已复制', '没有复制成功，请从地址栏复制'];
  assert.ok(said.includes(await live.textContent()));
  await page.waitForURL(`${fileUrl(site, POLICY)}#c4-2`);
  await context.close();
});

test('the menu of a narrow screen opens and closes by keyboard', async () => {
  const { page, context } = await watched(browser, own, { viewport: { width: 360, height: 700 } });
  await page.goto(fileUrl(site, 'index.html'));
  const link = page.locator('header nav a').first();
  assert.ok(!(await link.isVisible()));
  await tabTo(page, 'header .menu summary');
  await page.keyboard.press('Enter');
  await link.waitFor();
  await page.keyboard.press('Tab');
  assert.ok(await link.evaluate((first) => first === document.activeElement));
  await page.keyboard.press('Escape');
  await link.waitFor({ state: 'hidden' });
  assert.ok(await page.evaluate(() => document.activeElement.matches('header .menu summary')));
  await context.close();
});

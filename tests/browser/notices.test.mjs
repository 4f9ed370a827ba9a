// Notices against the reader's own day, and the filters of their list, in a made-up site of two institutions.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { BASE_PATH, launch, notices, serve, watched } from './support.mjs';

let browser, server;
before(async () => {
  server = await serve(await notices(), BASE_PATH);
  browser = await launch();
});

const own = (url) => url.startsWith(server.origin);

async function on(day, path, timezoneId = 'Asia/Shanghai') {
  const { page, context, open } = await watched(browser, own, { timezoneId });
  if (day) await page.clock.setFixedTime(new Date(day));
  assert.deepEqual(await open(server.url(path)), { status: 200, problems: [] });
  return { page, context };
}

const OPEN = '正在报名';
const SOON = '即将报名';
const OVER = '报名已结束';
const UNKNOWN = '报名时间未公布';

const states = async (page) => Object.fromEntries(await page.$$eval('main .card', (cards) => cards.map((card) => [
  card.querySelector('h2').textContent.trim(),
  card.querySelector('.badge').textContent.trim(),
])));

test('the day of the build counts without JavaScript', async () => {
  const { page, context } = await watched(browser, own, { javaScriptEnabled: false });
  await page.goto(server.url('notices/index.html'));
  assert.deepEqual(await states(page), {
    甲学校春季班: OPEN, 乙学校夏季班: SOON, 甲学校冬季班: OVER, 乙学校待定班: UNKNOWN,
  });
  assert.ok(!(await page.locator('form').isVisible()));
  await page.goto(server.url('notices/spring.html'));
  assert.match(await page.locator('main dd').filter({ hasText: '2026年3月31日' }).innerText(), /31日（星期二） 还有30天截止$/);
  await page.goto(server.url('notices/summer.html'));
  assert.match(await page.locator('main dd').filter({ hasText: '2026年6月30日' }).innerText(), /30日（星期二） 还有92天开始$/);
  await page.goto(server.url('notices/winter.html'));
  assert.match(await page.locator('main dd').filter({ hasText: '2026年1月31日' }).innerText(), /31日（星期六）$/);
  await context.close();
});

test('no line ends within a day, and none goes over the edge with text twice the size', async () => {
  const { page, context } = await on(null, 'notices/spring.html');
  await page.setViewportSize({ width: 360, height: 740 });
  const lines = () => page.$$eval('main .day', (days) => days.map((day) => {
    const range = document.createRange();
    range.selectNodeContents(day);
    return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
  }));
  assert.deepEqual(await lines(), [1, 1]);
  await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
  assert.ok((await lines()).every((count) => count > 1), 'the text is twice the size');
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  await context.close();
});

test("days are left until the reader's own day", async () => {
  for (const [day, left] of [
    ['2026-02-14T23:59+08:00', '还有1天开始'],
    ['2026-02-15T00:00+08:00', '还有44天截止'],
    ['2026-03-30T12:00+08:00', '还有1天截止'],
    ['2026-03-31T23:59+08:00', '今天截止'],
    ['2026-04-01T00:00+08:00', ''],
  ]) {
    const { page, context } = await on(day, 'notices/spring.html');
    assert.equal(await page.locator('[data-ends]').first().textContent(), left, day);
    await context.close();
  }
});

for (const [day, spring, summer, winter] of [
  ['2026-01-15T09:00+08:00', SOON, SOON, OPEN],
  ['2026-02-14T23:59+08:00', SOON, SOON, OVER],
  ['2026-02-15T00:00+08:00', OPEN, SOON, OVER],
  ['2026-03-31T23:59+08:00', OPEN, SOON, OVER],
  ['2026-04-01T00:00+08:00', OVER, SOON, OVER],
  ['2026-06-15T12:00+08:00', OVER, OPEN, OVER],
  ['2027-01-01T00:00+08:00', OVER, OVER, OVER],
]) {
  test(`the reader's day counts: ${day}`, async () => {
    const { page, context } = await on(day, 'notices/index.html');
    assert.deepEqual(await states(page), {
      甲学校春季班: spring, 乙学校夏季班: summer, 甲学校冬季班: winter, 乙学校待定班: UNKNOWN,
    });
    for (const [path, expected] of [['spring', spring], ['summer', summer], ['winter', winter], ['later', UNKNOWN]]) {
      await page.goto(server.url(`notices/${path}.html`));
      assert.equal((await page.locator('main .badge').first().textContent()).trim(), expected, path);
    }
    await page.goto(server.url('index.html'));
    const home = await page.$$eval('main .card', (cards) => cards.map((card) => card.textContent));
    for (const card of home.filter((text) => text.includes('春季班'))) assert.ok(card.includes(spring), card);
    await context.close();
  });
}

test('filters leave what fits and what may fit, say how much, and work by keyboard', async () => {
  const { page, context } = await on('2026-03-01T12:00+08:00', 'notices/index.html');
  const shown = () => page.$$eval('main .card', (cards) =>
    cards.filter((card) => card.checkVisibility()).map((card) => card.querySelector('h2').textContent.trim()).sort());
  const status = page.locator('form [role=status]');
  const choose = async (name, value) => {
    await page.locator(`select[name=${name}]`).selectOption(value);
    return [(await shown()).join('、'), await status.textContent()];
  };
  const count = (n, text) => assert.match(text, n ? new RegExp(`(^|\\D)${n}(\\D|$)`) : /没有/);
  assert.equal((await shown()).length, 4);
  count(4, await status.textContent());
  for (const select of await page.locator('select').all()) {
    assert.ok((await select.evaluate((element) => element.labels[0].textContent.trim())).length > 1);
  }
  let [names, said] = await choose('institution', 'first');
  assert.equal(names, '甲学校冬季班、甲学校春季班');
  count(2, said);
  [names, said] = await choose('field', 'blue');
  assert.equal(names, '甲学校冬季班');
  count(1, said);
  [names, said] = await choose('level', 'junior');
  assert.equal(names, '');
  count(0, said);
  [names] = await choose('institution', '');
  // The class whose levels are not announced may be for them.
  assert.equal(names, '乙学校夏季班、乙学校待定班');
  await choose('field', '');
  [names, said] = await choose('level', '');
  assert.equal(names.split('、').length, 4);
  count(4, said);
  await page.locator('select[name=institution]').focus();
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction((all) => document.querySelectorAll('main .card').length === all
    && [...document.querySelectorAll('main .card')].filter((card) => card.checkVisibility()).length === 2, 4);
  await context.close();
});

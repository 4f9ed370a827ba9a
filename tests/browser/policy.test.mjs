// A policy's page looks like the document, with what rests on a clause beside it where there is room, and below it elsewhere.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { launch, plain, serve, watched } from './support.mjs';

const POLICY = 'policies/zz-2023.html';

let browser, server;
before(async () => {
  server = await serve(await plain());
  browser = await launch();
});

const view = async (width) => {
  const opened = await watched(browser, (url) => url.startsWith(server.origin), { viewport: { width, height: 900 } });
  assert.deepEqual((await opened.open(server.url(POLICY))).problems, []);
  return opened;
};

/** Left, right, top and bottom of the text and of the statements of a clause. */
const places = (page, clause) =>
  page.$eval(clause, (section) => {
    const edges = (of) => {
      const { left, right, top, bottom } = section.querySelector(of).getBoundingClientRect();
      return { left, right, top, bottom };
    };
    return { text: edges(':scope > div'), cites: edges('.cites') };
  });

for (const width of [320, 360, 768, 1280]) {
  test(`no line of a title ends inside a word, and it is centred, at ${width} px`, async () => {
    const { page, context } = await view(width);
    const [split, words] = await page.$eval('h1', (heading) => {
      const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
      const split = [];
      let words = 0;
      while (walker.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        words += 1;
        if (new Set([...range.getClientRects()].map((line) => line.top)).size > 1) split.push(walker.currentNode.data);
      }
      return [split, words];
    });
    assert.ok(words > 10, `${words} words`);
    assert.deepEqual(split, []);
    assert.equal(await page.$eval('h1', (heading) => getComputedStyle(heading).textAlign), 'center');
    await context.close();
  });
}

test('the parts of the document stand where they do on paper', async () => {
  const { page, context } = await view(1280);
  const style = (selector, name) => page.$eval(selector, (part, name) => getComputedStyle(part)[name], name);
  const size = parseFloat(await style('#c1 p', 'fontSize'));
  assert.equal(parseFloat(await style('#c1 p', 'textIndent')), 2 * size);
  assert.equal(await page.locator('.o-to').innerText(), '各区（市）人力资源和社会保障局，高新区社会事务综合服务中心：');
  assert.equal(parseFloat(await style('.o-to', 'textIndent')), 0);
  const signed = await page.locator('.o-sign').allInnerTexts();
  assert.deepEqual(signed, ['枣庄市人力资源和社会保障局', '2023年7月26日']);
  for (const property of ['.o-sign']) assert.equal(await style(property, 'textAlign'), 'right');
  assert.equal(await page.locator('.o-att').count(), 1);
  await context.close();
});

test('what rests on a clause stands beside it on wide screens, what explains it first', async () => {
  const { page, context } = await view(1280);
  const { text, cites } = await places(page, '#c3-1');
  assert.ok(cites.left > text.right && cites.top < text.bottom, JSON.stringify({ text, cites }));
  const visible = () => page.locator('#c3-1 .cites a:visible').count();
  const all = await page.locator('#c3-1 .cites a').count();
  const beside = await visible();
  assert.ok(beside >= 3 && beside < all, `${beside} of ${all}`);
  assert.equal(await page.locator('#c3-1 .cites dt').first().innerText(), '政策解读');
  await page.locator('#c3-1 .cites summary').click();
  assert.equal(await visible(), all);
  await context.close();
});

for (const width of [360, 768]) {
  test(`what rests on a clause stands below it at ${width} px, folded`, async () => {
    const { page, context } = await view(width);
    const { text, cites } = await places(page, '#c3-1');
    assert.ok(cites.top >= text.bottom && cites.left === text.left, JSON.stringify({ text, cites }));
    assert.equal(await page.locator('#c3-1 .cites a:visible').count(), 0);
    await page.locator('#c3-1 .cites summary').click();
    assert.equal(await page.locator('#c3-1 .cites a:visible').count(), await page.locator('#c3-1 .cites a').count());
    await context.close();
  });
}

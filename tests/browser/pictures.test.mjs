// Pictures: the process in boxes, the drawings of interpretations, the map of a policy.

import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';

import { PNG } from 'pngjs';

import { build, encode, fileUrl, folder, launch, plain, root, walk, watched } from './support.mjs';

const own = (url) => url.startsWith('file:');

/** The real site, and one whose titles are long, with 30 items. */
let site, long, browser;
before(async () => {
  const content = join(folder(), 'content');
  cpSync(join(root, 'tests/sites/small/content'), content, { recursive: true, filter: (path) => !path.includes('theme') });
  const write = (path, from, to) => writeFileSync(join(content, path), readFileSync(join(content, path), 'utf8').replace(from, to));
  const title = '关于进一步做好数字技术工程师培育项目有关工作的通知'.repeat(4);
  write('interpretations/why.md', '《试验方案》解读', title);
  write('interpretations/why.md', '[出台背景, 有关问题]', '[出台背景, 空的一节, 三十项]');
  const items = Array.from({ length: 30 }, (_, at) => `- 第${at}项：${'取得的学时记入证书，当年度全国有效。'.repeat(at % 4)}\n`).join('');
  write('interpretations/why.md', '## 有关问题', `## 空的一节\n\n## 三十项\n\n${items}\n${'Unbroken'.repeat(30)}\n\n## 有关问题`);
  write('steps.yaml', 'name: 报名', `name: ${title}`);
  write('steps.yaml', 'stage: 培训', `stage: ${title}`);
  write('steps.yaml', 'after: 结业', `after: ${title}`);
  [site, long] = [await plain(), await build(content)];
  browser = await launch();
});

/** Places of the texts of drawings that are seen, in the units of the drawing, with what holds each. */
const texts = () => [...document.querySelectorAll('svg text')].filter((text) => text.getClientRects().length > 0).map((text) => {
  const box = (of) => {
    const { x, y, width, height } = of.getBBox();
    const { e, f } = of.closest('[transform]')?.transform.baseVal.consolidate().matrix ?? { e: 0, f: 0 };
    return [x + e, y + f, x + e + width, y + f + height];
  };
  const holder = text.closest('.c')?.querySelector('rect') ?? text.closest('a')?.querySelector('rect') ?? text.ownerSVGElement;
  const { x, y, width, height } = text.ownerSVGElement.viewBox.baseVal;
  return [text.textContent, box(text), holder === text.ownerSVGElement ? [x, y, x + width, y + height] : box(holder)];
});

/** What lies on something else, or beyond what holds it. The boxes of lines are higher than their letters. */
function wrong(found) {
  const told = [];
  const sorted = [...found].sort((a, b) => a[1][1] - b[1][1]);
  sorted.forEach(([text, box, holder], at) => {
    if (box[0] < holder[0] - 0.5 || box[2] > holder[2] + 0.5 || box[3] > holder[3] + 6 || box[1] < holder[1] - 6) told.push(`${text}: ${box} in ${holder}`);
    for (const [other, its] of sorted.slice(at + 1)) {
      if (its[1] > box[3]) break;
      if (box[0] < its[2] && its[0] < box[2] && its[1] < box[3] - 8) told.push(`${text} and ${other}: ${box} and ${its}`);
    }
  });
  return told.slice(0, 5);
}

test('drawings are dark where the page is', async () => {
  const { page, context, open } = await watched(browser, own, { colorScheme: 'dark', viewport: { width: 360, height: 740 } });
  for (const [path, drawing] of [['interpretations/picture/overview.html', 'main img[src$=svg]'], ['process/index.html', '.flow svg.tall']]) {
    await open(fileUrl(site, path));
    await page.evaluate(() => { for (const folded of document.querySelectorAll('details')) folded.open = true; });
    const { data } = PNG.sync.read(await page.locator(drawing).first().screenshot());
    const bright = data.filter((value, at) => at % 4 === 1 && value > 200).length / (data.length / 4);
    assert.ok(bright < 0.2, `${path}: ${(bright * 100).toFixed(0)} % are bright`);
  }
  await context.close();
});

test('the process is a picture with texts in their boxes, of the size of the page, at every width', async () => {
  for (const output of [site, long]) {
    for (const [width, shown] of [[320, 'tall'], [360, 'tall'], [768, 'tall'], [1280, 'broad'], [1920, 'broad']]) {
      const { page, context, open } = await watched(browser, own, { viewport: { width, height: 800 } });
      assert.deepEqual((await open(fileUrl(output, 'process/index.html'))).problems, []);
      await page.evaluate(() => { document.querySelector('.flow').open = true; });
      const seen = await page.$$eval('.flow svg', (all) => all.filter((svg) => svg.getClientRects().length > 0).map((svg) => svg.getAttribute('class')));
      assert.deepEqual(seen, [shown], `${width}`);
      const found = await page.evaluate(texts);
      assert.ok(found.length > 6);
      assert.deepEqual(wrong(found), [], `${width}`);
      const [inner, outer, size] = await page.evaluate(() => {
        const svg = [...document.querySelectorAll('.flow svg')].find((one) => one.getClientRects().length > 0);
        const { scrollWidth, clientWidth } = document.scrollingElement;
        return [scrollWidth, clientWidth, 16 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width];
      });
      assert.ok(inner <= outer, `${width}: ${inner} in ${outer}`);
      assert.ok(size >= 15.9, `${width}: text of ${size} px`);
      await context.close();
    }
  }
});

test('the picture of the process is as large as the reader wants its text', async () => {
  const large = await launch('--blink-settings=defaultFontSize=32');
  const size = async (from, width, init) => {
    const { page, context, open } = await watched(from, own, { viewport: { width, height: 800 } });
    if (init) await context.addInitScript(init);
    await open(fileUrl(site, 'process/index.html'));
    const measured = await page.evaluate(() => {
      document.querySelector('.flow').open = true;
      const svg = [...document.querySelectorAll('.flow svg')].find((one) => one.getClientRects().length > 0);
      const { scrollWidth, clientWidth } = document.scrollingElement;
      return { class: svg.getAttribute('class'), size: 15 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width, fits: scrollWidth <= clientWidth };
    });
    await context.close();
    return measured;
  };
  const twice = await size(large, 360);
  assert.ok(twice.class === 'slim' && twice.size >= 24 && twice.fits, JSON.stringify(twice));
  for (const width of [320, 360, 1280]) {
    const elder = await size(browser, width, () => localStorage.setItem('reading', 'elder'));
    assert.ok(elder.class === 'tall' && elder.size >= (width === 320 ? 15 : 18) && elder.fits, JSON.stringify(elder));
  }
});

test('links of the picture lead to the steps, by their names, one after the other', async () => {
  const { page, context, open } = await watched(browser, own, { javaScriptEnabled: false, viewport: { width: 1280, height: 800 } });
  await open(fileUrl(site, 'process/index.html'));
  const steps = await page.$$eval('.steps h3', (all) => all.map((h) => h.textContent.trim()));
  const ids = await page.$$eval('.steps > li', (all) => all.map((li) => `#${li.id}`));
  const links = page.getByRole('navigation', { name: '流程图' }).getByRole('link');
  assert.equal(await links.count(), steps.length);
  assert.deepEqual(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href'))), ids);
  // Who acts and the time limits are said below.
  const told = await page.getByRole('navigation', { name: '流程图' }).ariaSnapshot();
  const names = [...told.matchAll(/link "([^"]*)"/g)].map(([, name]) => name.replace(/\s/g, ''));
  assert.deepEqual(names, steps.map((step) => step.replace(/\s/g, '')));
  assert.doesNotMatch(told, /中国石油大学|日内/);
  await context.close();
});

test('drawings of interpretations hold every line, and none lies on another', async () => {
  const drawings = [site, long].flatMap((output) => walk(output).filter((path) => /picture\/.*\.svg$/.test(path)).map((path) => [output, path]));
  assert.equal(drawings.length, 5);
  const { page, context } = await watched(browser, own, { viewport: { width: 800, height: 900 } });
  for (const [output, path] of drawings) {
    const file = readFileSync(join(output, path), 'utf8');
    assert.doesNotMatch(file.replace('http://www.w3.org/2000/svg', ''), /href="(?!data:image\/png)|url\(|@import|https?:\/\/[^<]*"/, path);
    await page.goto(fileUrl(output, path));
    const found = await page.evaluate(texts);
    assert.ok(found.length > 10, path);
    assert.deepEqual(wrong(found), [], path);
    const beyond = found.filter(([, box]) => box[2] > 720 - 56 + 1);
    assert.deepEqual(beyond, [], path);
  }
  await context.close();
});

test('the page of a picture shows all of it on a phone, and gives the file and the document', async () => {
  const { page, context, open } = await watched(browser, own, { viewport: { width: 360, height: 740 } });
  for (const path of walk(site).filter((one) => /^interpretations\/picture\/.*\.html$/.test(one))) {
    assert.deepEqual((await open(fileUrl(site, path))).problems, []);
    const { natural, shown, overflow } = await page.evaluate(() => {
      const img = document.querySelector('.picture img');
      const { scrollWidth, clientWidth } = document.scrollingElement;
      return { natural: img.naturalWidth, shown: img.getBoundingClientRect().width, overflow: scrollWidth - clientWidth };
    });
    assert.deepEqual([natural, shown, overflow], [720, 360, 0], path);
    for (const end of ['svg', 'pdf']) {
      const href = await page.locator(`main a[href$=".${end}"]`).first().getAttribute('href');
      assert.ok(walk(site).map(encode).includes(`interpretations/picture/${href}`), href);
    }
    const article = await page.locator('main .text > p a').getAttribute('href');
    await open(fileUrl(site, `interpretations/${article.replace('../', '')}`));
    assert.equal(await page.locator('.head a', { hasText: '一图读懂' }).count(), 1);
  }
  await context.close();
});

test('the map of a policy says of each clause what explains it', async () => {
  const { page, context, open } = await watched(browser, own, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await open(fileUrl(site, 'policies/zz-2023.html'));
  const cited = await page.$$eval('.clause', (all) => all.filter((one) => one.querySelector('.cites')).map((one) => [one.id, Number(/\d+/.exec(one.querySelector('.cites summary').textContent)[0])]));
  await page.locator('.text > p a', { hasText: '条款导图' }).click();
  const sums = await page.$$eval('.map tbody tr', (all) => all.map((row) => [
    row.querySelector('a')?.getAttribute('href').slice(1),
    [...row.querySelectorAll('td')].reduce((sum, cell) => sum + Number(cell.textContent), 0),
  ]).filter(([, sum]) => sum > 0));
  assert.deepEqual(sums, cited);
  const listed = await page.$$eval('.explained', (all) => all.map((one) => [one.id, one.querySelectorAll('dd a').length]));
  assert.deepEqual(listed, cited);
  const [inner, outer] = await page.evaluate(() => [document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]);
  assert.ok(inner <= outer);
  await page.locator('.explained').first().locator('h2 a').click();
  assert.match(page.url(), /policies\/zz-2023\.html#/);
  await open(fileUrl(long, 'policies/map/plan.html'));
  assert.match(await page.locator('.map .gap').first().innerText(), /还没有内容说明/);
  await context.close();
});

// What comes out of a printer.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';

import { bare, BASE_PATH, based, extremes, folder, launch, run, samples, serve, watched } from './support.mjs';

let browser, server;
before(async () => {
  server = await serve(await based(), BASE_PATH);
  browser = await launch();
});

/** Readers of PDF may take a character for its radical, or a wide form for a narrow one. */
const letters = (text) => text.normalize('NFKC').replace(/\s+/gu, '');

/** A page as it is printed: its text without spaces, its number of sheets and their size in points. */
async function print(page, path) {
  await page.goto(server.url(path));
  const file = join(folder(), 'page.pdf');
  writeFileSync(file, await page.pdf({ preferCSSPageSize: true, printBackground: false }));
  const [{ stdout: text }, { stdout: facts }] = [await run('pdftotext', [file, '-']), await run('pdfinfo', [file])];
  const [, width, height] = /Page size:\s+([\d.]+) x ([\d.]+)/.exec(facts);
  return { text: letters(text), sheets: Number(/Pages:\s+(\d+)/.exec(facts)[1]), size: [Number(width), Number(height)] };
}

/** Words of the frame that a sheet of paper has no use for. */
const frame = (page) => page.evaluate(() => {
  const text = document.querySelector('main').textContent;
  const words = [...document.querySelectorAll('.skip, header summary, header nav a, details.toc summary, button')];
  return words.map((element) => element.textContent.trim()).filter((word) => word !== '' && !text.includes(word));
});

test('a policy is printed whole, without navigation, on A4', async () => {
  const { page, context } = await watched(browser, (url) => url.startsWith(server.origin));
  const { text, sheets, size } = await print(page, 'policies/zz-2023.html');
  assert.ok(Math.abs(size[0] - 595) < 2 && Math.abs(size[1] - 842) < 2, size.join(' x '));
  assert.ok(sheets >= 2 && sheets <= 12, `${sheets} sheets`);
  const words = await frame(page);
  assert.ok(words.length >= 5, words.join());
  for (const word of words) assert.ok(!text.includes(letters(word)), `“${word}” is printed`);
  const paragraphs = await page.$$eval('article .clause > div > p, article .clause > div > h2', (all) => all.map((p) => p.textContent));
  assert.ok(paragraphs.length > 30);
  // A foot or a head of a sheet may cut a paragraph in two.
  const lost = paragraphs.map(letters).filter((paragraph) => !text.includes(paragraph.slice(0, 10)));
  assert.deepEqual(lost, []);
  assert.ok(text.includes(letters('www.example.com/ztzl/szjs/policies/zz-2023.html')), 'its address');
  await context.close();
});

test('the code of a page and its words lie beside its head, and no rule goes through them', async () => {
  const { page, context } = await watched(browser, (url) => url.startsWith(server.origin), { viewport: { width: 660, height: 900 } });
  await page.emulateMedia({ media: 'print' });
  for (const path of ['index.html', 'policies/zz-2023.html', 'process/index.html', 'questions/what-do-i-get.html', 'checks/train.html', 'offices/index.html']) {
    await page.goto(server.url(path));
    const over = await page.evaluate(() => {
      const box = document.querySelector('main > .qr').getBoundingClientRect();
      const lined = [...document.querySelectorAll('main *')].filter((one) => ['borderTopWidth', 'borderBottomWidth'].some((side) => parseFloat(getComputedStyle(one)[side])));
      return lined.map((one) => [one.className || one.tagName, one.getBoundingClientRect()])
        .filter(([, line]) => line.right > box.left + 1 && line.top < box.bottom && line.bottom > box.top && line.width).map(([name]) => name);
    });
    assert.deepEqual(over, [], path);
  }
  await context.close();
});

test('the name of the site and whom to ask stand beside each other, however long they are', async () => {
  const { page, context } = await watched(browser, (url) => url.startsWith(server.origin), { viewport: { width: 658, height: 900 } });
  await page.emulateMedia({ media: 'print' });
  for (const [path, name] of [['en/index.html'], ['index.html'], ['index.html', '甲'.repeat(60)]]) {
    await page.goto(server.url(path));
    const [brand, foot] = await page.evaluate((name) => {
      const brand = document.querySelector('.brand span');
      if (name) brand.textContent = name;
      return [brand, document.querySelector('.foot .wide')].map((one) => one.getBoundingClientRect().toJSON());
    }, name);
    assert.ok(brand.width > 50 && foot.width > 50, path);
    assert.ok(brand.right <= foot.left + 1, `${path}: ${brand.right} and ${foot.left}`);
  }
  await context.close();
});

test('a printed policy is the document, without what cites it', async () => {
  const { page, context } = await watched(browser, (url) => url.startsWith(server.origin));
  const { text } = await print(page, 'policies/zz-2023.html');
  assert.ok((await page.locator('details.cites a').count()) > 30);
  assert.ok(!text.includes('项内容依据本条'), text);
  await context.close();
});

test('offices take few sheets, and marks of the foot none', async () => {
  const { page, context } = await watched(browser, (url) => url.startsWith('http://127.0.0.1:'));
  const { sheets } = await print(page, 'offices/index.html');
  assert.ok(sheets <= 5, `${sheets} sheets`);
  await page.goto((await serve(await extremes())).url('index.html'));
  await page.emulateMedia({ media: 'print' });
  assert.deepEqual(await page.$$eval('.seals, .seals img', (all) => all.map((one) => one.getClientRects().length)), [0, 0, 0]);
  await context.close();
});

test('what is larger than a page is made for fits the paper, and lists are as wide as it', async () => {
  const served = await Promise.all([extremes(), bare()].map(async (made) => {
    const output = await made;
    return [output, await serve(output, BASE_PATH)];
  }));
  const { page, context } = await watched(browser, (url) => url.startsWith('http://127.0.0.1:'), { viewport: { width: 658, height: 900 } });
  const wide = [];
  await page.emulateMedia({ media: 'print' });
  for (const [output, { url }] of served) {
    // The sheet of a form has a paper of its own, and so has the comparison of benefits.
    for (const path of samples(output).filter((one) => !/^(forms|benefits\/index|checks\/review)/.test(one))) {
      await page.goto(url(path));
      const found = await page.evaluate(() => [...document.querySelectorAll('body *')].filter((one) => one.getClientRects().length && one.getBoundingClientRect().right > innerWidth + 1)
        .map((one) => one.outerHTML.slice(0, 80)));
      wide.push(...found.map((html) => `${path}: ${html}`));
    }
  }
  assert.deepEqual(wide, []);
  await page.goto(served[0][1].url('notices/index.html'));
  const [first, last] = await page.$$eval('.card', (all) => [all[0], all.at(-1)].map((card) => card.getBoundingClientRect().width));
  assert.ok(last > first && last > 640, `${first} and ${last}`);
  await context.close();
});

test('the form is printed alone, on one sheet of A4 landscape', async () => {
  const { page, context } = await watched(browser, (url) => url.startsWith(server.origin));
  const { text, sheets, size } = await print(page, 'forms/attachment-1.html');
  assert.equal(sheets, 1);
  assert.ok(Math.abs(size[0] - 842) < 2 && Math.abs(size[1] - 595) < 2, size.join(' x '));
  for (const word of [...await frame(page), '每一栏怎么填', '当前位置', '联系我们']) {
    assert.ok(!text.includes(letters(word)), `“${word}” is printed`);
  }
  for (const word of [
    '附件1', '数字技术工程师培育项目开展情况表', '填报单位（盖章）：', '填报时间：', '名称', '报名情况', '报名人数（人）', '取得证书人数（人）',
    '领取培训补贴人数（人）', '报名人员名单', '智能制造', '大数据', '区块链', '填表人：', '联系电话：', '备注：本表格应在每季度末前报送',
  ]) {
    assert.ok(text.includes(letters(word)), `“${word}” is not printed`);
  }
  await context.close();
});

/** Texts of a document with their places on paper: left, middle and height, in millimetres. */
async function places(file) {
  const { stdout } = await run('pdftotext', ['-bbox', file, '-']);
  const word = /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g;
  return [...stdout.matchAll(word)].map(([, ...parts]) => {
    const [left, top, right, bottom] = parts.slice(0, 4).map((points) => Number(points) * 25.4 / 72);
    return { text: letters(parts[4]), left, middle: (left + right) / 2, height: (top + bottom) / 2 };
  });
}

test('the printed page of a form lies on its PDF, text by text', async () => {
  const { page, context } = await watched(browser, (url) => url.startsWith(server.origin));
  await page.goto(server.url('forms/attachment-1.html'));
  const [own, printed] = [join(folder(), 'page.pdf'), join(folder(), 'form.pdf')];
  writeFileSync(own, await page.pdf({ preferCSSPageSize: true, printBackground: false }));
  const response = await page.request.get(server.url('forms/attachment-1/attachment-1.pdf'));
  writeFileSync(printed, await response.body());
  const [ours, theirs] = [await places(own), await places(printed)];
  let compared = 0;
  for (const { text, left, middle, height } of theirs.filter(({ text }) => [...text].length > 2)) {
    const same = ours.filter((word) => word.text === text);
    if (same.length !== 1) continue;
    // Marks side by side are set closer in one of them: a text begins at the same place, or has the same middle.
    const aside = Math.min(Math.abs(same[0].left - left), Math.abs(same[0].middle - middle));
    const away = Math.hypot(aside, same[0].height - height);
    assert.ok(away < 3, `“${text}” lies ${away.toFixed(1)} mm from its place`);
    compared += 1;
  }
  assert.ok(compared >= 8, `${compared} texts compared`);
  await context.close();
});

// Eligibility checks as readers use them: by keyboard, with a link, without a script, on paper; and the same results in
// Chromium as the build has found.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import jsQR from 'jsqr';

import { BASE_PATH, BASE_URL, based, fileUrl, folder, launch, plain, root, run, serve, walk, watched } from './support.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const ASSESS = 'checks/assess.html';

let browser, site, server;
const own = (url) => url.startsWith('file:') || url.startsWith(server.origin);
before(async () => {
  site = await plain();
  const output = await based();
  server = { output, ...(await serve(output, BASE_PATH)) };
  browser = await launch();
});

/** A page of a check, by its path or its whole address, and short ways to what it shows. */
async function check(path, options = {}) {
  const { page, context, open } = await watched(browser, own, { viewport: { width: 360, height: 740 }, reducedMotion: 'reduce', ...options });
  const [name, answers = ''] = path.split('#');
  const { problems } = await open(`${path.startsWith('file:') ? name : server.url(name)}${answers && `#${answers}`}`);
  assert.deepEqual(problems, []);
  const shown = (id) => page.locator(`#${id}:not([hidden])`).waitFor();
  const next = (id) => page.locator(`#q-${id} button:not([type])`).click();
  const answer = async (id, value) => {
    await shown(`q-${id}`);
    await page.locator(`#q-${id} input[value="${value}"]`).press('Space');
    await next(id);
  };
  const count = async (id, number) => {
    await shown(`q-${id}`);
    await page.locator(`#i-${id}`).fill(String(number));
    await next(id);
  };
  return { page, context, shown, next, answer, count };
}

/** What the result says of each outcome, in its order. */
const results = (page) => page.$$eval('#check-result .outcome', (all) => all.map((one) =>
  [one.querySelector('h3').textContent, one.querySelector('.verdict').textContent]));

const version = (page) => page.evaluate(() => JSON.parse(document.getElementById('check-data').textContent).v);

/** Bytes of a file as servers send it. */
const packed = (path) => gzipSync(readFileSync(path), { level: 9 }).length;

/** The sheets of a PDF as pictures. */
async function sheets(pdf) {
  const name = join(folder(), 'sheet');
  await run('pdftoppm', ['-r', '200', '-gray', pdf, name]);
  const files = walk(dirname(name));
  return files.map((file) => {
    const bytes = readFileSync(join(dirname(name), file));
    const [head, width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString('latin1', 0, 64));
    const data = new Uint8ClampedArray(width * height * 4).fill(255);
    for (let at = 0; at < width * height; at += 1) data.fill(bytes[head.length + at], at * 4, at * 4 + 3);
    return { data, width: Number(width), height: Number(height) };
  });
}

/** The element with the focus, in a word. */
const focused = (page) => page.evaluate(() => {
  const now = document.activeElement;
  return now.value || now.textContent.trim().slice(0, 12);
});

test('the whole way by keyboard only, at 360 px', async () => {
  const { page, context, shown } = await check(ASSESS);
  const headed = (id) => page.waitForFunction(
    (name) => document.activeElement.closest(`#${name}`) && document.activeElement.tagName === 'H2', id);
  /** Tabs to an input or a button by its words, and presses a key. */
  const press = async (selector, key) => {
    for (let tabs = 0; tabs < 60; tabs += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) {
        await page.keyboard.press(key);
        return;
      }
    }
    assert.fail(`Tab never reaches ${selector}; it is at ${await focused(page)}`);
  };
  /** Radio buttons are one stop; arrows choose among them. */
  const choose = async (id, steps) => {
    await headed(`q-${id}`);
    assert.equal(await page.locator(`#q-${id} input:checked`).count(), 0, `${id}: nothing is chosen beforehand`);
    await press(`#q-${id} input[type=radio]`, 'Space');
    for (let step = 0; step < steps; step += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
  };
  await press('[data-go=next]', 'Enter');
  const fields = await page.$$eval('#q-field input', (all) => all.map((input) => input.value));
  await choose('field', fields.indexOf('smart-manufacturing'));
  await choose('retired', 1);
  await choose('technical-school', 1);
  await choose('degree', 0);
  await choose('related-degree', 0);
  await choose('title', 2);
  await headed('q-title-years');
  await press('#i-title-years', 'End');
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await headed('q-hours-proof');
  await press('#q-hours-proof input[value=junior]', 'Space');
  await press('#q-hours-proof input[value=intermediate]', 'Space');
  await page.keyboard.press('Enter');
  await headed('check-answers');
  await press('[data-go=result]', 'Enter');
  await headed('check-result');
  await shown('check-result');
  const told = Object.fromEntries(await results(page));
  assert.equal(told.申报初级, '还不能判断，请先问评价机构');
  assert.equal(told.申报中级, '目前还不符合');
  assert.equal(told.申报高级, '不符合');
  assert.ok(!('申报其他领域的等级考核' in told), 'other fields are no result of this one');
  const middle = page.locator('#check-result .outcome', { hasText: '申报中级' });
  assert.match(await middle.locator('[data-part=steps]').innerText(), /取得该职称后，从事本职业工作再满1年/);
  assert.match(await middle.locator('[data-part=unmet]').innerText(), /取得助理工程师职称后，从事本职业工作不满2年\s*人社厅发〔2021〕10号/);
  assert.match(await page.locator('#check-result .said').innerText(), /申报初级：还不能判断/);
  assert.ok(!(await page.locator('#check-result').innerText()).match(/(^|\n)符合(\n|$)/), 'never a bare 符合');
  await context.close();
});

test('a missing answer, back, a changed answer, and the way back to the list', async () => {
  const { page, context, shown, next, answer, count } = await check('checks/assess.html');
  await page.locator('[data-go=next]').click();
  await shown('q-field');
  await next('field');
  const wrong = page.locator('#q-field .wrong');
  await wrong.waitFor();
  assert.ok(await wrong.evaluate((box) => box === document.activeElement));
  await wrong.locator('a').click();
  assert.ok(await page.locator('#i-field').evaluate((input) => input === document.activeElement));
  await answer('field', 'smart-manufacturing');
  await answer('retired', 'no');
  await answer('technical-school', 'no');
  await answer('degree', 'college');
  await answer('related-degree', 'college');
  await shown('q-work-years');
  for (const bad of ['', '一', '1.5', '-1', '51']) {
    await page.locator('#i-work-years').fill(bad);
    await next('work-years');
    await page.locator('#q-work-years .wrong').waitFor();
  }
  await count('work-years', '０');
  await answer('title', 'none');
  await shown('q-occupation-certificate');
  await page.locator('#q-occupation-certificate [data-go=back]').click();
  await shown('q-title');
  assert.ok(await page.locator('#q-title input[value=none]').isChecked());
  await page.goForward();
  await shown('q-occupation-certificate');
  await page.goBack();
  await shown('q-title');
  await next('title');
  await answer('occupation-certificate', 'none');
  // Nothing more matters: no level can be met.
  await shown('check-answers');
  assert.match(await page.locator('#check-answers .answers').innerText(), /从事本职业\s*0年/);
  await page.locator('#check-answers .answers > div', { hasText: '0年' }).locator('a').click();
  await shown('q-work-years');
  assert.equal(await page.locator('#i-work-years').inputValue(), '0');
  await page.locator('#q-work-years [data-go=back]').click();
  await shown('check-answers');
  await page.locator('#check-answers .answers > div', { hasText: '0年' }).locator('a').click();
  await count('work-years', 1);
  // Now it does.
  await shown('q-hours-proof');
  await page.locator('#q-hours-proof input[value=junior]').check();
  await page.locator('#q-hours-proof input[value="-"]').check();
  await next('hours-proof');
  await page.locator('#q-hours-proof .wrong').waitFor();
  await page.locator('#q-hours-proof input[value="-"]').uncheck();
  await next('hours-proof');
  await shown('check-answers');
  await page.locator('[data-go=result]').click();
  await shown('check-result');
  assert.equal(Object.fromEntries(await results(page)).申报初级, '按您的回答符合条件，最终由评价机构确认');
  assert.match(await page.locator('#check-result [data-part=papers]').first().innerText(), /初级培训学时证明/);
  assert.match(await page.locator('#check-result [data-part=grants]').first().innerText(), /职称直接认定/);
  await page.locator('[data-go=again]').click();
  await shown('q-field');
  assert.equal(await page.locator('#q-field input:checked').count(), 0);
  await context.close();
});

test('where no outcome that is shown can be met, it is said what to do', async () => {
  for (const [certificates, none] of [['-', true], ['junior', false]]) {
    const { page, shown } = await check(`checks/title.html#certificates=${certificates}&exam-series=no&employer=city&at=result`);
    await shown('check-result');
    assert.equal(await page.locator('#check-result .nothing').isVisible(), none);
    assert.equal((await results(page)).every(([, verdict]) => /不符合$/.test(verdict)), none);
  }
});

test('answers are in the address: reload, links to places, sharing, no request and nothing stored', async () => {
  const { page, context, shown, next, answer } = await check('checks/title.html');
  await page.locator('[data-go=next]').click();
  await shown('q-certificates');
  await page.locator('#q-certificates input[value=intermediate]').press('Space');
  await next('certificates');
  await shown('q-exam-series');
  await page.reload();
  await shown('q-exam-series');
  await page.keyboard.press('Tab');
  await page.locator('a.skip').evaluate((link) => link.click());
  await page.waitForURL(/certificates=intermediate/);
  await answer('exam-series', 'no');
  await answer('employer', 'district');
  await answer('district', 'tengzhou');
  await shown('check-answers');
  await page.locator('[data-go=result]').click();
  await shown('check-result');
  const first = await results(page);
  assert.deepEqual(Object.fromEntries(first), {
    直接认定初级职称: '不符合',
    直接认定中级职称: '基本符合，须由负责职称认定的部门确认',
    '作为申报高级职称评审的重要参考（中级、高级证书）': '按您的回答符合条件；由谁确认，没有写明',
    '作为申报中级职称的重要参考（初级证书）': '不符合',
    '由所在区（市）人社部门、高新区社会事务综合服务中心认定': '按您的回答符合条件，最终由所在区（市）人社部门或者高新区社会事务综合服务中心确认',
    由枣庄市人力资源和社会保障局办理: '不符合',
  });
  // A lower level, and who does not recognise it, are folded away beside what may be met; the summary names what is not.
  assert.deepEqual(await page.$$eval('#check-result .others h3', (all) => all.map((one) => one.textContent)),
    ['直接认定初级职称', '作为申报中级职称的重要参考（初级证书）', '由枣庄市人力资源和社会保障局办理']);
  const said = await page.locator('#check-result .said').innerText();
  assert.ok(said.startsWith('自测完成。直接认定中级职称：基本符合') && said.endsWith('；其余各项（不符合）。') && !said.includes('初级职称'), said);
  const offices = await page.$$eval('#check-result .where [data-employers]:not([hidden])', (all) => all.map((one) => one.querySelector('b').textContent));
  assert.deepEqual(offices, ['滕州市人力资源和社会保障局']);
  const link = await page.locator('#check-result [data-copy]').evaluate((one) => one.href);
  assert.match(link, /#v=[0-9a-f]{8}&certificates=intermediate&exam-series=no&employer=district&district=tengzhou&at=result$/);
  assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]), [0, 0, '']);
  await context.close();

  // Somebody else opens the link, from a folder.
  const other = await check(fileUrl(site, 'checks/title.html') + new URL(link).hash);
  await other.shown('check-result');
  assert.deepEqual(await results(other.page), first);
  await other.context.close();
});

test('an address of other rules says so; one that was tampered with does no harm', async () => {
  const stale = await check('checks/train.html#v=00000000&retired=no&graduate=no&field-work=working&skilled=yes');
  await stale.shown('check-answers');
  assert.equal(await stale.page.locator('#check-told').innerText(), '规则已更新，请重新核对。');
  await stale.page.locator('[data-go=result]').click();
  await stale.shown('check-result');
  assert.ok(!(await stale.page.locator('#check-told').isVisible()));
  await stale.context.close();
  for (const bad of ['nobody=1', 'retired=no&field-work=king', 'retired=maybe', 'graduate=%E0%A4%A', 'retired', '=', 'at=nowhere', 'at=result', 'for=nobody', '<b>=1', 'retired=no&retired=1e9']) {
    const { page, context } = await check('checks/train.html');
    const v = await version(page);
    await page.evaluate((hash) => { location.hash = hash; }, `v=${v}&${bad}`);
    await page.waitForFunction((hash) => location.hash.includes(hash), v);
    await page.waitForFunction(() => document.querySelector('#check .screen:not([hidden])'));
    const ignored = !bad.startsWith('at=');
    await page.waitForFunction((told) => document.getElementById('check-told').hidden !== told, ignored);
    assert.equal(await page.locator('#check .screen:visible').count(), 1, bad);
    await context.close();
  }
});

test('every result and every persona that the build has found comes out in Chromium', async () => {
  let compared = 0;
  for (const id of ['train', 'assess', 'title', 'subsidy']) {
    const review = await check(`checks/review/${id}.html`, { viewport: { width: 1280, height: 900 } });
    const rows = await review.page.$$eval('main tbody tr', (all) => all.map((row) => [
      row.querySelector('a').href, [...row.querySelectorAll('.badge')].map((badge) => badge.textContent)]));
    if (id === 'train') {
      // What a persona is not sure of, and nothing that it is not asked once it does not matter any more.
      const hash = (name) => review.page.locator('main tbody a', { hasText: name }).getAttribute('href');
      assert.match(await hash('内部退养的技术人员'), /retired=unsure/);
      assert.match(await hash('已退休的工程师'), /#v=[0-9a-f]{8}&retired=yes$/);
    }
    await review.page.goto(rows[0][0]);
    const found = await review.page.evaluate((hashes) => {
      const rules = JSON.parse(document.getElementById('check-data').textContent);
      return hashes.map((hash) => window.judge.judge(rules, window.judge.parse(rules, hash).answers));
    }, rows.map(([href]) => new URL(href).hash));
    const words = ([least, most]) => (most === 0 ? '不符合' : ['还不能判断', '还须确认', '符合'][least]);
    // A group that does not concern these answers is not shown.
    const same = (told, is) => told === '不显示' || told === is;
    rows.forEach(([href, told], at) => {
      assert.ok(told.every((one, place) => same(one, words(found[at][place]))), href);
      assert.equal(told.length, found[at].length);
      compared += told.length;
    });
    await review.context.close();
  }
  assert.ok(compared > 300, `${compared} verdicts`);
});

test('pages that know an answer lead on with it, and other fields get no limits of this one', async () => {
  const { page, context, shown, answer } = await check('fields/big-data.html');
  await page.locator('main a[href*="checks/assess.html#v="]').click();
  await page.waitForURL(/field=big-data/);
  // Nothing more matters for this field than that one is not retired.
  await page.locator('[data-go=next]').click();
  await answer('retired', 'no');
  await page.locator('[data-go=result]').click();
  await shown('check-result');
  const told = await results(page);
  assert.deepEqual(told, [['申报其他领域的等级考核', '还不能判断，请先问评价机构']]);
  const text = await page.locator('#check-result').innerText();
  assert.match(text, /以该职业的国家职业标准为准/);
  assert.ok(!/满\d年|助理工程师|学时证明/.test(text), text);
  // A link that a person wrote says nothing of the rules that it was made with.
  await page.goto(`${server.url(ASSESS)}#field=smart-manufacturing`);
  await shown('check-start');
  assert.match(await page.locator('#check-known').innerText(), /技术领域\s*智能制造/);
  assert.ok(!(await page.locator('#check-told').isVisible()));
  await page.locator('[data-go=next]').click();
  await shown('q-retired');
  await page.evaluate(() => { location.hash = 'field=nothing'; });
  await page.locator('#check-told').waitFor();
  await page.goto(server.url('benefits/title-recognition.html'));
  await page.locator('main b a', { hasText: '中级' }).click();
  await page.waitForURL(/checks\/title\.html#v=\w+&certificates=intermediate$/);
  await shown('check-start');
  await page.locator('[data-go=next]').click();
  await shown('q-exam-series');
  await page.goto(server.url('benefits/index.html'));
  const links = await page.$$eval('main section dd', (all) => all.map((cell) => [...cell.querySelectorAll('a')].map((a) => a.getAttribute('href').replace(/v=\w+&/, ''))));
  assert.deepEqual(links.map((all) => all.sort()), ['junior', 'intermediate', 'senior'].map((level) => [
    `../checks/assess.html#for=${level}`, `../checks/subsidy.html#certificate=${level}`, `../checks/title.html#certificates=${level}`]));
  await page.goto(server.url('policies/zz-2023.html'));
  assert.ok((await page.locator('details.cites a[href*="checks/"]').count()) > 3);
  await page.goto(server.url('index.html'));
  assert.ok((await page.locator('main a[href*="checks/"]').count()) >= 5);
  await context.close();
});

test('a link that knows the level asks only what this level needs, and goes on with the others', async () => {
  const { page, context, shown, answer, next } = await check('fields/smart-manufacturing.html');
  await page.locator('main dd a', { hasText: '高级' }).click();
  await page.waitForURL(/field=smart-manufacturing&for=senior$/);
  await page.locator('[data-go=next]').click();
  await answer('retired', 'no');
  await answer('technical-school', 'no');
  await answer('degree', 'bachelor');
  // A related degree decides on lower levels only.
  await answer('title', 'none');
  await answer('occupation-certificate', 'none');
  await shown('check-answers');
  await page.locator('[data-go=result]').click();
  await shown('check-result');
  assert.match(page.url(), /&for=senior&at=result$/);
  const first = await results(page);
  assert.deepEqual(first[0], ['申报高级', '不符合']);
  assert.ok(first.some(([name, verdict]) => name === '申报初级' && verdict === '还不能判断'));
  await page.reload();
  await shown('check-result');
  assert.deepEqual(await results(page), first);
  await page.locator('[data-go=rest]').click();
  await answer('related-degree', 'bachelor');
  await shown('q-hours-proof');
  await page.locator('#q-hours-proof input[value=junior]').check();
  await next('hours-proof');
  await page.locator('[data-go=result]').click();
  await shown('check-result');
  assert.equal((await results(page))[0][0], '申报初级');
  assert.ok(!(await page.locator('[data-go=rest]').isVisible()));
  assert.match(await page.locator('#check-result .outcome', { hasText: '申报初级' }).first().innerText(), /目前看，这是其中最高的一项/);
  assert.equal(await page.locator('#check-result .highest:visible').count(), 1);
  await context.close();
});

test('alternatives that are not met stand under what each is called', async () => {
  const { page, context, shown } = await check(ASSESS);
  const v = await version(page);
  const answers = 'retired=no&technical-school=no&degree=bachelor&related-degree=none&title=assistant-engineer&title-years=1&occupation-certificate=junior&certificate-years=2&hours-proof=junior,intermediate';
  await page.evaluate((hash) => { location.hash = hash; }, `v=${v}&field=smart-manufacturing&${answers}&at=result`);
  await shown('check-result');
  const middle = page.locator('#check-result .outcome', { has: page.locator('h3', { hasText: '申报中级' }) });
  const tree = await middle.locator('[data-part=unmet] > ul').evaluate(function walk(list) {
    return [...list.children].map((item) => {
      const inner = item.querySelector(':scope > ul');
      const text = item.querySelector('p').textContent;
      return inner ? [text, walk(inner)] : text;
    });
  });
  assert.deepEqual(tree, [['满足任一：（这里只列最接近的）', [
    ['助理工程师，全部满足：', ['取得助理工程师职称后，从事本职业工作不满2年']],
    ['有初级证书，全部满足：', [['满足任一：（这里只列最接近的）', [['本科或者专科：', ['取得初级证书后，从事本职业工作不满3年']]]]]],
  ]]]);
  await context.close();
});

test('a group of alternatives that is met is no reason of a result that is not', async () => {
  const { page, context, shown } = await check(ASSESS);
  const v = await version(page);
  const answers = 'retired=no&technical-school=no&degree=bachelor&related-degree=bachelor&title=none&occupation-certificate=none&hours-proof=-';
  await page.evaluate((hash) => { location.hash = hash; }, `v=${v}&field=smart-manufacturing&${answers}&at=result`);
  await shown('check-result');
  const junior = page.locator('#check-result .outcome', { has: page.locator('h3', { hasText: '申报初级' }) });
  assert.deepEqual(await junior.locator('[data-part=unmet] li > .tick > p').allInnerTexts(), ['没有初级的培训学时证明']);
  assert.equal(await page.locator('#check-result ul:not(:has(li))').locator('visible=true').count(), 0);
  await context.close();
});

test('of levels that are not met the nearest stands first, and those for which nothing can be done are folded', async () => {
  const { page, context, shown } = await check(ASSESS);
  const v = await version(page);
  const open = async (answers) => {
    await page.evaluate((hash) => { location.hash = hash; }, `v=${v}&field=smart-manufacturing&retired=no&technical-school=no&${answers}&at=result`);
    await shown('check-result');
    const names = (within) => page.$$eval(`#check-result ${within} h3`, (all) => all.map((one) => one.textContent));
    return [await names('.outcomes'), await names('.others')];
  };
  // Nothing leads a holder of a junior certificate to another one; a year more leads to the next.
  assert.deepEqual(await open('degree=college&related-degree=none&title=none&occupation-certificate=junior&certificate-years=2&hours-proof=intermediate'),
    [['申报中级'], ['申报初级', '申报高级']]);
  assert.deepEqual(await open('degree=lower&related-degree=college-student&title=none&occupation-certificate=none&hours-proof=junior'),
    [['申报初级'], ['申报中级', '申报高级']]);
  assert.match(await page.locator('#check-result .said').innerText(), /申报初级：不符合；其余各项（不符合）。$/);
  await context.close();
});

test('a condition that is open leads to its question when that is asked, and hides what follows it', async () => {
  const { page, context, shown } = await check(ASSESS);
  const v = await version(page);
  await page.evaluate((hash) => { location.hash = hash; }, `v=${v}&field=smart-manufacturing&retired=no&technical-school=no&degree=bachelor&related-degree=unsure&title=none&occupation-certificate=none&hours-proof=junior&at=result`);
  await shown('check-result');
  const junior = page.locator('#check-result .outcome', { has: page.locator('h3', { hasText: '申报初级' }) });
  assert.deepEqual(await junior.locator('[data-part=unknown] li p').allInnerTexts(),
    ['具备相关专业大学本科及以上学历（含应届毕业的学生）', '具备相关专业大学专科学历']);
  assert.equal(await junior.locator('[data-part=unknown] p a').count(), 0);
  await context.close();
});

test('answers that contradict earlier ones are not offered, and one in an address gives no result', async () => {
  const { page, context, shown, answer, count } = await check(ASSESS);
  await page.locator('[data-go=next]').click();
  await answer('field', 'smart-manufacturing');
  await answer('retired', 'no');
  await answer('technical-school', 'no');
  await answer('degree', 'college');
  await shown('q-related-degree');
  const offered = () => page.$$eval('#q-related-degree input', (all) => all.filter((one) => one.checkVisibility()).map((one) => one.value));
  assert.deepEqual(await offered(), ['none', 'studying', 'college-student', 'college', 'bachelor-student', 'unsure']);
  assert.match(await page.locator('#q-related-degree .excluded').innerText(), /没有列出：.*最高学历、学位就是博士/);
  await answer('related-degree', 'college');
  await count('work-years', 0);
  await answer('title', 'engineer');
  await shown('q-title-years');
  await page.locator('#i-title-years').fill('3');
  await page.locator('#q-title-years button:not([type])').click();
  assert.match(await page.locator('#q-title-years .wrong').innerText(), /和前面的回答矛盾：从事本职业工作一共不满1年/);
  await count('title-years', 1);
  await shown('q-occupation-certificate');
  // An earlier answer that is changed takes the later one with it that it contradicts.
  await page.evaluate(() => { location.hash = location.hash.replace(/at=.*/, 'at=degree.answers'); });
  await answer('degree', 'lower');
  await shown('q-related-degree');
  assert.ok(!page.url().includes('related-degree=college'));
  const v = await version(page);
  await page.evaluate((hash) => { location.hash = hash; }, `v=${v}&field=smart-manufacturing&retired=no&technical-school=no&degree=lower&related-degree=doctor&title=none&occupation-certificate=none&hours-proof=junior&at=result`);
  await shown('check-answers');
  assert.match(await page.locator('#check-told').innerText(), /互相矛盾.*最高学历、学位就是博士/);
  assert.ok(!(await page.locator('#check-result').isVisible()));
  await page.locator('[data-go=result]').click();
  await page.waitForFunction(() => location.hash.includes('at=result'));
  assert.ok(!(await page.locator('#check-result').isVisible()));
  await context.close();
});

test('without JavaScript there is the whole checklist, and on paper it takes two sheets at most', async () => {
  const { page, context } = await check(ASSESS, { javaScriptEnabled: false });
  assert.ok(!(await page.locator('#check').isVisible()));
  for (const text of ['从事本职业工作满1年', '取得助理工程师职称后，从事本职业工作满2年', '该职业的国家职业标准规定的申报条件；本站没有核对过原文', '选的不是智能制造领域', '全部满足：', '满足任一：', '能证明的材料（以受理单位的要求为准）：初级培训学时证明']) {
    assert.ok(await page.locator('#rules').getByText(text).first().isVisible(), text);
  }
  assert.ok((await page.locator('#rules .tick').count()) >= 40);
  const uncited = await page.$$eval('#rules .tick', (all) => all.filter((one) => {
    for (let around = one; around.id !== 'rules'; around = around.parentElement) {
      if (around.querySelector(':scope > .cite li')) return false;
    }
    return true;
  }).length);
  assert.equal(uncited, 0, 'every condition has its source');
  for (const id of ['train', 'assess', 'title', 'subsidy']) {
    await page.goto(server.url(`checks/${id}.html`));
    const file = join(folder(), 'check.pdf');
    writeFileSync(file, await page.pdf({ preferCSSPageSize: true }));
    const { stdout } = await run('pdfinfo', [file]);
    const sheets = Number(/Pages:\s+(\d+)/.exec(stdout)[1]);
    assert.ok(sheets <= 2, `${id}: ${sheets} sheets`);
    if (id === 'train') assert.equal(sheets, 1, 'no blank sheet');
    assert.match((await run('pdftotext', [file, '-'])).stdout.normalize('NFKC').replace(/\s/gu, ''), /完整规则/);
  }
  await context.close();
});

test('a result is printed by itself, on A4', async () => {
  const { page, context, shown } = await check('checks/subsidy.html');
  const v = await version(page);
  await page.evaluate((hash) => { location.hash = hash; }, `v=${v}&certificate=junior&employer=district&district=gaoxin`);
  await shown('check-result');
  const file = join(folder(), 'result.pdf');
  writeFileSync(file, await page.pdf({ preferCSSPageSize: true }));
  const text = (await run('pdftotext', [file, '-'])).stdout.normalize('NFKC').replace(/\s/gu, '');
  assert.match(text, /自测结果/);
  assert.match(text, /高新区社会事务综合服务中心/);
  assert.ok(!text.includes('完整规则'));
  assert.ok(Number(/Pages:\s+(\d+)/.exec((await run('pdfinfo', [file])).stdout)[1]) <= 2);
  await context.close();
});

test('a result is one sheet of A4, with up to five outcomes', async () => {
  for (const [id, answers, outcomes] of [
    ['train', 'retired=no&graduate=no&related-major=no&field-work=working&skilled=unsure', 1],
    ['assess', 'field=smart-manufacturing&retired=no&technical-school=no&degree=lower&related-degree=none&title=engineer&title-years=3&occupation-certificate=none&hours-proof=unsure', 3],
    ['title', 'certificates=junior,senior&exam-series=unsure&employer=district&district=shizhong', 5],
    ['subsidy', 'certificate=none&training-certificate=yes&employer=city&district=shizhong', 1],
  ]) {
    const { page, context, shown } = await check(`checks/${id}.html#${answers}&at=result`);
    await shown('check-result');
    assert.equal(await page.locator('.outcomes > .outcome').count(), outcomes, id);
    const file = join(folder(), `${id}.pdf`);
    writeFileSync(file, await page.pdf({ preferCSSPageSize: true }));
    assert.equal(Number(/Pages:\s+(\d+)/.exec((await run('pdfinfo', [file])).stdout)[1]), 1, id);
    await context.close();
  }
});

test('half-way through the questions the whole list of rules is printed', async () => {
  const { page, context, shown, answer } = await check('checks/train.html');
  await page.locator('[data-go=next]').click();
  await answer('retired', 'no');
  await shown('q-graduate');
  const file = join(folder(), 'half.pdf');
  writeFileSync(file, await page.pdf({ preferCSSPageSize: true }));
  const text = (await run('pdftotext', [file, '-'])).stdout.normalize('NFKC').replace(/\s/gu, '');
  for (const words of ['完整规则', '没有退休', '属于技术技能人才', '由谁确认,没有写明', '都不符合时']) assert.ok(text.includes(words), words);
  assert.ok(!text.includes('您是应届毕业生'));
  await context.close();
});

test('a printed result has a date and a QR code that leads back to it; without an address there is none', async (t) => {
  const { page, context, shown } = await check('checks/title.html');
  const v = await version(page);
  const answers = `v=${v}&certificates=intermediate&exam-series=unsure&employer=district&district=tengzhou&at=result`;
  await page.evaluate((hash) => { location.hash = hash; }, answers);
  await shown('check-result');
  const told = await results(page);
  // What is open stands before what is not met.
  assert.deepEqual(told[0], ['直接认定中级职称', '还不能判断']);
  // The script that draws the code comes with the first result.
  await page.waitForFunction(() => !document.querySelector('#check-result .qr').hidden);
  const pdf = join(folder(), 'result.pdf');
  writeFileSync(pdf, await page.pdf({ preferCSSPageSize: true }));
  const text = (await run('pdftotext', [pdf, '-'])).stdout.normalize('NFKC').replace(/\s/gu, '');
  assert.match(text, /规则和信息截至:\d{4}年\d+月\d+日/);
  assert.match(text, /二维码里有您的回答/);
  const found = [];
  const printed = await sheets(pdf);
  assert.ok(printed.length <= 2, `${printed.length} sheets`);
  for (const sheet of printed) {
    const code = jsQR(sheet.data, sheet.width, sheet.height);
    if (code) found.push(code.data);
  }
  assert.deepEqual(found, [`${BASE_URL}checks/title.html#${answers}`]);
  const again = await check(`checks/title.html#${new URL(found[0]).hash.slice(1)}`);
  await again.shown('check-result');
  assert.deepEqual(await results(again.page), told);
  await again.context.close();
  const path = await page.locator('script[src*="qr."]').getAttribute('src');
  t.diagnostic(`script of QR codes ${(packed(join(server.output, 'checks', path)) / 1024).toFixed(2)} KB`);
  await page.goto(server.url('index.html'));
  assert.equal(await page.locator('script[src*="qr."]').count(), 0, 'only checks load it');
  await page.goto(fileUrl(site, 'checks/title.html') + `#${answers}`);
  await shown('check-result');
  assert.equal(await page.locator('#check-result .qr').count(), 0);
  assert.ok(!walk(site).some((name) => name.startsWith('assets/qr.')));
  await context.close();
});

test('the QR library of the theme is the published one', () => {
  const theirs = readFileSync(join(root, 'tests/browser/node_modules/lean-qr/nano.mjs'), 'utf8').trimEnd();
  const ours = readFileSync(join(root, 'themes/default/js/qr/10-lean-qr.js'), 'utf8');
  assert.ok(ours.includes(theirs.replace(/export\{r as correction,m as generate\};$/, '\nreturn{correction:r,generate:m};')));
  assert.equal(
    readFileSync(join(root, 'themes/default/js/qr/LICENSE-lean-qr.txt'), 'utf8'),
    readFileSync(join(root, 'tests/browser/node_modules/lean-qr/LICENSE'), 'utf8'));
});

test('what is missing is told in words that are true after the change', async () => {
  const { page, context, shown } = await check(ASSESS);
  const v = await version(page);
  const answers = 'retired=no&technical-school=no&degree=bachelor&related-degree=bachelor&title=none&occupation-certificate=junior&certificate-years=2&hours-proof=junior,intermediate';
  await page.evaluate((hash) => { location.hash = hash; }, `v=${v}&field=smart-manufacturing&${answers}&at=result`);
  await shown('check-result');
  const steps = (name) => page.locator('#check-result .outcome', { has: page.locator('h3', { hasText: name }) }).locator('[data-part=steps] li').allInnerTexts();
  assert.deepEqual(await steps('申报中级'), ['取得该证书后，从事本职业工作再满1年']);
  // The years after a certificate that is not there yet have not begun.
  assert.deepEqual(await steps('申报高级'), ['取得中级专业技术等级证书，再从事本职业工作满4年，并且取得高级的培训学时证明']);
  await context.close();
});

test('axe-core finds no barrier in any state of a check', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { page, context, shown } = await check(ASSESS, { colorScheme, bypassCSP: true });
    const v = await version(page);
    const clean = async (state) => {
      await page.addScriptTag({ path: AXE });
      // What lies under the header of a page that is scrolled is not small.
      await page.evaluate(() => scrollTo(0, 0));
      const violations = await page.evaluate(async () => (await window.axe.run(document, {
        runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
      })).violations.map((one) => [one.id, one.nodes.map((node) => node.html.slice(0, 120))]));
      assert.deepEqual(violations, [], `${colorScheme}, ${state}`);
    };
    await clean('start');
    const answers = 'field=smart-manufacturing&retired=no&technical-school=no&degree=bachelor&related-degree=unsure';
    for (const [at, id] of [['related-degree', 'q-related-degree'], ['hours-proof', 'q-hours-proof'], ['answers', 'check-answers'], ['result', 'check-result']]) {
      await page.evaluate((hash) => { location.hash = hash; }, `v=${v}&${answers}&at=${at}`);
      await shown(id);
      await clean(at);
    }
    await page.evaluate((hash) => { location.hash = hash; }, `v=${v}&at=field`);
    await shown('q-field');
    await page.locator('#q-field button:not([type])').click();
    await page.locator('#q-field .wrong').waitFor();
    await clean('wrong');
    await context.close();
  }
});

test('no screen of a check is wider than a narrow phone, and targets are large', async () => {
  const { page, context, shown } = await check(ASSESS, { viewport: { width: 320, height: 640 } });
  const v = await version(page);
  const answers = 'field=smart-manufacturing&retired=no&technical-school=no&degree=bachelor&related-degree=unsure&title=engineer&title-years=2';
  for (const [at, id] of [['related-degree', 'q-related-degree'], ['title-years', 'q-title-years'], ['answers', 'check-answers'], ['result', 'check-result']]) {
    await page.evaluate((hash) => { location.hash = hash; }, `v=${v}&${answers}&at=${at}`);
    await shown(id);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), at);
    const small = await page.$$eval('#check button:not([hidden]), #check .choice', (all) =>
      all.filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).map((one) => one.textContent));
    assert.deepEqual(small, [], at);
  }
  await context.close();
});

test('the evaluator on a slow phone, and the size of the script', async (t) => {
  const { page, context } = await check(ASSESS);
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const each = await page.evaluate(() => {
    const rules = JSON.parse(document.getElementById('check-data').textContent);
    const { answers } = window.judge.parse(rules, 'field=smart-manufacturing&retired=no&technical-school=no&degree=college&related-degree=college&work-years=0&title=assistant-engineer&title-years=1&occupation-certificate=none&hours-proof=junior');
    const start = performance.now();
    for (let round = 0; round < 200; round += 1) {
      window.judge.relevant(rules, answers, []);
      window.judge.judge(rules, answers);
    }
    return (performance.now() - start) / 200;
  });
  t.diagnostic(`${each.toFixed(3)} ms for an answer, with the processor four times slower`);
  const path = await page.locator('script[src*="check."]').getAttribute('src');
  const size = packed(join(site, 'checks', path));
  t.diagnostic(`script of checks, evaluator and page, ${(size / 1024).toFixed(2)} KB`);
  assert.ok(size <= 10 * 1024, `${size} bytes`);
  await context.close();
});

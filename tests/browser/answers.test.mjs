// Every type of answer, every kind of group and every status, in a made-up check.

import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { runInNewContext } from 'node:vm';

import { build, checks, fileUrl, folder, launch, root, watched } from './support.mjs';

const DAY = '2026-03-01T09:00+08:00';

let browser, site, address;
before(async () => {
  site = await checks();
  address = fileUrl(site, 'checks/class.html');
  browser = await launch();
});

const html = () => readFileSync(join(site, 'checks/class.html'), 'utf8');
const rules = () => JSON.parse(/<script[^>]*id=check-data[^>]*>(.*?)<\/script>/s.exec(html())[1]);

/** The check from a folder, on a day, with answers or without. */
async function start(answers = '', { day = DAY, ...options } = {}) {
  const { page, context, open } = await watched(browser, (url) => url.startsWith('file:'), { viewport: { width: 360, height: 740 }, ...options });
  await page.clock.setFixedTime(new Date(day));
  assert.deepEqual((await open(address + (answers && `#v=${rules().v}&${answers}`))).problems, []);
  const shown = (id) => page.locator(`#${id}:not([hidden])`).waitFor();
  const go = (id) => page.locator(`#q-${id} button:not([type])`).click();
  const told = () => page.$$eval('#check-result .outcome', (all) => Object.fromEntries(all.map((one) =>
    [one.querySelector('h3').textContent, one.querySelector('.verdict').textContent])));
  const part = (outcome, which) =>
    page.locator('#check-result .outcome', { has: page.getByText(outcome, { exact: true }) }).locator(`[data-part=${which}]`);
  return { page, context, shown, go, told, part };
}

test('every type of answer goes into the address and comes back', async () => {
  const { page, context, shown, go, told } = await start();
  await page.locator('[data-go=next]').click();
  await shown('q-member');
  await page.locator('#q-member input[value=yes]').press('Space');
  await go('member');
  await shown('q-grade');
  await page.locator('#q-grade input[value=top]').press('Space');
  await go('grade');
  await shown('q-skills');
  for (const other of ['-', 'unsure']) {
    await page.locator('#q-skills input[value=swim]').check();
    await page.locator(`#q-skills input[value="${other}"]`).check();
    await go('skills');
    await page.locator('#q-skills .wrong').waitFor();
    assert.match(await page.locator('#q-skills .wrong').innerText(), /至少选一项/);
    await page.locator(`#q-skills input[value="${other}"]`).uncheck();
  }
  await page.locator('#q-skills input[value=read]').check();
  await go('skills');
  await shown('q-warmth');
  for (const bad of ['-21', '41', '−5', '+5', '1e1', '0x5', '9999999999999999']) {
    await page.locator('#i-warmth').fill(bad);
    await go('warmth');
    await page.locator('#q-warmth .wrong').waitFor();
    await page.waitForFunction(() => document.activeElement?.matches('#q-warmth .wrong'));
  }
  // A number and “not sure” are two answers.
  await page.locator('#i-warmth').fill('-5');
  await page.locator('#q-warmth input[value=unsure]').press('Space');
  await go('warmth');
  await page.locator('#q-warmth .wrong').waitFor();
  await page.locator('#q-warmth input[value=unsure]').uncheck();
  await go('warmth');
  await shown('q-colour');
  // Names are text, not markup.
  assert.equal(await page.locator('#q-colour .choice b').first().textContent(), '红 & <b>');
  await page.locator('#q-colour input[value=red]').press('Space');
  await go('colour');
  await shown('q-employer');
  await page.locator('#q-employer input[value=district]').press('Space');
  await go('employer');
  await shown('q-district');
  await page.locator('#q-district input[value=west]').press('Space');
  await go('district');
  await shown('check-answers');
  assert.match(page.url(), /&member=yes&grade=top&skills=read,swim&warmth=-5&colour=red&employer=district&district=west&at=answers$/);
  const rows = () => page.$$eval('#check-answers .answers > div', (all) => all.map((row) =>
    `${row.querySelector('dt').textContent} ${row.querySelector('dd span').textContent}`));
  const said = ['会员 是', '等级 顶级', '技能 阅读、游泳', '教室温度 -5度', '颜色 红 & <b>', '单位类别 区属单位', '所在区 西区'];
  assert.deepEqual(await rows(), said);
  await page.reload();
  await shown('check-answers');
  assert.deepEqual(await rows(), said);
  // Another employer: the district is not asked any more, and its answer is gone from the address.
  await page.locator('#check-answers .answers > div', { hasText: '单位类别' }).locator('a').click();
  await page.locator('#q-employer input[value=city]').press('Space');
  await go('employer');
  await shown('check-answers');
  assert.ok(!page.url().includes('district=west'));
  await page.locator('[data-go=result]').click();
  await shown('check-result');
  assert.equal((await told()).冷班, '按您的回答符合条件，最终由某局确认');
  await context.close();
});

test('groups: what is met stands first, lower levels are folded, each outcome has its own decider', async () => {
  const { page, context, shown, told, part } = await start('member=yes&grade=top&skills=read,swim&warmth=-5&colour=blue&employer=district&district=west&at=result');
  await shown('check-result');
  assert.deepEqual(await told(), {
    冷班: '按您的回答符合条件，最终由某局确认',
    暖班: '目前还不符合',
    二等: '按您的回答符合条件，最终由市局确认',
    画画班: '基本符合，须由某局确认',
    一等: '按您的回答符合条件，最终由某局确认',
  });
  assert.deepEqual(await page.$$eval('#check-result .lower h3', (all) => all.map((one) => one.textContent)), ['一等']);
  assert.ok(!(await page.locator('#check-result .lower .outcome').isVisible()), 'lower levels are folded');
  assert.match(await part('二等', 'papers').innerText(), /游泳证\s*照片/);
  assert.match(await part('二等', 'next').innerText(), /到市局办/);
  assert.match(await part('画画班', 'confirm').innerText(), /画得好看.*老师/s);
  assert.equal(await part('一等', 'grants').locator('a').getAttribute('href'), '../benefits/badge.html');
  assert.deepEqual(await page.$$eval('#check-result .where [data-employers]:not([hidden]) b', (all) => all.map((one) => one.textContent)), ['西区局']);
  assert.match(await page.locator('#check-result .said[role=status]').innerText(), /二等：按您的回答符合条件，最终由市局确认/);
  assert.ok(!(await page.locator('#check-result .nothing').isVisible()));
  await context.close();
});

test('what is missing, in words: so much more or less, another option, several at once', async () => {
  const { context, shown, part } = await start('member=yes&grade=low&skills=read&warmth=7&colour=red&at=result');
  await shown('check-result');
  assert.match(await part('暖班', 'steps').innerText(), /教室温度再满3度/);
  assert.match(await part('冷班', 'steps').innerText(), /教室温度降到5度/);
  assert.match(await part('一等', 'steps').innerText(), /等级：中级/);
  assert.match(await part('二等', 'steps').innerText(), /等级：顶级，并且技能：游泳/);
  assert.match(await part('画画班', 'steps').innerText(), /颜色：蓝/);
  assert.match(await part('画画班', 'unmet').innerText(), /技能不包括阅读/);
  await context.close();
});

test('once nothing can be met any more, nothing more is asked, and the page says what to do', async () => {
  const { page, context, shown, go, told } = await start();
  await page.locator('[data-go=next]').click();
  await shown('q-member');
  await page.locator('#q-member input[value=no]').press('Space');
  await go('member');
  await shown('check-answers');
  await page.locator('[data-go=result]').click();
  await shown('check-result');
  assert.deepEqual([...new Set(Object.values(await told()))], ['不符合']);
  assert.match(await page.locator('#check-result .nothing').innerText(), /请问某科/);
  assert.ok((await page.locator('#check-result').innerText()).includes('不是会员'), 'the words of the author');
  assert.ok(!(await page.locator('#check-result [data-part=steps]').first().isVisible()), 'nothing that cannot be changed');
  await context.close();
});

test('“not sure” leaves open what rests on it, and nothing else', async () => {
  const { page, context, shown, told, part } = await start('member=yes&grade=low&skills=unsure&warmth=unsure&colour=red');
  await shown('check-result');
  const said = await told();
  assert.equal(said.暖班, '还不能判断');
  assert.equal(said.冷班, '还不能判断');
  assert.equal(said.画画班, '还不能判断');
  assert.equal(said.一等, '目前还不符合');
  assert.match(await part('暖班', 'unknown').innerText(), /教室温度满10度/);
  assert.match(page.url(), /skills=unsure&warmth=unsure/);
  await context.close();
});

for (const [day, seen] of [['2026-01-01T09:00+08:00', '即将报名'], [DAY, '正在报名'], ['2026-04-01T09:00+08:00', null]]) {
  test(`notices beside a result, ${day}`, async () => {
    const { page, context, shown } = await start('member=no&at=result', { day });
    await shown('check-result');
    const notices = page.locator('#check-result .notices');
    if (seen) assert.match(await notices.innerText(), new RegExp(`甲学校春季班\\s*${seen}`));
    else assert.ok(!(await notices.isVisible()));
    await context.close();
  });
}

test('a number that is no answer says so at its field too', async () => {
  const { page, context, shown, go } = await start('member=yes&grade=low&skills=-&at=warmth');
  await shown('q-warmth');
  const field = page.locator('#i-warmth');
  const described = () => field.evaluate((input) => input.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).textContent));
  assert.equal(await field.getAttribute('aria-invalid'), 'false');
  await field.fill('41');
  await go('warmth');
  await page.locator('#q-warmth .wrong').waitFor();
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  assert.deepEqual(await described(), ['-20到40度，填整数', '请填写-20到40之间的整数']);
  await field.fill('40');
  await go('warmth');
  await shown('q-employer');
  await page.locator('#q-employer [data-go=back]').click();
  await shown('q-warmth');
  assert.equal(await field.getAttribute('aria-invalid'), 'false');
  assert.deepEqual(await described(), ['-20到40度，填整数']);
  await context.close();
});

test('a question without an answer says so above its choices, and to screen readers', async () => {
  const { page, context, shown, go } = await start('member=yes&at=grade');
  await shown('q-grade');
  const group = page.locator('#q-grade fieldset');
  const described = async () => (await group.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean);
  const before = await described();
  await go('grade');
  await page.locator('#q-grade .wrong').waitFor();
  const [link] = (await described()).filter((id) => !before.includes(id));
  const why = await page.locator(`[id="${link}"]`).innerText();
  assert.match(why, /[\u4E00-\u9FFF]/);
  assert.equal(await page.locator('#q-grade .field-wrong').innerText(), why);
  const places = await page.locator('#q-grade').evaluate((own) => ['.field-wrong', '.choice'].map((name) => own.querySelector(name).getBoundingClientRect().top));
  assert.ok(places[0] < places[1]);
  // One tap is an answer.
  await page.locator('#q-grade .choice').first().click();
  await page.locator('#q-grade').waitFor({ state: 'hidden' });
  await page.goBack();
  await shown('q-grade');
  assert.deepEqual(await described(), before);
  assert.equal(await page.locator('#q-grade .field-wrong:visible').count(), 0);
  await context.close();
});

test('what nobody has checked says so, in the question and in the list', async () => {
  const { page, context, shown } = await start('member=yes&grade=low&skills=read&warmth=7&at=colour');
  await shown('q-colour');
  assert.equal(await page.locator('#q-colour .badge').innerText(), '尚未核实');
  assert.equal(await page.locator('form .badge').count(), 1);
  await page.goto(address);
  await page.reload();
  await shown('check-start');
  const marked = page.locator('#rules .tick', { has: page.locator('.badge.warn') });
  assert.deepEqual(await marked.locator('> p').allInnerTexts(), ['颜色：蓝尚未核实']);
  await context.close();
});

test('of an outcome that only somebody can confirm nothing is said that nobody knows', async () => {
  const content = folder();
  cpSync(join(root, 'tests/sites/checks/content'), content, { recursive: true });
  const file = join(content, 'checks.yaml');
  const text = readFileSync(file, 'utf8');
  const [head, tail] = [text.slice(0, text.indexOf('        - id: painting')), text.slice(text.indexOf('  personas:'))];
  assert.ok(head && tail);
  const outcomes = '        - { id: painting, name: 画画班, rule: { confirm: 画得好看, by: 老师 } }\n'
    + '        - { id: drawing, name: 写生班, decided_by: unpublished, rule: { confirm: 画得像 } }\n'
    + '        - { id: singing, name: 唱歌班, rule: { all: [{ fact: member, is: false }, { delegated: 音乐老师的规定, by: 音乐老师 }] } }\n';
  writeFileSync(file, head + outcomes + tail.replaceAll(/, painting: \w+/g, ''));
  const made = await build(content);
  const { page, context, open } = await watched(browser, (url) => url.startsWith('file:'));
  await open(`${fileUrl(made, 'checks/class.html')}#member=no&at=result`);
  await page.locator('#check-result:not([hidden])').waitFor();
  const told = await page.$$eval('#check-result .outcome', (all) => Object.fromEntries(all.map((one) =>
    [one.querySelector('h3').textContent, one.querySelector('.verdict').textContent])));
  assert.equal(told.画画班, '还不能判断，须由某局确认');
  assert.equal(told.写生班, '还不能判断，还须确认；由谁确认，没有写明');
  assert.equal(told.唱歌班, '还不能判断，请先问音乐老师');
  const singing = page.locator('#check-result .outcome', { hasText: '唱歌班' });
  assert.match(await singing.locator('[data-part=delegated]').innerText(), /音乐老师的规定\s*请问音乐老师/);
  await context.close();
});

test('two hundred facts, of which a few decide: those are asked, and what is missing is found', async () => {
  const content = folder();
  cpSync(join(root, 'tests/sites/checks/content'), content, { recursive: true });
  const ids = Array.from({ length: 200 }, (_, at) => `fact-${at}`);
  const facts = ids.map((id) => `- { id: ${id}, name: ${id}, question: ${id}？, type: boolean, change: any }\n`);
  const rule = ids.slice(150, 160).map((id) => `{ fact: ${id}, is: true }`).join(', ');
  writeFileSync(join(content, 'facts.yaml'), facts.join(''));
  writeFileSync(join(content, 'checks.yaml'), `- id: class
  title: 二百个事实
  summary: 供测试用。
  decided_by: 某局
  source: plan#一
  none: { next: 请问某科。 }
  flow: [${ids.map((id) => `{ fact: ${id} }`).join(', ')}]
  groups: [{ outcomes: [{ id: all, name: 十项都有, rule: { all: [${rule}] } }] }]
`);
  const made = await build(content);
  const { page, context, open } = await watched(browser, (url) => url.startsWith('file:'));
  assert.deepEqual((await open(fileUrl(made, 'checks/class.html'))).problems, []);
  await page.locator('[data-go=next]').click();
  for (const id of ids.slice(150, 160)) {
    await page.locator(`#q-${id}:not([hidden]) input[value=${id === 'fact-159' ? 'no' : 'yes'}]`).press('Space');
    await page.locator(`#q-${id} button:not([type])`).click();
  }
  await page.locator('[data-go=result]').click();
  await page.locator('#check-result:not([hidden])').waitFor();
  assert.equal(await page.locator('#check-result [data-part=steps] li').innerText(), 'fact-159：是');
  // With two hundred that decide there are more combinations than anybody could try.
  const every = ids.map((id) => `{ fact: ${id}, is: true }`).join(', ');
  writeFileSync(join(content, 'checks.yaml'), readFileSync(join(content, 'checks.yaml'), 'utf8').replace(rule, every));
  await assert.rejects(build(content, '--lang', 'zh'), (told) => /MC909.*回答的组合有 10\^60 个/.test(told.stderr) && told.code === 1);
  await context.close();
});

test('a question stands above the fold of a phone, and the start has the focus on the way back', async () => {
  const { page, context, shown } = await start();
  await page.locator('[data-go=next]').click();
  await shown('q-member');
  const { y, height } = await page.locator('#q-member .choice').first().boundingBox();
  assert.ok(y + height < 480, `the first answer ends at ${y + height}`);
  await page.locator('#q-member [data-go=back]').click();
  await shown('check-start');
  await page.waitForFunction(() => document.activeElement?.matches('#check-start [data-go=next]'));
  await context.close();
});

const evaluator = () =>
  runInNewContext(`${readFileSync(join(root, 'themes/default/js/check/10-judge.js'), 'utf8')};judge`);

test('the smallest changes: the nearest number, every alternative, and anew what follows a change', () => {
  const judge = evaluator();
  const changes = (q, c, rule, answers, f = []) => JSON.parse(JSON.stringify(judge.changes({ q, c, f, o: [['x', rule]], g: [] }, 0, answers)));
  const number = (c) => ({ id: 'n', k: 2, a: 0, z: 20, c });
  // Up to 10, down to 5; two limits, the nearer one; one that nobody can lower.
  assert.deepEqual(changes([number(2)], [[0, 1, 10, 12]], 0, [7]), [[[0, 10]]]);
  assert.deepEqual(changes([number(2)], [[0, 1, 0, 3], [0, 1, 0, 5]], [1, 0, 1], [7]), [[[0, 5]]]);
  assert.deepEqual(changes([number(1)], [[0, 1, 0, 5]], 0, [7]), []);
  // Out of a range on either side; over a limit inside of `not`.
  assert.deepEqual(changes([number(2)], [[0, 1, 5, 9]], [2, 0], [6]), [[[0, 4]], [[0, 10]]]);
  assert.deepEqual(changes([number(1)], [[0, 1, 0, 5]], [2, 0], [3]), [[[0, 6]]]);
  // Options without an order, and several of them, are alternatives.
  assert.deepEqual(changes([{ id: 'e', k: 0, o: ['a', 'b', 'c'], c: 2 }], [[0, 0, 1, 2]], 0, [0]), [[[0, 1]], [[0, 2]]]);
  assert.deepEqual(changes([{ id: 's', k: 1, o: ['a', 'b', 'c'], c: 1 }], [[0, 2, 1], [0, 2, 2]], [1, 0, 1], [1]), [[[0, 3]], [[0, 5]]]);
  // With an order, the nearest is enough.
  assert.deepEqual(changes([{ id: 'o', k: 0, o: ['a', 'b', 'c'], c: 1 }], [[0, 0, 1, 2]], 0, [0]), [[[0, 1]]]);
  // Years in a grade count from the grade on.
  const years = { id: 'y', k: 2, a: 0, z: 20, c: 1, w: 0, d: [0] };
  const grade = { id: 'g', k: 0, o: ['a', 'b', 'c'], c: 1 };
  assert.deepEqual(changes([grade, years], [[0, 0, 1, 2], [0, 0, 2], [1, 1, 4, 20]], [0, 1, 2], [1, 9]), [[[0, 2], [1, 4]]]);
  // Of two ways the one that is fixed is nobody's advice.
  const two = [[[0, 0, 1, 2], [1, 1, 4, 20]], [1, 0, 1], [0, 1]];
  assert.deepEqual(changes([grade, number(1)], ...two), [[[0, 1]], [[1, 4]]]);
  assert.deepEqual(changes([grade, number(1)], ...two, [0]), [[[1, 4]]]);
});

test('addresses are read by the evaluator alone, whatever stands in them', () => {
  const judge = evaluator();
  const all = rules();
  const plain = (value) => JSON.parse(JSON.stringify(value));
  const parse = (text) => plain(judge.parse(all, text));
  const none = [null, null, null, null, null, null, null];
  assert.deepEqual(parse(''), { answers: none, unsure: [], stale: false, ignored: [] });
  const full = 'member=yes&grade=top&skills=read,swim&warmth=-20&colour=red&employer=city&district=east';
  assert.deepEqual(parse(`#v=${all.v}&${full}`).answers, [1, 2, 5, -20, 0, 0, 0]);
  assert.equal(judge.write(all, parse(full).answers), `v=${all.v}&${full}`);
  assert.equal(parse('skills=-').answers[2], 0);
  assert.equal(judge.write(all, [null, null, 0]), `v=${all.v}&skills=-`);
  assert.deepEqual(parse('v=00000000&member=no').stale, true);
  assert.deepEqual(parse('skills=unsure').unsure, [null, null, true]);
  const bad = [
    'member=maybe', 'member=', 'member', '=yes', '=', 'member=YES', 'grade=0', 'grade=unsure', 'skills=', 'skills=read,', 'skills=,',
    'skills=read,fly', 'warmth=41', 'warmth=-21', 'warmth=', 'warmth=1.5', 'warmth=1e1', 'warmth=NaN', 'warmth=٣', 'colour=%',
    'colour=%E0%A4%A', 'nobody=1', '__proto__=1', 'constructor=x', 'employer=toString', '<script>=1', 'a'.repeat(100_000),
  ];
  for (const pair of bad) {
    const said = parse(`v=${all.v}&${pair}&colour=blue`);
    assert.deepEqual(said.answers, [null, null, null, null, 1, null, null], pair);
    assert.deepEqual(said.ignored, [pair]);
  }
  // More than once: the last one counts. Encoded by a messenger: the same.
  assert.equal(parse('member=no&member=yes').answers[0], 1);
  assert.equal(parse('skills=read%2Cswim').answers[2], 5);
});

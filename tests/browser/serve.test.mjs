// The preview in a real browser: the page in view follows the files, keeps its place, and says what is wrong.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { before, test } from 'node:test';

import { folder, launch, preview, root, run, watched } from './support.mjs';

const POLICY = 'policies/zz-2023.html';
const QUESTION = 'questions/fee.html';
/** Words of clause 六（三）, which nothing quotes, and others. */
const EDIT = ['支持本地数字经济发展', '促进本地数字经济发展'];

let browser;
before(async () => {
  browser = await launch();
});

/** A copy of a content folder that can be edited, and its preview. */
async function author(of = 'content', ...args) {
  const content = join(folder(), 'content');
  cpSync(join(root, of), content, { recursive: true });
  const read = (path) => readFileSync(join(content, path), 'utf8');
  const write = (path, text) => {
    mkdirSync(dirname(join(content, path)), { recursive: true });
    writeFileSync(join(content, path), text);
  };
  const replace = (path, old, text) => {
    const changed = read(path).replace(old, text);
    assert.notEqual(changed, read(path), `${path} has no ${old}`);
    write(path, changed);
  };
  return { content, read, write, replace, served: await preview(content, 0, ...args) };
}

/** A page of the preview with what is wrong in it; each loading gives it a new `born`. */
async function view(served, path, options = {}, prepare = () => {}) {
  const { page, context, open } = await watched(browser, (url) => url.startsWith(served.origin), options);
  await page.addInitScript(() => { window.born = Math.random(); });
  await page.addInitScript(prepare);
  const { problems } = await open(served.url(path));
  assert.deepEqual(problems, []);
  const badge = page.locator('mingce-preview .badge');
  await badge.getByText('已更新').waitFor();
  return { page, context, badge, panel: page.locator('mingce-preview .panel'), jump: page.locator('mingce-preview .jump') };
}

const born = (page) => page.evaluate(() => window.born);

test('an edited clause is shown where the reader is, with open parts open', async () => {
  const { served, replace } = await author();
  const { page } = await view(served, POLICY, { viewport: { width: 1000, height: 500 } });
  await page.locator('details.cites summary').nth(3).click();
  await page.evaluate(() => scrollTo(0, 1200));
  await page.waitForFunction(() => scrollY === 1200);
  const before = await born(page);
  replace('policies/zz-2023.md', ...EDIT);
  await page.locator('article').getByText(EDIT[1]).waitFor({ state: 'attached' });
  await page.waitForFunction(() => scrollY === 1200);
  assert.notEqual(await born(page), before);
  const open = await page.locator('details.cites').evaluateAll((folds) => folds.map((fold) => fold.open));
  assert.equal(open.filter(Boolean).length, 1);
  assert.equal(open[3], true);
});

test('a page that does not change stays, and leads to the clause that was edited', async () => {
  const { served, replace } = await author();
  const { page, jump } = await view(served, 'pages/about.html');
  const before = await born(page);
  replace('policies/zz-2023.md', ...EDIT);
  await jump.waitFor();
  assert.match(await jump.innerText(), /跳到刚修改的页面：.*实施方案/);
  assert.equal(await born(page), before);
  await jump.click();
  await page.waitForURL(served.url(POLICY) + '#c4-5');
  await page.locator('article').getByText(EDIT[1]).waitFor();
});

test('values in YAML, words and templates of the theme show; a style sheet takes the place of the old one', async () => {
  const { served, read, write, replace } = await author();
  const { page } = await view(served, 'benefits/index.html');
  replace('benefits.yaml', 'name: 继续教育学时', 'name: 继续教育的学时');
  await page.getByText('继续教育的学时').first().waitFor();
  write('theme/strings/zh-CN.yaml', 'skip_to_content: 直接看正文\n');
  await page.getByText('直接看正文').first().waitFor({ state: 'attached' });
  const footer = readFileSync(join(root, 'themes/default/templates/footer.html'), 'utf8');
  write('theme/templates/footer.html', `${footer}<p id="own">页脚多了一行</p>`);
  await page.locator('#own').waitFor({ state: 'attached' });
  const before = await born(page);
  for (const spacing of ['3px', '5px']) {
    write('theme/css/20-own.css', `body { letter-spacing: ${spacing} }`);
    await page.waitForFunction((wanted) => document.body && getComputedStyle(document.body).letterSpacing === wanted, spacing);
  }
  assert.equal(await born(page), before, 'a style sheet needs no reload');
  assert.ok(read('site.yaml').length > 0);
});

test('a picture that is overwritten is shown anew where a page shows it, and leads there elsewhere', async () => {
  const { served, content, write, replace } = await author('tests/sites/notices/content');
  const picture = (colour) => `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" fill="${colour}"/></svg>`;
  write('static/pictures/one two.svg', picture('red'));
  write('pages/shown.md', '---\ntitle: 有图的页面\nsummary: 一句。\n---\n\n![图](<../static/pictures/one two.svg>)\n\n正文。\n');
  while ((await fetch(served.url('pages/shown.html'))).status !== 200);
  const { page } = await view(served, 'pages/shown.html');
  const other = await view(served, 'pages/about.html');
  const here = await born(other.page);
  const colour = () => page.evaluate(async () => {
    const shown = document.querySelector('main img:not([src^="data:"])');
    await shown.decode();
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    context.drawImage(shown, 0, 0, 40, 40);
    return [...context.getImageData(20, 20, 1, 1).data].join();
  });
  await page.locator('main img:not([src^="data:"])').first().scrollIntoViewIfNeeded();
  assert.equal(await colour(), '255,0,0,255');
  const before = await born(page);
  write('static/pictures/one two.svg', picture('blue'));
  await page.waitForFunction((before) => window.born !== before && document.readyState === 'complete', before);
  assert.equal(await colour(), '0,0,255,255');
  await other.jump.getByText('有图的页面').waitFor();
  assert.equal(await born(other.page), here);
  // Through a style sheet of the theme too.
  write('theme/css/20-own.css', 'main { background-image: url("../pictures/one two.svg") }');
  await page.waitForFunction(() => document.readyState === 'complete'
    && getComputedStyle(document.querySelector('main')).backgroundImage.includes('one%20two'));
  const styled = await born(other.page);
  write('static/pictures/one two.svg', picture('lime'));
  await other.page.waitForFunction((before) => window.born !== before, styled);
  replace('pages/shown.md', '![图](<../static/pictures/one two.svg>)\n\n', '');
  await page.waitForFunction(() => document.readyState === 'complete'
    && !document.querySelector('main img:not([src^="data:"])'));
  assert.ok(content);
});

test('what a reader has done to a page stays: parts whose words change, what is chosen, the focus', async () => {
  const { served, replace, write } = await author();
  const { page } = await view(served, POLICY, { viewport: { width: 1000, height: 500 } });
  const fold = page.locator('#c4-2 details.cites');
  await fold.locator('summary').click();
  await page.locator('#c6-3 details.cites summary').focus();
  const words = await fold.locator('summary').innerText();
  write('questions/more.md', `---
title: 又一个问题？
summary: 一句话。
group: 其他
order: 99
answered: true
source: zz-2023#四（二）
---

一句话（[四（二）](policy:zz-2023#四（二）)）。
`);
  await page.waitForFunction((old) => {
    const summary = document.querySelector('#c4-2 details.cites summary');
    return summary && summary.textContent !== old;
  }, words);
  // The page is put back once it is whole, so a page that is being read has no open fold yet.
  await page.waitForFunction(() => document.querySelector('details.cites[open]'));
  assert.deepEqual(await page.locator('details.cites').evaluateAll((folds) =>
    folds.filter((fold) => fold.open).map((fold) => fold.closest('[id]').id)), ['c4-2']);
  await page.waitForFunction(() => document.activeElement?.closest('#c6-3 details.cites summary'));
  // An answer that is chosen and not confirmed.
  await page.goto(served.url('checks/train.html'));
  await page.locator('[data-go=next]').first().click();
  const answer = page.locator('form:visible input[type=radio]').nth(1);
  await answer.press('Space');
  const before = await born(page);
  replace('checks/train.yaml', /title: .*/, 'title: 我能不能参加这个培训');
  await page.waitForFunction((before) => window.born !== before, before);
  await page.getByText('我能不能参加这个培训').first().waitFor({ state: 'attached' });
  await page.waitForFunction(() => document.readyState === 'complete');
  await page.waitForFunction(() => [...document.querySelectorAll('input[type=radio]')]
    .filter((input) => input.offsetParent !== null).map((input) => input.checked).indexOf(true) === 1);
});

test('who is on the way to a place of the page gets there', async () => {
  const { served, replace } = await author();
  const { page } = await view(served, POLICY, { viewport: { width: 1000, height: 500 } });
  const target = () => page.evaluate(() => Math.abs(document.getElementById('c6-3').getBoundingClientRect().top));
  await page.evaluate(() => { document.documentElement.style.scrollBehavior = 'smooth'; });
  await page.locator('nav a[href="#c6-3"], a[href="#c6-3"]').first().evaluate((link) => link.click());
  const far = await target();
  replace('policies/zz-2023.md', ...EDIT);
  await page.locator('article').getByText(EDIT[1]).waitFor({ state: 'attached' });
  await page.waitForFunction(() => Math.abs(document.getElementById('c6-3')?.getBoundingClientRect().top) < 120);
  assert.ok(far > 500);
});

test('what is wrong lies over the last page that was right, until it is mended', async () => {
  const { served, read, write } = await author();
  const { page, badge, panel } = await view(served, 'benefits/index.html');
  const right = read('benefits.yaml');
  write('benefits.yaml', right.replace('  name: 继续教育学时', '\tname: 继续教育学时'));
  await panel.waitFor();
  const said = await panel.innerText();
  assert.match(said, /MC202/);
  assert.match(said, /benefits\.yaml:2:\d+/);
  assert.match(said, /这里显示的是上一次正确时的页面/);
  assert.match(await badge.innerText(), /1 处错误|1 个错误/);
  assert.ok(await page.getByText('继续教育学时').first().isVisible());
  assert.ok((await panel.locator('button').allInnerTexts()).includes('复制位置'));
  // A keyboard closes it and opens it again.
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'hidden' });
  await badge.focus();
  await page.keyboard.press('Enter');
  await panel.waitFor();
  // Loading the page anew tells it too; another page as well.
  await page.reload();
  await panel.waitFor();
  write('benefits.yaml', right);
  await panel.waitFor({ state: 'hidden' });
  await badge.getByText('已更新').waitFor();
});

test('before there was a right page, it says that the page is incomplete', async () => {
  const content = join(folder(), 'content');
  cpSync(join(root, 'content'), content, { recursive: true });
  const right = readFileSync(join(content, 'benefits.yaml'), 'utf8');
  writeFileSync(join(content, 'benefits.yaml'), right.replace('  name: 继续教育学时', '  nam: 继续教育学时'));
  const served = await preview(content);
  const { page } = await watched(browser, (url) => url.startsWith(served.origin));
  await page.goto(served.url('benefits/index.html'));
  const [badge, panel] = ['badge', 'panel'].map((name) => page.locator(`mingce-preview .${name}`));
  await panel.getByText('这一页不完整').waitFor();
  assert.match(await badge.innerText(), /页面不完整/);
  writeFileSync(join(content, 'benefits.yaml'), right);
  await badge.getByText('已更新').waitFor();
  await panel.waitFor({ state: 'hidden' });
});

test('an overlay that was shut stays shut for the same diagnostics, on other pages too', async () => {
  const { served, read, write } = await author();
  const { page, badge, panel } = await view(served, 'benefits/index.html');
  const right = read('benefits.yaml');
  write('benefits.yaml', right.replace('  name: 继续教育学时', '\tname: 继续教育学时'));
  await panel.waitFor();
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'hidden' });
  await page.goto(served.url(POLICY));
  await badge.getByText('1 处错误').waitFor();
  await page.waitForTimeout(300);
  assert.ok(await panel.isHidden());
  write('site.yaml', `${read('site.yaml')}\nnothing: 1\n`);
  await panel.waitFor();
});

test('the overlay can be read on a narrow page, and in the dark', async () => {
  const { served, read, write } = await author();
  for (const colorScheme of ['light', 'dark']) {
    const { page, panel, context } = await view(served, QUESTION, { viewport: { width: 360, height: 640 }, colorScheme });
    const right = read('questions/fee.md');
    write('questions/fee.md', right.replace('zz-2023#三（二）', 'zz-2023#九（九）'));
    await panel.getByText('错误[MC302]').waitFor();
    await panel.getByText('怎么改').first().waitFor();
    const cut = await panel.evaluate((panel) => [panel, ...panel.querySelectorAll('.words, .place, li, header')]
      .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.getBoundingClientRect().right > innerWidth)
      .map((one) => one.className || one.localName));
    assert.deepEqual(cut, []);
    // Words stand out from what is behind them.
    const contrast = await panel.evaluate((panel) => {
      const light = (colour) => {
        const [r, g, b] = colour.match(/[\d.]+/g).map(Number).map((part) => part / 255)
          .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const behind = (one) => {
        const colour = getComputedStyle(one).backgroundColor;
        return /, 0\)$/.test(colour) ? behind(one.parentElement) : colour;
      };
      return [...panel.querySelectorAll('p, pre, h2, button, code')].map((one) => {
        const pair = [light(getComputedStyle(one).color), light(behind(one))].sort((a, b) => b - a);
        return [one.className || one.localName, (pair[0] + 0.05) / (pair[1] + 0.05)];
      }).filter(([, ratio]) => ratio < 4.5);
    });
    assert.deepEqual(contrast, []);
    if (process.env.MINGCE_PICTURES) await page.screenshot({ path: join(process.env.MINGCE_PICTURES, `overlay-${colorScheme}.png`) });
    write('questions/fee.md', right);
    await panel.waitFor({ state: 'hidden' });
    await context.close();
  }
});

test('an overlay never stays over a page that is right, however quickly it was mended', async () => {
  const { served, read, write } = await author();
  const { page, badge, panel } = await view(served, 'benefits/index.html');
  const right = read('benefits.yaml');
  const wrong = right.replace('  name: 继续教育学时', '\tname: 继续教育学时');
  const wait = (time) => new Promise((done) => { setTimeout(done, time); });
  for (let turn = 0; turn < 30; turn += 1) {
    write('benefits.yaml', wrong);
    await wait(5 + 2 * turn);
    write('benefits.yaml', right);
    await wait(60);
    await badge.getByText('已更新').waitFor();
    await wait(60);
    await panel.waitFor({ state: 'hidden', timeout: 5000 });
  }
  // The very same mistake, shut once and mended, is told again.
  write('benefits.yaml', wrong);
  await panel.waitFor();
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'hidden' });
  write('benefits.yaml', right);
  await badge.getByText('已更新').waitFor();
  write('benefits.yaml', wrong);
  await panel.waitFor();
});

test('warnings that an author reads stay in view while other files are saved', async () => {
  const { served, replace } = await author();
  const { page, badge, panel, jump } = await view(served, 'pages/about.html');
  await badge.click();
  await panel.waitFor();
  const inside = () => page.evaluate(() => document.querySelector('mingce-preview').shadowRoot.activeElement?.tagName);
  assert.equal(await inside(), 'BUTTON');
  replace('policies/zz-2023.md', ...EDIT);
  await jump.waitFor();
  assert.ok(await panel.isVisible());
  assert.equal(await inside(), 'BUTTON');
});

test('the way back leads to where the reader was, after a page was loaded anew too', async () => {
  const { served, replace } = await author();
  const { page } = await view(served, POLICY, { viewport: { width: 1000, height: 500 } });
  replace('policies/zz-2023.md', ...EDIT);
  await page.locator('article').getByText(EDIT[1]).waitFor({ state: 'attached' });
  await page.waitForFunction(() => history.scrollRestoration === 'auto');
  await page.evaluate(() => scrollTo(0, 1500));
  await page.waitForFunction(() => scrollY === 1500);
  await page.goto(served.url('pages/about.html'));
  await page.goBack();
  await page.waitForFunction(() => scrollY === 1500);
});

test('the overlay speaks the language of the browser', async () => {
  const { served, replace } = await author();
  const { page, panel } = await view(served, QUESTION);
  const english = await browser.newContext({ locale: 'en-GB' });
  const other = await english.newPage();
  await other.goto(served.url(QUESTION));
  replace('questions/fee.md', 'zz-2023#三（二）', 'zz-2023#九（九）');
  await panel.getByText('错误[MC302]').waitFor();
  await other.locator('mingce-preview .panel').getByText('error[MC302]').waitFor();
  await page.close();
  await english.close();
});

test('a page that is renamed or deleted says so, and comes back', async () => {
  const { served, content } = await author('tests/sites/notices/content');
  const { page, badge } = await view(served, 'pages/about.html');
  const [here, there] = [join(content, 'pages/about.md'), join(content, 'pages/elsewhere.md')];
  renameSync(here, there);
  await badge.getByText('网站里没有这一页').waitFor();
  renameSync(there, here);
  await badge.getByText('已更新').waitFor();
  const text = readFileSync(here);
  rmSync(here);
  await badge.getByText('网站里没有这一页').waitFor();
  writeFileSync(here, text);
  await badge.getByText('已更新').waitFor();
  assert.equal(new URL(page.url()).pathname, '/pages/about.html');
});

test('a policy that is renamed while others name it stays in view, with what is wrong', async () => {
  const { served, content } = await author();
  const { page, badge, panel } = await view(served, POLICY);
  const [here, there] = [join(content, 'policies/zz-2023.md'), join(content, 'policies/zz-new.md')];
  renameSync(here, there);
  await panel.getByText('错误[MC301]').first().waitFor();
  assert.ok(await page.locator('article').getByText(EDIT[0]).isVisible());
  renameSync(there, here);
  await panel.waitFor({ state: 'hidden' });
  await badge.getByText('已更新').waitFor();
});

test('several tabs and browsers follow at once, each by itself', async () => {
  const { served, replace } = await author();
  const first = await view(served, POLICY);
  const second = await view(served, POLICY);
  const third = await first.context.newPage();
  await third.goto(served.url('pages/about.html'));
  await third.evaluate(() => { window.born = 1; });
  // Until it has asked for the first time, it does not know what was changed after it.
  await third.locator('mingce-preview .badge').getByText('已更新').waitFor();
  replace('policies/zz-2023.md', ...EDIT);
  for (const { page } of [first, second]) {
    await page.locator('article').getByText(EDIT[1]).waitFor({ state: 'attached' });
  }
  await third.locator('mingce-preview .jump').waitFor();
  assert.equal(await born(third), 1);
});

test('eight pages of one browser follow, each of them', async () => {
  const { served, replace } = await author();
  const { page, context } = await view(served, POLICY);
  const pages = [page];
  for (let at = 1; at < 8; at += 1) {
    const next = await context.newPage();
    next.setDefaultTimeout(20_000);
    await next.goto(served.url(POLICY));
    await next.locator('mingce-preview .badge').getByText('已更新').waitFor();
    pages.push(next);
  }
  replace('policies/zz-2023.md', ...EDIT);
  for (const one of pages) await one.locator('article').getByText(EDIT[1]).waitFor({ state: 'attached' });
  // One of them that is closed takes nothing from the others.
  await pages[0].close();
  replace('policies/zz-2023.md', EDIT[1], EDIT[0]);
  for (const one of pages.slice(1)) await one.locator('article').getByText(EDIT[0]).waitFor({ state: 'attached' });
});

test('a browser without shared workers follows, by asking', async () => {
  const { served, replace } = await author();
  const { page } = await view(served, POLICY, {}, () => { delete window.SharedWorker; });
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname.split('/').pop()));
  replace('policies/zz-2023.md', ...EDIT);
  await page.locator('article').getByText(EDIT[1]).waitFor({ state: 'attached' });
  assert.ok(asked.includes('news') && !asked.includes('stream.js'), asked.join(' '));
  // Where it was loaded anew, and what it asks for is not the page once more.
  replace('policies/zz-2023.md', EDIT[1], EDIT[0]);
  await page.locator('article').getByText(EDIT[0]).waitFor({ state: 'attached' });
  const stays = await born(page);
  await page.waitForRequest((request) => request.url().includes('news'));
  assert.equal(await born(page), stays);
});

test('a preview that was ended, or killed, and begun again is caught up with', async () => {
  const { served, content, replace } = await author();
  const { page, badge } = await view(served, POLICY);
  await served.stop('SIGKILL');
  await badge.getByText('正在重新连接').waitFor();
  replace('policies/zz-2023.md', ...EDIT);
  const again = await preview(content, served.port);
  await page.locator('article').getByText(EDIT[1]).waitFor({ state: 'attached' });
  await badge.getByText('已更新').waitFor();
  await again.stop();
  await badge.getByText('正在重新连接').waitFor();
  replace('policies/zz-2023.md', EDIT[1], EDIT[0]);
  await preview(content, served.port);
  await page.locator('article').getByText(EDIT[0]).waitFor({ state: 'attached' });
  await badge.getByText('已更新').waitFor();
});

test('a checkout of a thousand files ends in the state that was checked out', async () => {
  const { served, content, write, read } = await author('tests/sites/notices/content');
  const git = (...args) => run('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: content });
  const fill = (words) => {
    for (let at = 0; at < 1000; at += 1) {
      write(`pages/p${at}.md`, `---\ntitle: ${words}${at}\nsummary: 一句话。\n---\n\n${words}的正文。\n`);
    }
  };
  await git('init', '--quiet', '--initial-branch', 'one');
  fill('甲');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'one');
  await git('checkout', '--quiet', '-b', 'two');
  fill('乙');
  await git('commit', '--quiet', '--all', '--message', 'two');
  const { page } = await view(served, 'pages/about.html');
  await page.goto(served.url('pages/p999.html'));
  const rounds = () => served.said().split('已更新').length;
  for (const [branch, words] of [['one', '甲'], ['two', '乙'], ['one', '甲']]) {
    const before = rounds();
    await git('checkout', '--quiet', branch);
    await page.getByText(`${words}的正文。`).waitFor();
    await page.waitForTimeout(300);
    assert.ok(rounds() - before <= 5, `${rounds() - before} rounds for one checkout`);
    for (const at of [0, 500, 999]) {
      const body = await (await page.request.get(served.url(`pages/p${at}.html`))).text();
      assert.ok(body.includes(`${words}的正文`), `${at} is not of ${branch}`);
    }
  }
  assert.ok(read('pages/p0.md').includes('甲'));
});

test('Alt shows where a block comes from', async () => {
  const { served, read } = await author('content', '--editor', '#{path}:{line}:{column}');
  const { page } = await view(served, POLICY);
  const block = page.getByText('不包含已退休人员').first();
  await block.scrollIntoViewIfNeeded();
  await page.keyboard.down('Alt');
  await block.hover();
  const hint = page.locator('mingce-preview .hint');
  await hint.getByText(/zz-2023\.md:\d+/).waitFor();
  const line = Number(/:(\d+)$/.exec(await hint.innerText())[1]);
  await block.click();
  await page.waitForFunction((end) => location.hash.endsWith(end), `/content/policies/zz-2023.md:${line}:1`);
  await page.keyboard.up('Alt');
  await hint.waitFor({ state: 'hidden' });
  assert.ok(read('policies/zz-2023.md').split('\n')[line - 1].includes('不包含已退休人员'), `line ${line}`);
});

test('Alt never shows a wrong line: where it is not sure, it shows the file, or nothing', async () => {
  const { served, read } = await author();
  const { page } = await view(served, 'index.html');
  const hint = page.locator('mingce-preview .hint');
  /** What is shown over a block, without the folder; nothing when nothing is. */
  const shown = async (block) => {
    await block.scrollIntoViewIfNeeded();
    await page.mouse.move(0, 0);
    await page.keyboard.down('Alt');
    const answered = page.waitForResponse((answer) => answer.url().includes('/.mingce/origin'));
    await block.hover();
    const told = await (await answered).json();
    if (told) await hint.getByText(told.place, { exact: true }).waitFor();
    else await hint.waitFor({ state: 'hidden' });
    await page.keyboard.up('Alt');
    return told && told.place.split('/content/')[1];
  };
  const lineOf = (path, words) => `${path}:${read(path).split('\n').findIndex((line) => line.includes(words)) + 1}`;
  const all = [
    ['index.html', 'footer dd:has-text("人才与专技科")', lineOf('site.yaml', '人才与专技科')],
    ['index.html', 'footer dt:has-text("部门")', null],
    ['index.html', '.card h3:has-text("我能不能参加培训")', lineOf('checks/train.yaml', 'title: 我能不能参加培训')],
    ['index.html', '.strip li:has-text("组织报名") a', lineOf('steps.yaml', 'name: 组织报名')],
    ['offices/index.html', '#city-bureau dd:has-text("人才与专技科")', lineOf('offices.yaml', '人才与专技科').replace(/:\d+$/, '')],
    ['offices/index.html', '#shizhong-bureau h3', lineOf('offices.yaml', 'name: 市中区')],
    ['process/index.html', '#plan-and-filing h3', lineOf('steps.yaml', 'name: 制定计划和方案并备案')],
    ['process/index.html', '#stage-1', null],
    [POLICY, '.particulars dd >> nth=0', 'policies/zz-2023.md'],
    [POLICY, 'article.official td:empty >> nth=0', 'policies/zz-2023.md'],
    [POLICY, 'h2:has-text("政策保障")', lineOf('policies/zz-2023.md', '四、政策保障')],
    ['notices/upc-big-data.html', 'main dd:has(a[href*="institutions/"])', lineOf('institutions.yaml', '中国石油大学（华东）')],
    [QUESTION, 'h1', lineOf('questions/fee.md', 'title:')],
  ];
  for (const [path, block, expected] of all) {
    await page.goto(served.url(path));
    const told = await shown(page.locator(block).first());
    if (expected === 'offices.yaml') {
      // The line that has these words and nothing else.
      const line = Number(/^offices\.yaml:(\d+)$/.exec(told)[1]);
      assert.match(read('offices.yaml').split('\n')[line - 1], /: 人才与专技科$/);
    } else assert.equal(told, expected, `${path} ${block}`);
  }
});

test('a policy says how many of its clauses are explained', async () => {
  const { served, replace } = await author();
  const { page, badge, panel } = await view(served, POLICY);
  await badge.click();
  await panel.getByText(/^(\d+) 条中有 \1 条得到说明$/).waitFor();
  await badge.click();
  replace('policies/zz-2023.md', /(\n\(六\)有数字技术类.*\n)/, '$1\n(七)另有规定的,从其规定。\n');
  await page.getByText('(七)另有规定的').waitFor();
  await badge.click();
  await panel.getByText(/没有内容说明的：四（七）$/).waitFor();
});

test('drafts and scheduled pages say so', async () => {
  const { served, write } = await author();
  const text = (more) => `---\ntitle: 还没有\nsummary: 一句。\n${more}\n---\n\n正文。\n`;
  write('pages/wait.md', text('draft: true'));
  while ((await fetch(served.url('pages/wait.html'))).status !== 200);
  const { badge } = await view(served, 'pages/wait.html');
  await badge.getByText('已更新 · 草稿', { exact: true }).waitFor();
  write('pages/wait.md', text('published_on: 2199-01-01'));
  await badge.getByText('已更新 · 定时发布：2199-01-01', { exact: true }).waitFor();
  write('pages/wait.md', text('draft: false'));
  await badge.getByText('已更新', { exact: true }).waitFor();
});

test('the badge comes last for a keyboard, covers nothing of a narrow page, and is not printed', async () => {
  const { served } = await author();
  const { page, badge } = await view(served, POLICY, { viewport: { width: 360, height: 640 } });
  await page.keyboard.press('Shift+Tab');
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'mingce-preview');
  await page.keyboard.press('Enter');
  await page.locator('mingce-preview .panel').waitFor();
  await page.keyboard.press('Escape');
  const box = await badge.boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 360 && box.y + box.height <= 640 && box.height <= 40, JSON.stringify(box));
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  await page.emulateMedia({ media: 'print' });
  await badge.waitFor({ state: 'hidden' });
});

test('what is published knows nothing of the preview', async () => {
  const { served } = await author();
  const body = await (await fetch(served.url(POLICY), { headers: { accept: '*/*' } })).text();
  assert.ok(!body.includes('.mingce'));
});

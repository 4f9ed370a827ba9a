// The preview in a real browser: the page in view follows the files, keeps its place, and says what is wrong.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { before, test } from 'node:test';

import { folder, launch, preview, root, run, watched } from './support.mjs';

const POLICY = 'policies/zz-2023.html';
const QUESTION = 'questions/fee.html';
/** Words of clause 六（三）, which nothing quotes, and others. */
const EDIT = ['充分利用各类媒体', '充分利用各种媒体'];

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
async function view(served, path, options = {}) {
  const { page, context, open } = await watched(browser, (url) => url.startsWith(served.origin), options);
  await page.addInitScript(() => { window.born = Math.random(); });
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
  await page.waitForURL(served.url(POLICY) + '#c6-3');
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
    await page.waitForFunction((wanted) => getComputedStyle(document.body).letterSpacing === wanted, spacing);
  }
  assert.equal(await born(page), before, 'a style sheet needs no reload');
  assert.ok(read('site.yaml').length > 0);
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

test('several tabs and browsers follow at once, each by itself', async () => {
  const { served, replace } = await author();
  const first = await view(served, POLICY);
  const second = await view(served, POLICY);
  const third = await first.context.newPage();
  await third.goto(served.url('pages/about.html'));
  await third.evaluate(() => { window.born = 1; });
  replace('policies/zz-2023.md', ...EDIT);
  for (const { page } of [first, second]) {
    await page.locator('article').getByText(EDIT[1]).waitFor({ state: 'attached' });
  }
  await third.locator('mingce-preview .jump').waitFor();
  assert.equal(await born(third), 1);
});

test('a preview that was ended and begun again is caught up with', async () => {
  const { served, content, replace } = await author();
  const { page, badge } = await view(served, POLICY);
  await served.stop();
  await badge.getByText('正在重新连接').waitFor();
  replace('policies/zz-2023.md', ...EDIT);
  await preview(content, served.port);
  await page.locator('article').getByText(EDIT[1]).waitFor({ state: 'attached' });
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

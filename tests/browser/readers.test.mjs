// Readers with large text, on phones, with a telephone, who go back, who let the page be read aloud.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';

import { BASE_PATH, BASE_URL, based, fileUrl, folder, launch, notices, pagesOf, plain, run, samples, serve, watched } from './support.mjs';

let browser, site, server, full;
const own = (url) => url.startsWith('file:') || url.startsWith('http://127.0.0.1:');
before(async () => {
  site = await plain();
  const real = await based();
  server = { output: real, ...(await serve(real, BASE_PATH)) };
  const output = await notices();
  full = { output, ...(await serve(output, BASE_PATH)) };
  browser = await launch();
});

const PHONE = { viewport: { width: 360, height: 740 } };

for (const size of [130, 150, 175, 200]) {
  test(`text of ${size} % on a phone: no page moves sideways, and no bar covers it`, async () => {
    const large = await launch(`--blink-settings=defaultFontSize=${(16 * size) / 100}`);
    const { page, context } = await watched(large, own, PHONE);
    const wrong = [];
    const real = samples(site).map((path) => [path, fileUrl(site, path)]);
    for (const [path, url] of [...real, ...samples(full.output).map((path) => [path, full.url(path)])]) {
      await page.goto(url);
      const [text, wide, bar] = await page.evaluate(() => {
        for (const details of document.querySelectorAll('details:not(.panel)')) details.open = true;
        const { scrollWidth, clientWidth } = document.scrollingElement;
        const top = document.querySelector('.top');
        const sticks = getComputedStyle(top).position === 'sticky';
        return [parseFloat(getComputedStyle(document.body).fontSize), scrollWidth - clientWidth, sticks ? top.offsetHeight / innerHeight : 0];
      });
      assert.ok(text > (16 * size) / 100, `${path}: text of ${text} px`);
      if (wide > 0 || bar > 0.2) wrong.push([path, wide, bar]);
    }
    await context.close();
    assert.deepEqual(wrong, []);
  });
}

for (const mode of ['large', 'larger', 'elder']) {
  test(`${mode}: pages fit a phone, from the first paint on`, async () => {
    const { page, context } = await watched(browser, own, PHONE);
    await context.addInitScript((name) => localStorage.setItem('reading', name), mode);
    // The script that loads the others says it, before there is a body.
    await context.addInitScript(() => {
      new MutationObserver((seen, watch) => {
        if (!document.body) return;
        window.early = document.documentElement.className;
        watch.disconnect();
      }).observe(document, { childList: true, subtree: true });
    });
    const wrong = [];
    for (const path of samples(site)) {
      await page.goto(fileUrl(site, path));
      assert.equal(await page.evaluate(() => window.early), `js ${mode}`);
      const found = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.scrollingElement;
        const seen = [...document.querySelectorAll('main *, footer *')].filter((one) => one.checkVisibility() && !one.closest('.sheet, .vh')
          && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
        return { wide: scrollWidth - clientWidth, least: Math.min(...seen.map((one) => parseFloat(getComputedStyle(one).fontSize))) };
      });
      if (found.wide > 0 || (mode === 'elder' && found.least < 18)) wrong.push([path, found]);
    }
    await context.close();
    assert.deepEqual(wrong, []);
  });
}

test('the elder-friendly mode is switched on, remembered on other pages, and left', async () => {
  const { page, context } = await watched(browser, own, PHONE);
  await page.goto(server.url('index.html'));
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
  assert.equal(await size(), 17);
  await page.locator('.aids summary').click();
  const pressed = (name) => page.locator(`[data-size="${name}"]`).getAttribute('aria-pressed');
  assert.equal(await pressed(''), 'true');
  await page.locator('[data-size=elder]').click();
  assert.deepEqual([await pressed(''), await pressed('elder')], ['false', 'true']);
  await page.goto(server.url('checks/train.html'));
  assert.ok((await size()) >= 20);
  const box = await page.locator('[data-go=next]').boundingBox();
  assert.ok(box.height >= 60, `${box.height}`);
  await page.locator('.aids summary').click();
  await page.locator('[data-size=elder]').click();
  await page.goto(server.url('index.html'));
  assert.equal(await size(), 17);
  await context.close();
});

test('nothing that sticks covers what a link leads to, nor the heads of a table', async () => {
  for (const width of [360, 768, 1280]) {
    const { page, context } = await watched(browser, own, { viewport: { width, height: 800 } });
    await page.goto(`${fileUrl(site, 'policies/zz-2023.html')}#c4-2`);
    const below = () => page.evaluate(() => {
      const top = document.querySelector('.top');
      return getComputedStyle(top).position === 'sticky' ? top.getBoundingClientRect().bottom : 0;
    });
    const clause = await page.locator('#c4-2').boundingBox();
    assert.ok(clause.y >= (await below()) - 1, `${width}: ${clause.y}`);
    await page.goto(fileUrl(site, 'benefits/index.html'));
    await page.evaluate(() => scrollTo(0, 500));
    if (width < 832) continue;
    const head = await page.locator('.compare thead th').first().boundingBox();
    assert.ok(head.y >= (await below()) - 1 && head.y < 200, `${width}: ${head.y}`);
    await context.close();
  }
});

/** Sends a page as a bad connection does, piece by piece, each up to the end of an element. */
async function slowly(response, text) {
  let piece = '';
  for (const part of text.split(/(?<=<\/(?:div|dl|details|header|li|nav|p|section|tr|ul)>)/)) {
    piece += part;
    if (piece.length < 1000) continue;
    response.write(piece);
    piece = '';
    await new Promise((sent) => setTimeout(sent, 20));
  }
  response.end(piece);
}

for (const [how, pages, most] of [['at once', undefined, 0], ['slowly', slowly, 0.001]]) {
  test(`no page shifts that comes ${how}`, async () => {
    const from = await serve(site, '/', pages);
    const shifted = [];
    for (const width of [360, 1280]) {
      const { page, context } = await watched(browser, (url) => url.startsWith(from.home), { viewport: { width, height: 800 } });
      await context.addInitScript(() => {
        window.shift = 0;
        window.moved = [];
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            // Widths of the columns of a table are known when its last row is there.
            if (entry.sources.some(({ node }) => (node?.parentElement ?? node)?.closest('table'))) continue;
            window.shift += entry.value;
            window.moved.push(...entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? node?.textContent));
          }
        }).observe({ type: 'layout-shift', buffered: true });
      });
      for (const path of samples(site)) {
        await page.goto(from.url(path), { waitUntil: pages ? 'load' : 'networkidle' });
        const [shift, moved] = await page.evaluate(() => [window.shift, window.moved]);
        if (shift > most) shifted.push([path, width, shift, moved]);
      }
      await context.close();
    }
    assert.deepEqual(shifted, []);
  });
}

test('telephone numbers and mail addresses are links wherever they stand, and a number never breaks', async () => {
  const { page, context } = await watched(browser, own, PHONE);
  const missed = [];
  let count = 0;
  for (const path of pagesOf(site)) {
    await page.goto(fileUrl(site, path));
    const [texts, links] = await page.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (/0632-\d{7}|\w@\w/.test(node.data) && !node.parentNode.closest('a, script, template')) found.push(node.data);
      }
      return [found, [...document.querySelectorAll('a[href^="tel:"]')].map((a) => [a.getAttribute('href'), a.textContent, a.getClientRects().length])];
    });
    missed.push(...texts.map((text) => [path, text]));
    for (const [href, text, lines] of links) {
      count += 1;
      assert.equal(href, `tel:${text}`);
      assert.ok(lines <= 1, `${path}: a number on ${lines} lines`);
    }
  }
  await context.close();
  assert.ok(count > 100, `${count} numbers`);
  // Words of a document that a statement pins are quoted as they stand there.
  assert.deepEqual(missed.filter(([, text]) => !text.startsWith('联系方式：')), []);
});

test('one tap answers, two taps answer no more, and keys only choose', async () => {
  const { page, context } = await watched(browser, own, { ...PHONE, hasTouch: true });
  await page.goto(server.url('checks/train.html'));
  await page.locator('[data-go=next]').tap();
  await page.locator('#q-retired .choice', { hasText: '否' }).tap();
  await page.locator('#q-graduate').waitFor();
  assert.match(await page.title(), /^您.*应届/);
  await page.goBack();
  await page.locator('#q-retired').waitFor();
  assert.ok(await page.locator('#q-retired input[value=no]').isChecked(), 'the answer is still there');
  await page.locator('#q-retired .choice', { hasText: '否' }).dblclick();
  await page.locator('#q-graduate').waitFor();
  assert.equal(await page.locator('#q-graduate input:checked').count(), 0);
  await page.locator('#q-graduate input').first().press('Space');
  assert.ok(await page.locator('#q-graduate').isVisible());
  await page.keyboard.press('Enter');
  await page.locator('#q-graduate').waitFor({ state: 'hidden' });
  await context.close();
});

test('the back key of a phone keeps all answers, and 返回 goes back', async () => {
  const { page, context } = await watched(browser, own, PHONE);
  await page.goto(server.url('checks/title.html'));
  await page.locator('[data-go=next]').click();
  await page.locator('#q-certificates input[value=intermediate]').check();
  await page.locator('#q-certificates button:not([type])').click();
  for (const [id, value] of [['exam-series', 'no'], ['employer', 'district'], ['district', 'tengzhou']]) {
    await page.locator(`#q-${id} .choice`, { has: page.locator(`input[value=${value}]`) }).click();
  }
  await page.locator('#check-answers').waitFor();
  const length = await page.evaluate(() => history.length);
  for (const id of ['district', 'employer', 'exam-series']) {
    await page.goBack();
    await page.locator(`#q-${id}`).waitFor();
    assert.equal(await page.locator(`#q-${id} input:checked`).count(), 1, id);
  }
  // The answers behind it have not been lost: what follows is the list.
  await page.locator('#q-exam-series button:not([type])').click();
  await page.locator('#check-answers').waitFor();
  assert.match(await page.locator('#check-answers').innerText(), /滕州市/);
  await page.locator('#check-answers [data-go=back]').click();
  await page.locator('#q-exam-series').waitFor();
  assert.ok((await page.evaluate(() => history.length)) <= length, '返回 makes no entry of its own');
  await context.close();
});

test('a question and its button fit a small phone, and say how many are left', async () => {
  const { page, context } = await watched(browser, own, { viewport: { width: 360, height: 640 } });
  const far = [];
  for (const name of ['train', 'assess', 'title', 'subsidy']) {
    await page.goto(server.url(`checks/${name}.html`));
    const ids = await page.$$eval('form[id^=q-]', (all) => all.map((one) => [one.id.slice(2), one.querySelectorAll('.choice').length]));
    await page.locator('[data-go=next]').click();
    assert.match(await page.locator('.screen:not([hidden]) .step').innerText(), /^第1题，(最多还有\d+题|最后一题)$/);
    for (const [id, choices] of ids) {
      await page.evaluate((one) => {
        for (const form of document.querySelectorAll('form.screen')) form.hidden = form.id !== `q-${one}`;
      }, id);
      const { y, height } = await page.locator(`#q-${id} button:not([type])`).boundingBox();
      if (choices <= 4 && y + height > 640) far.push([name, id, y + height]);
    }
  }
  await context.close();
  assert.deepEqual(far, []);
});

test('the rules of a check are folded away while its questions are asked, and a link shows them', async () => {
  const { page, context } = await watched(browser, own, PHONE);
  await page.goto(server.url('checks/train.html'));
  const rules = page.locator('#rules');
  assert.ok(!(await rules.isVisible()));
  await page.locator('#check-start a[href="#rules"]').click();
  await rules.waitFor();
  await page.goto(`${server.url('checks/train.html')}#rules`);
  await rules.waitFor();
  await context.close();
});

test('the office is found by two choices, with its telephone', async () => {
  const { page, context } = await watched(browser, own, PHONE);
  await page.goto(fileUrl(site, 'offices/index.html'));
  const found = page.locator('.found');
  await page.locator('select[name=district]').selectOption('滕州市');
  assert.equal(await found.innerText(), '');
  await page.locator('select[name=employer]').selectOption('各区（市）、高新区企事业单位');
  assert.match(await found.innerText(), /滕州市人力资源和社会保障局/);
  await page.locator('select[name=employer]').selectOption('市直企事业单位');
  assert.match(await found.innerText(), /^枣庄市人力资源和社会保障局/);
  assert.equal(await found.locator('a[href^="tel:"]').first().getAttribute('href'), 'tel:0632-3314140');
  // What the browser kept while the reader was elsewhere is looked up again.
  await page.goto(fileUrl(site, 'index.html'));
  await page.goBack();
  await page.waitForFunction(() => {
    const chosen = [...document.querySelectorAll('[data-finder] select')].every((select) => select.selectedIndex > 0);
    return chosen === (document.querySelector('.found').textContent !== '');
  });
  await context.close();
});

test('a panel closes when the reader goes on elsewhere', async () => {
  const { page, context } = await watched(browser, own, PHONE);
  await page.goto(fileUrl(site, 'index.html'));
  for (const panel of ['.menu', '.aids']) {
    const content = page.locator(`${panel} > :not(summary)`);
    await page.locator(`${panel} summary`).click();
    await content.waitFor();
    await page.mouse.click(180, 735);
    await content.waitFor({ state: 'hidden' });
    await page.locator(`${panel} summary`).press('Enter');
    await content.waitFor();
    await page.locator('a.skip').focus();
    await content.waitFor({ state: 'hidden' });
  }
  await context.close();
});

/** A voice that says sentences one after the other when the test lets it. */
const voice = () => {
  window.spoken = [];
  const speech = { cancel() { this.now = null; }, speak(words) { window.spoken.push([words.text, words.rate, words.lang]); this.now = words; } };
  Object.defineProperty(window, 'speechSynthesis', { value: speech });
  window.SpeechSynthesisUtterance = function SpeechSynthesisUtterance(text) { this.text = text; };
  window.saidAll = () => { const done = speech.now; speech.now = null; done.onend(); };
};

test('the page is read aloud: sentence by sentence, marked, with pause, speed and stop', async () => {
  const { page, context, open } = await watched(browser, own, PHONE);
  await context.addInitScript(voice);
  assert.deepEqual((await open(server.url('questions/fee.html'))).problems, []);
  await page.locator('.aids summary').click();
  await page.locator('[data-read]').click();
  const bar = page.locator('.reader');
  await bar.waitFor();
  const spoken = () => page.evaluate(() => window.spoken);
  assert.deepEqual(await spoken(), [['要交多少钱？', 1, 'zh-CN']]);
  const marked = () => page.evaluate(() => [...CSS.highlights.get('read')].map((range) => range.toString()).join(''));
  assert.equal(await marked(), '要交多少钱？');
  await page.evaluate(() => window.saidAll());
  assert.equal((await spoken())[1][0], '尚无答案');
  await page.evaluate(() => window.saidAll());
  assert.equal((await spoken())[2][0], '暂时没有这项信息，请在报名前问清。');
  await bar.locator('button').first().click();
  assert.equal(await bar.locator('button').first().innerText(), '继续朗读');
  await bar.locator('select').selectOption('1.5');
  assert.equal((await spoken()).length, 3, 'nothing is said in a pause');
  await bar.locator('button').first().click();
  assert.deepEqual((await spoken())[3].slice(0, 2), ['暂时没有这项信息，请在报名前问清。', 1.5]);
  // All of the text is said, once, and no sources or navigation.
  for (let left = 200; left > 0 && (await bar.count()) > 0; left -= 1) await page.evaluate(() => window.saidAll());
  const all = (await spoken()).map(([text]) => text).join('');
  assert.match(all, /方案里查不到培训费和考核费/);
  assert.ok(!/联系方式|依据|扫一扫/.test(all), all);
  await bar.waitFor({ state: 'hidden' });
  assert.ok(!(await page.evaluate(() => CSS.highlights.has('read'))));
  await context.close();
});

test('a browser without a voice offers none', async () => {
  const { page, context } = await watched(browser, own, PHONE);
  await context.addInitScript(() => Object.defineProperty(window, 'speechSynthesis', { value: undefined }));
  await page.goto(server.url('questions/fee.html'));
  await page.locator('.aids summary').click();
  assert.ok(!(await page.locator('[data-read]').isVisible()));
  await context.close();
});

test('what is printed says of which site it is and of which day, and ends in no sheet with a footer alone', async () => {
  const { page, context } = await watched(browser, own);
  const alone = [];
  for (const path of samples(site).filter((one) => !/^(forms\/attachment|404|checks\/review)/.test(one))) {
    await page.goto(fileUrl(site, path));
    const file = join(folder(), 'page.pdf');
    writeFileSync(file, await page.pdf({ preferCSSPageSize: true }));
    const text = (await run('pdftotext', ['-layout', file, '-'])).stdout.normalize('NFKC');
    const pages = text.replace(/\f$/, '').split('\f').map((one) => one.replace(/\s/gu, ''));
    const english = path.startsWith('en/');
    // A long name takes two lines, beside whom to ask.
    const title = english ? /^ZaozhuangDigital-Technology.{0,90}EngineerProgramme/ : /^枣庄市数字技术工程师培育项目/;
    assert.match(pages[0].slice(0, 160), title, path);
    assert.match(pages.join(''), english ? /Asof\d{4}-\d+-\d+/ : /内容截至\d{4}年\d+月\d+日/, path);
    const last = pages.at(-1);
    if (last.length < 20) alone.push([path, last]);
  }
  await context.close();
  assert.deepEqual(alone, []);
});

test('days on which a form is due say how many are left, on the day of the reader', async () => {
  const { page, context } = await watched(browser, own, PHONE);
  for (const [day, left] of [['2026-12-30T09:00+08:00', '还有1天'], ['2026-12-31T23:00+08:00', '就是今天'], ['2027-01-01T09:00+08:00', '已过']]) {
    await page.clock.setFixedTime(new Date(day));
    await page.goto(fileUrl(site, 'forms/attachment-1.html'));
    const row = page.locator('li', { has: page.locator('time[datetime="2026-12-31"]') });
    assert.equal((await row.innerText()).trim(), `2026年12月31日（星期四） ${left}`);
  }
  await context.close();
  const still = await watched(browser, own, { javaScriptEnabled: false });
  await still.page.goto(fileUrl(site, 'forms/attachment-1.html'));
  assert.match(await still.page.locator('[data-day]').first().innerText(), /^(还有\d+天|就是今天)$/);
  await still.context.close();
});

test('a mail to the office says of which page and clause it is, and the address is that of the site', async () => {
  const { page, context } = await watched(browser, own);
  await page.goto(`${fileUrl(server.output, 'policies/zz-2023.html')}#c4-2`);
  const mail = page.locator('.foot a[href^="mailto:"]');
  await mail.evaluate((link) => link.addEventListener('click', (e) => e.preventDefault()));
  for (let twice = 0; twice < 2; twice += 1) {
    await mail.click();
    const [address, query] = (await mail.getAttribute('href')).split('?');
    assert.equal(address, 'mailto:zzzjk@zz.shandong.cn');
    const said = new URLSearchParams(query);
    assert.match(said.get('subject'), /实施方案》的通知 - 枣庄市数字技术工程师培育项目$/);
    assert.equal(said.get('body').trim(), `${BASE_URL}policies/zz-2023.html#c4-2`);
  }
  await context.close();
});

test('a page is shared as the browser shares, or its address is copied', async () => {
  for (const shares of [true, false]) {
    const { page, context } = await watched(browser, own, { permissions: ['clipboard-read', 'clipboard-write'] });
    await context.addInitScript((can) => {
      Object.defineProperty(navigator, 'share', { value: can ? (what) => { window.shared = what; return Promise.reject(new DOMException('no', 'AbortError')); } : undefined });
    }, shares);
    await page.goto(server.url('questions/fee.html'));
    await page.locator('.aids summary').click();
    await page.locator('[data-share]').click();
    if (shares) {
      const { title, url } = await page.evaluate(() => window.shared);
      assert.match(title, /^要交多少钱/);
      assert.equal(url, server.url('questions/fee.html'));
      assert.equal(await page.locator('#live').textContent(), '');
    } else {
      await page.waitForFunction(() => document.querySelector('#live').textContent !== '');
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), server.url('questions/fee.html'));
    }
    await context.close();
  }
});

test('what is related stands beside a record where there is room', async () => {
  const { page, context } = await watched(browser, own, { viewport: { width: 1280, height: 900 } });
  for (const path of ['benefits/title-recognition.html', 'questions/fee.html', 'notices/upc-big-data.html']) {
    await page.goto(fileUrl(site, path));
    const [text, beside] = [await page.locator('.beside > .text > :first-child').boundingBox(), await page.locator('.related').boundingBox()];
    assert.ok(beside.x >= text.x + text.width, `${path}: ${beside.x}`);
    assert.ok(beside.y < 700, `${path}: ${beside.y}`);
  }
  await context.close();
});

test('返回 never goes in circles, whatever came before', async () => {
  const { page, context } = await watched(browser, own, PHONE);
  const back = async (id) => {
    await page.locator('.screen:not([hidden]) [data-go=back]').click();
    await page.locator(`#${id}:not([hidden])`).waitFor();
  };
  const answers = 'certificates=intermediate&exam-series=no&employer=district&district=tengzhou';
  // A link into the middle has nothing before it.
  await page.goto(`${server.url('checks/title.html')}#${answers}&at=answers`);
  for (const id of ['q-district', 'q-employer', 'q-exam-series', 'q-certificates', 'check-start']) await back(id);
  // An answer that is looked at again leads back to where it was asked for.
  for (const from of ['answers', 'result']) {
    await page.goto('about:blank');
    await page.goto(`${server.url('checks/title.html')}#${answers}&at=${from}`);
    await page.locator(`#check-${from} .answers a`).first().click();
    await page.locator('#q-certificates:not([hidden])').waitFor();
    await back(`check-${from}`);
  }
  // Beginning anew leaves the result where it was.
  await page.locator('[data-go=again]').click();
  await page.locator('#q-certificates:not([hidden])').waitFor();
  assert.equal(await page.locator('#q-certificates input:checked').count(), 0);
  await page.goBack();
  await page.locator('#check-result:not([hidden])').waitFor();
  assert.match(await page.locator('#check-result .answers').innerText(), /滕州市/);
  await context.close();
});

test('answers to a check are shared by its own button only', async () => {
  const { page, context } = await watched(browser, own, PHONE);
  await context.addInitScript(() => {
    Object.defineProperty(navigator, 'share', { value: (what) => { window.shared = what; return Promise.resolve(); } });
  });
  await page.goto(`${server.url('checks/subsidy.html')}#certificate=none&at=result`);
  await page.locator('.aids summary').click();
  await page.locator('[data-share]').click();
  assert.equal(await page.evaluate(() => window.shared.url), server.url('checks/subsidy.html'));
  await context.close();
});

test('the telephone of a verdict is a link, and the rules cost no step back', async () => {
  const { page, context } = await watched(browser, own, PHONE);
  await page.goto(`${server.url('checks/title.html')}#certificates=junior,senior&exam-series=yes&employer=district&district=shizhong&at=result`);
  const verdict = page.locator('#check-result .verdict', { hasText: '请先问人才与专技科' }).first();
  assert.equal(await verdict.locator('a[href="tel:0632-3314140"]').textContent(), '0632-3314140');
  const before = await page.evaluate(() => [history.length, location.hash]);
  await page.locator('#check-result a[href="#rules"]').click();
  await page.locator('#rules').waitFor();
  assert.deepEqual(await page.evaluate(() => [history.length, location.hash]), before);
  await context.close();
});

test('a script that does not come takes what needs it, and leaves the size of text', async () => {
  const { page, context } = await watched(browser, own, PHONE);
  await context.addInitScript(() => localStorage.setItem('reading', 'elder'));
  await context.route(/assets\/check\./, (route) => (route.request().resourceType() === 'script' ? route.abort() : route.continue()));
  await page.goto(server.url('checks/train.html'));
  await page.locator('#rules').waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.className), 'elder');
  await context.close();
});

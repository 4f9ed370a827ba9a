// Every page is read by the Nu HTML checker, and pages of eight kinds by Lighthouse, on a phone and on a desktop.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { launch as chrome } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';
import vnu from 'vnu-jar';

import { BASE_PATH, based, build, checks, notices, plain, run, serve } from './support.mjs';

/** What the checker finds in folders, but for what it says of policies: it does not know that a folder is its own site. */
async function found(...folders) {
  const options = ['-Xss4m', '-jar', String(vnu), '--skip-non-html', '--format', 'json', '--stdout', '--exit-zero-always'];
  const { stdout } = await run('java', [...options, ...folders], { maxBuffer: 1 << 26 }).catch((error) => {
    throw error.code === 'ENOENT' ? new Error('No java, which the Nu HTML checker needs: apt-get install default-jre-headless') : error;
  });
  return JSON.parse(stdout).messages
    .filter(({ message }) => !message.includes('Content Security Policy'))
    .map(({ url, lastLine, firstColumn, lastColumn, message, extract }) =>
      `${url}:${lastLine}:${firstColumn ?? lastColumn}: ${message} ${extract ?? ''}`);
}

test('the checker finds nothing in any page', async () => {
  const sites = await Promise.all([plain(), based(), notices(), checks()]);
  assert.deepEqual(await found(...sites), []);
});

test('the checker finds what is wrong', async () => {
  const site = await build('tests/sites/english/content');
  const wrong = await found(site);
  assert.ok(wrong.some((one) => one.includes('Element “link” not allowed as child of element “ul”')), wrong.join('\n'));
});

const PAGES = [
  'index.html', 'checks/train.html', 'policies/zz-2023.html', 'interpretations/overview.html',
  'benefits/index.html', 'process/index.html', 'offices/index.html', 'forms/attachment-1.html',
];

/** What is counted of a page; how fast and how steadily a machine shows it is measured and said, not asserted. */
const COUNTED = ['accessibility', 'best-practices', 'seo'];

test('Lighthouse finds nothing in pages of eight kinds', async (t) => {
  const { url } = await serve(await based(), BASE_PATH);
  const browser = await chrome({
    chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    chromeFlags: ['--headless=new', '--no-sandbox'],
  });
  try {
    for (const page of PAGES) {
      for (const [device, config] of [['phone', undefined], ['desktop', desktopConfig]]) {
        const { lhr } = await lighthouse(url(page), { port: browser.port, logLevel: 'error' }, config);
        assert.equal(lhr.runtimeError, undefined, page);
        const { performance, ...categories } = lhr.categories;
        for (const name of COUNTED) {
          const failed = categories[name].auditRefs.map(({ id }) => lhr.audits[id]).filter(({ score }) => score !== null && score < 1);
          assert.equal(categories[name].score, 1, `${page} ${device} ${name}: ${failed.map(({ title }) => title).join(', ')}`);
        }
        // How much of a page moves, `readers.test.mjs` asserts; here it depends on when the machine paints.
        const shift = lhr.audits['cumulative-layout-shift'].numericValue;
        t.diagnostic(`${page} ${device}: performance ${Math.round(performance.score * 100)}, layout shift ${shift}`);
        for (const { node, score } of lhr.audits['layout-shifts'].details?.items ?? []) t.diagnostic(`  ${score} ${node?.snippet}`);
      }
    }
  } finally {
    await browser.kill();
  }
});

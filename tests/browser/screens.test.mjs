// How each kind of page looks: screenshots of the small site, compared with the pictures in `screens/`.
//
//     UPDATE=1 node --test tests/browser/screens.test.mjs
//
// writes those that differ anew and fails, so that somebody looks at them before the next run.
//
// Texts are set in a font of this repository, without hinting and in grey, because fonts and settings of machines differ; only
// signs that it lacks (▾) come from others. The clock stands at the day of the site. What a picture keeps of a page is its upper
// part, wide screens at a third, colours in steps of five.

import assert from 'node:assert/strict';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';

import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

import { build, folder, kinds, launch, root, samples, serve } from './support.mjs';

const KEPT = join(root, 'tests/browser/screens');
/** Where pictures that differ are left: what was seen, and where it differs. */
const SEEN = join(root, 'target/screens');
const AS_OF = '2026-11-22';
/** Where the site stands, by its address. */
const BASE = '/ztzl/test/';
const FONTS = join(root, 'themes/default/fonts');
/** What the browser is told of fonts: the name is the one that the style sheet asks for. */
const SETTINGS = (cache) => `<?xml version="1.0"?>
<fontconfig>
<dir>${FONTS}</dir>
<dir>/usr/share/fonts</dir>
<cachedir>${cache}</cachedir>
<match><test name="family"><string>Noto Sans CJK SC</string></test><edit name="family"><string>Noto Sans SC</string></edit></match>
<match target="font">
<edit name="antialias"><bool>true</bool></edit>
<edit name="hinting"><bool>false</bool></edit>
<edit name="autohint"><bool>false</bool></edit>
<edit name="rgba"><const>none</const></edit>
</match>
</fontconfig>
`;
/** The font by the first name of the style sheet: made bold by the browser, which takes its medium weight from files as bold enough. */
const FACE = `<style>@font-face { font-family: "PingFang SC"; src: url(${BASE}font.ttf) }</style></head>`;
/** Which share of a picture's points may be of another colour, and how far a colour may be from the kept one without being another:
 * 0 is the same, 1 is black for white. */
const SHARE = 0.003;
const THRESHOLD = 0.05;
/** Between the colours of a picture; 255 is one of them. Fewer colours make smaller files. */
const STEP = 5;

/** For each width: points of a page for one of its picture, side by side, and how much of a page is kept. */
const WIDTHS = { 360: [1, 1280], 1280: [3, 2100] };
const ANSWERS = 'checks/enrol.html#years=5&papers=paper&employer=city&at=result';
const RESULT = { shown: '#check-result .outcome' };
/** Further views of some pages: what is opened, at which width, by which reader. */
const VIEWS = {
  result: [ANSWERS, 360, RESULT],
  'result-wide': [ANSWERS, 1280, RESULT],
  found: ['search.html?q=%E8%AF%81%E4%B9%A6', 360, { shown: '#hits a' }],
  'home-dark': ['index.html', 360, { colorScheme: 'dark' }],
  'policy-dark': ['policies/plan.html', 1280, { colorScheme: 'dark' }],
  'result-dark': [ANSWERS, 360, { ...RESULT, colorScheme: 'dark' }],
  'home-elder': ['index.html', 360, { reading: 'elder' }],
  'result-elder': [ANSWERS, 360, { ...RESULT, reading: 'elder' }],
  'home-noscript': ['index.html', 360, { javaScriptEnabled: false }],
  'home-forced': ['index.html', 360, { forcedColors: 'active' }],
  'process-print': ['process/index.html', 660, { media: 'print' }],
  'result-print': [ANSWERS, 660, { ...RESULT, media: 'print' }],
};

let browser, server, output;
before(async () => {
  const content = join(folder(), 'content');
  cpSync(join(root, 'tests/sites/small/content'), content, { recursive: true });
  // With the built-in theme.
  rmSync(join(content, 'theme'), { recursive: true });
  output = await build(content, '--as-of', AS_OF);
  copyFileSync(join(FONTS, 'NotoSansSC-Medium.ttf'), join(output, 'font.ttf'));
  server = await serve(output, BASE, (response, text) => response.end(text.replace('</head>', FACE)));
  const settings = folder();
  writeFileSync(join(settings, 'fonts.conf'), SETTINGS(settings));
  process.env.FONTCONFIG_FILE = join(settings, 'fonts.conf');
  browser = await launch('--disable-lcd-text', '--force-color-profile=srgb', '--hide-scrollbars');
  rmSync(SEEN, { recursive: true, force: true });
});

/** One point for each square of `by` points, their mean, in steps. */
function reduced({ width, height, data }, by) {
  const small = new PNG({ width: Math.floor(width / by), height: Math.floor(height / by) });
  for (let y = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let at = 0; at < by * by; at++) {
          sum += data[((y * by + Math.floor(at / by)) * width + x * by + at % by) * 4 + channel];
        }
        small.data[(y * small.width + x) * 4 + channel] = Math.round(sum / (by * by * STEP)) * STEP;
      }
      small.data[(y * small.width + x) * 4 + 3] = 255;
    }
  }
  return small;
}

/** One page for all views of a reader, by what the reader has. */
const pages = new Map();
async function reader({ reading, ...options }) {
  const key = JSON.stringify([reading, options]);
  if (!pages.has(key)) {
    const context = await browser.newContext({
      locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', bypassCSP: true, ...options,
    });
    if (reading) await context.addInitScript((value) => localStorage.setItem('reading', value), reading);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.clock.setFixedTime(`${AS_OF}T10:00:00+08:00`);
    pages.set(key, page);
  }
  return pages.get(key);
}

/** What is on the screen of a reader. */
async function screen(path, width, { media, shown = 'h1', ...options }) {
  const [by, most] = WIDTHS[width] ?? [2, 2000];
  const page = await reader(options);
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({ media: media ?? 'screen' });
  const [, address, rest] = /^([^?#]*)(.*)$/.exec(path);
  // A page that only the end of the address tells from the last one would not be loaded.
  await page.goto('about:blank');
  await page.goto(server.url(address) + rest);
  await page.locator(shown).first().waitFor();
  const height = await page.evaluate(() => document.fonts.ready.then(() => document.scrollingElement.scrollHeight));
  const clip = { x: 0, y: 0, width, height: Math.min(height, most) };
  return reduced(PNG.sync.read(await page.screenshot({ fullPage: true, animations: 'disabled', clip })), by);
}

const write = (path, picture) => writeFileSync(path, PNG.sync.write(picture, { colorType: 2, filterType: 0, deflateLevel: 9, deflateStrategy: 0 }));

/** What is wrong with a picture, if anything; `UPDATE` keeps it as the right one. */
function compared(name, seen) {
  const path = join(KEPT, name);
  let told, marked;
  if (!existsSync(path)) {
    told = `${name} is not kept`;
  } else {
    const kept = PNG.sync.read(readFileSync(path));
    if (kept.width !== seen.width || kept.height !== seen.height) {
      told = `${name} is ${seen.width} x ${seen.height}, not ${kept.width} x ${kept.height}`;
    } else {
      marked = new PNG({ width: kept.width, height: kept.height });
      const other = pixelmatch(kept.data, seen.data, marked.data, kept.width, kept.height, { threshold: THRESHOLD });
      const share = other / (kept.width * kept.height);
      if (share > SHARE) told = `${name} differs in ${(share * 100).toFixed(2)} % of its points`;
    }
  }
  if (!told) return [];
  if (process.env.UPDATE) {
    write(path, seen);
    return [`${told}: written anew`];
  }
  mkdirSync(SEEN, { recursive: true });
  write(join(SEEN, name), seen);
  if (marked) write(join(SEEN, name.replace('.png', '.diff.png')), marked);
  return [`${told}; seen: ${join(SEEN, name)}`];
}

/** Every view with the name of its picture. */
function views() {
  const all = new Map([...kinds(output)].map(([kind, paths]) => [kind.replace('/', '-'), paths]));
  const longest = new Set(samples(output));
  const of = (width) => [...all].map(([kind, paths]) => [`${kind}.${width}.png`, [paths.find((path) => longest.has(path)), width]]);
  const further = Object.entries(VIEWS).map(([name, view]) => [`${name}.png`, view]);
  return [...Object.keys(WIDTHS).flatMap((width) => of(Number(width))), ...further];
}

test('each kind of page looks as its kept picture', async () => {
  mkdirSync(KEPT, { recursive: true });
  const told = [];
  const wanted = views();
  assert.ok(wanted.length > 60, `only ${wanted.length} views`);
  for (const [name, [path, width, options = {}]] of wanted) told.push(...compared(name, await screen(path, width, options)));
  for (const name of readdirSync(KEPT)) {
    if (wanted.some(([view]) => view === name)) continue;
    if (process.env.UPDATE) rmSync(join(KEPT, name));
    told.push(`no page has the picture ${name}`);
  }
  assert.deepEqual(told, [], told.join('\n'));
});

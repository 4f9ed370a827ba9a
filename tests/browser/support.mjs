// What all browser tests share: building sites, walking and serving output folders, and pages that watch themselves.

import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, extname, join, sep } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { chromium } from 'playwright-core';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const BASE_PATH = '/ztzl/szjs/';
export const BASE_URL = `https://www.example.com${BASE_PATH}`;

export const run = promisify(execFile);

/** Runs the development build of mingce. */
export function mingce(...args) {
  const options = { cwd: root, maxBuffer: 1 << 26 };
  return process.env.MINGCE
    ? run(process.env.MINGCE, args, options)
    : run('cargo', ['run', '--quiet', '--', ...args], options);
}

/** What is to be done when all tests of a file have run, the last first. */
const ends = [];
after(async () => {
  for (const end of ends.reverse()) await end();
});

/** A temporary folder that goes away with the tests. */
export function folder() {
  const made = mkdtempSync(join(tmpdir(), 'mingce-'));
  ends.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Builds a content folder into a new output folder. */
export async function build(content, ...args) {
  const output = join(folder(), 'site');
  await mingce('build', content, '--output', output, ...args);
  return output;
}

/** The real content, without an address and with one. */
export const plain = () => build('content');
export const based = () => build('content', '--base-url', BASE_URL);
/** A made-up site that has everything that a site can have. */
export const notices = () => build('tests/sites/notices/content');
/** The same site with what is larger, longer and deeper than a page is made for, and less than it needs. */
export async function extremes() {
  const content = join(folder(), 'content');
  cpSync(join(root, 'tests/sites/notices/content'), content, { recursive: true });
  const write = (path, text) => writeFileSync(join(content, path), text);
  const read = (path) => readFileSync(join(content, path), 'utf8');
  const title = '关于进一步做好数字技术工程师培育项目有关工作的通知'.repeat(9).slice(0, 200);
  const cells = (text) => `|${` ${text} |`.repeat(12)}`;
  const body = `## 一、任务

设红领域、蓝领域。甲学校、乙学校负责培训。

（一）第二层

1. 第三层

（1）第四层

①第五层，${'很长的一句话，'.repeat(60)}。

A. 第六层

${'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(4)}

${cells('栏目')}
${cells('-')}
${cells('某一格里的文字')}

![一张很宽的图](../static/wide.svg)

## 二、其他

联系电话：000-0000000，ask@example.com
`;
  const front = read('policies/plan.md').split('---')[1];
  write('policies/plan.md', `---${front.replace(/^title: .*$/m, `title: ${title}`)}---\n\n各区：\n\n${body}`);
  const plain = front.replace(/^title: .*$/m, 'title: 没有条款的一份文件').replace(/^short_title.*$/m, '').replace('1号', '2号').replace('2026-1', '2026-2');
  write('policies/plain.md', `---${plain}---\n\n${'只有一段话，没有编号。'.repeat(40)}\n`);
  mkdirSync(join(content, 'static'), { recursive: true });
  write('static/wide.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="6000" height="3000"><rect width="6000" height="3000" fill="#08c"/></svg>');
  for (const path of ['questions/when.md', 'interpretations/why.md', 'pages/about.md']) {
    write(path, `${read(path).replace(/^title: .*$/m, `title: ${title}`)}\n${cells('栏目')}\n${cells('-')}\n${cells('某一格里的文字')}\n`);
  }
  const notice = read('notices/spring.md');
  for (let at = 0; at < 300; at++) write(`notices/n${at}.md`, notice.replace(/^title: .*$/m, `title: 第${at}个班`));
  const deep = ['第一编 总则', '第一章 一般规定', '第一节 适用范围', '第一条 为了做好工作，制定本规定。', '（一）第一项。', '（二）第二项。', '第二条 本规定自发布之日起施行。'];
  write('policies/deep.md', `---${plain.replace('没有条款', '分编章节').replace('2号', '3号').replace('2026-2', '2026-3')}---\n\n${deep.join('\n\n')}\n`);
  const mark = '  - { text: 党政机关, picture: static/wide.svg, address: "https://www.example.org/" }\n';
  write('site.yaml', read('site.yaml')
    .replace('title:', `logo: static/wide.svg\nmarks:\n${mark}${mark}title:`)
    .replace('title: 试验培训网站', `title: ${title.slice(0, 60)}`)
    .replace('  phone: "000-0000000"\n', '  phone: unpublished\n')
    .replace('  email: ask@example.com\n', '')
    .replace(', quote: 联系电话：000-0000000', ''));
  return build(content);
}
/** A site of one policy, with nothing in any list. */
export async function bare() {
  const content = join(folder(), 'content');
  const from = (path) => readFileSync(join(root, 'tests/sites/notices/content', path), 'utf8');
  mkdirSync(join(content, 'policies'), { recursive: true });
  writeFileSync(join(content, 'policies/plan.md'), from('policies/plan.md'));
  // With a column for each kind.
  const columns = ['benefits', 'offices', 'process', 'glossary', 'checks', 'forms'].map((id) =>
    `  - {id: ${id}, name: 栏目${id}, description: 一个栏目, keywords: [栏目], type: 概况信息}\n`).join('');
  writeFileSync(join(content, 'site.yaml'), from('site.yaml').replace('columns:\n', `columns:\n${columns}`));
  return build(content);
}
/** A made-up site with a check that has every type of answer and every kind of group. */
export const checks = () => build('tests/sites/checks/content');

/** Paths of all files of an output folder, with `/`. */
export function walk(output) {
  const files = readdirSync(output, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  // Older versions of node have `path` where newer ones have `parentPath`.
  const name = (entry) => join(entry.parentPath ?? entry.path, entry.name).slice(output.length + 1);
  return files.map((entry) => name(entry).split(sep).join('/')).filter((path) => path !== '.mingce').sort();
}

export const pagesOf = (output) => walk(output).filter((path) => path.endsWith('.html'));

export const encode = (path) => path.split('/').map(encodeURIComponent).join('/');

export const fileUrl = (output, path) => pathToFileURL(join(output, ...path.split('/'))).href;

export const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.xml': 'application/xml',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Serves an output folder under `prefix` as an ordinary web server does: `404.html` for what is not there. `pages` sends the text of
 * a page, when something else than all of it at once is wanted. */
export async function serve(output, prefix = '/', pages = (response, text) => response.end(text)) {
  const known = new Map(walk(output).map((path) => [prefix + path, path]));
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const path = known.get(asked.endsWith('/') ? `${asked}index.html` : asked);
    const sent = path ?? '404.html';
    response.writeHead(path ? 200 : 404, { 'content-type': TYPES[extname(sent)] ?? 'application/octet-stream' });
    const bytes = readFileSync(join(output, ...sent.split('/')));
    if (extname(sent) === '.html') pages(response, bytes.toString());
    else response.end(bytes);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  ends.push(() => new Promise((closed) => {
    server.close(closed);
    server.closeAllConnections();
  }));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, home: origin + prefix, url: (path) => origin + prefix + encode(path) };
}

/** `mingce serve` of a content folder, until the tests end or it is stopped; `port` is one that it is to take. */
export async function preview(content, port = 0, ...args) {
  const words = ['serve', content, '--port', String(port), '--as-of', '2026-11-22', ...args];
  const child = process.env.MINGCE
    ? spawn(process.env.MINGCE, words, { cwd: root })
    : spawn('cargo', ['run', '--quiet', '--', ...words], { cwd: root });
  const ended = new Promise((told) => child.on('exit', told));
  const stop = (signal = 'SIGINT') => {
    child.kill(signal);
    return ended;
  };
  ends.push(() => stop());
  let said = '';
  child.stderr.on('data', (text) => { said += text; });
  const address = await new Promise((told, failed) => {
    child.stdout.once('data', (text) => told(String(text).trim()));
    ended.then((code) => failed(new Error(`it ended with ${code}: ${said}`)));
  });
  const { origin, port: taken } = new URL(address);
  return { origin, port: Number(taken), stop, said: () => said, url: (path) => `${origin}/${encode(path)}` };
}

/** Debian's Chromium, which finds nobody but this machine. */
export async function launch(...options) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      ...options,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-dev-shm-usage',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
  ends.push(() => browser.close());
  return browser;
}

/** A page that takes down everything that goes wrong in it. `own` says which addresses belong to the site. */
export async function watched(browser, own, options = {}) {
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...options });
  const problems = [];
  await context.route((url) => !own(url.href), (route) => {
    problems.push(`asks for ${route.request().url()}`);
    return route.abort();
  });
  await context.addInitScript(() => {
    window.violations = [];
    addEventListener('securitypolicyviolation', (e) => window.violations.push(`${e.violatedDirective} ${e.blockedURI}`));
  });
  const page = await context.newPage();
  // What a key or a click leads to may take a moment; what never comes is a fault.
  page.setDefaultTimeout(20_000);
  page.on('console', (said) => {
    if (['error', 'warning', 'assert'].includes(said.type())) problems.push(`console ${said.type()}: ${said.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => {
    // The icon is asked for last; going on to the next page may cut it short.
    const cause = request.failure()?.errorText;
    if (cause !== 'net::ERR_ABORTED') problems.push(`failed: ${request.url()} ${cause}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
  });
  /** Opens an address and gives what went wrong since the last one. */
  const open = async (url) => {
    const response = await page.goto(url, { waitUntil: 'load' });
    const status = response?.status() ?? 0;
    const violations = await page.evaluate(() => window.violations ?? []);
    return { status, problems: [...problems.splice(0), ...violations.map((text) => `policy: ${text}`)] };
  };
  return { page, context, open };
}

/** The kind of each page, from the class of its body, with its folder: `fields/record`. */
export function kinds(output) {
  const kind = (path) => /<body class="?k-([a-z0-9-]+)/.exec(readFileSync(join(output, path), 'utf8'))?.[1] ?? 'none';
  const all = new Map();
  for (const path of pagesOf(output)) {
    const name = `${path.includes('/') ? `${path.split('/')[0]}/` : ''}${kind(path)}`;
    all.set(name, [...(all.get(name) ?? []), path]);
  }
  return all;
}

/** The longest page of each kind. */
export function samples(output) {
  const size = (path) => statSync(join(output, path)).size;
  return [...kinds(output).values()].map((paths) => paths.reduce((a, b) => (size(b) > size(a) ? b : a))).sort();
}

// The scripts of the theme and of the preview, by ESLint: a bundle of the theme is one script, as it is published.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import js from '@eslint/js';
import { ESLint } from 'eslint';
import globals from 'globals';

import { root } from './support.mjs';

const rules = {
  ...js.configs.recommended.rules,
  'block-scoped-var': 'error',
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-alert': 'error',
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-new-func': 'error',
  'no-script-url': 'error',
  'no-self-compare': 'error',
  'no-throw-literal': 'error',
  'no-unused-expressions': ['error', { allowShortCircuit: true, allowTernary: true }],
  'no-use-before-define': ['error', { functions: false, variables: false }],
  // What a script leaves for the other one on its page is global; ES5 has no `catch` without a name.
  'no-unused-vars': ['error', { vars: 'local', caughtErrors: 'none' }],
};

/** What scripts of the theme know: a text for readers is `STRINGS.key`. */
const texts = { ...globals.browser, STRINGS: 'readonly' };

/** Each script that is published or served: its files in order, the language it may use, and what else it knows. */
const scripts = [
  { files: 'themes/default/js', ecmaVersion: 5, known: texts },
  { files: 'themes/default/js/check', ecmaVersion: 5, known: texts },
  { files: 'themes/default/js/search', ecmaVersion: 2015, known: texts },
  { files: 'themes/default/js/qr', ecmaVersion: 5, known: { ...globals.browser, leanQr: 'readonly' }, passed: ['10-lean-qr.js'] },
  { files: 'themes/default/js/read', ecmaVersion: 5, known: texts },
  { files: 'themes/default/js/offline', ecmaVersion: 5, known: texts },
  { files: 'themes/default/js/worker', ecmaVersion: 2015, known: { ...globals.serviceworker, STRINGS: 'readonly' } },
  { files: ['src/preview/preview.js'], ecmaVersion: 2022, known: globals.browser },
  { files: ['src/preview/stream.js'], ecmaVersion: 2022, known: globals.sharedWorker ?? globals.worker },
];

for (const { files, ecmaVersion, known, passed = [] } of scripts) {
  const paths = Array.isArray(files)
    ? files
    : readdirSync(join(root, files)).filter((name) => name.endsWith('.js') && !passed.includes(name)).sort()
      .map((name) => `${files}/${name}`);
  test(`${Array.isArray(files) ? files[0] : files}: nothing that a linter finds`, async () => {
    const eslint = new ESLint({
      cwd: root,
      overrideConfigFile: true,
      overrideConfig: [{
        linterOptions: { reportUnusedDisableDirectives: 'error' },
        languageOptions: { ecmaVersion, sourceType: 'script', globals: known },
        rules,
      }],
    });
    const texts = paths.map((path) => readFileSync(join(root, path), 'utf8'));
    const [{ messages }] = await eslint.lintText(texts.join(''), { filePath: paths[0] });
    const place = (line) => {
      let at = 0;
      while (at + 1 < texts.length && line > texts[at].split('\n').length - 1) line -= texts[at++].split('\n').length - 1;
      return `${paths[at]}:${line}`;
    };
    assert.deepEqual(messages.map(({ line, ruleId, message }) => `${place(line)}: ${ruleId}: ${message}`), []);
  });
}

// The SARIF report of every fixture fits the JSON Schema of SARIF 2.1.0, as an independent validator reads both.

import assert from 'node:assert/strict';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import Ajv from 'ajv';

import { folder, mingce, root } from './support.mjs';

// The schema is of draft 4; of what that draft says in another way it uses the name of `$id` only.
const schema = join(root, 'tests/browser/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const { id, $schema: draft, ...sarif } = JSON.parse(readFileSync(schema, 'utf8'));
const reference = /^[!#$%&'()*+,\-./0-9:;=?@A-Z[\]_a-z~]*$/;
const absolute = /^[a-z][a-z0-9+.-]*:/i;
const formats = {
  uri: (text) => reference.test(text) && absolute.test(text),
  'uri-reference': (text) => reference.test(text),
  'date-time': (text) => !Number.isNaN(Date.parse(text)),
};
// What the schema itself writes loosely: types and keys that another part of it names, one pattern of old.
const loose = { strictTypes: false, strictRequired: false, unicodeRegExp: false };
const validate = new Ajv({ strict: true, ...loose, allErrors: true, formats }).compile(sarif);
const why = () => JSON.stringify(validate.errors?.slice(0, 5), null, 1);

const invalid = join(root, 'tests/invalid');

/** What `mingce check` says of the base of the fixtures with the files of one of them over it. */
async function report(name, lang) {
  const content = join(folder(), 'content');
  cpSync(join(invalid, 'base'), content, { recursive: true });
  if (name !== 'base') cpSync(join(invalid, name, 'content'), content, { recursive: true });
  const said = await mingce('check', content, '--format', 'sarif', '--lang', lang).catch((error) => error);
  return JSON.parse(said.stdout);
}

test('the schema is the one of SARIF 2.1.0', () => {
  assert.equal(draft, 'http://json-schema.org/draft-04/schema#');
  assert.match(id, /sarif-2\.1\.0/);
  assert.deepEqual(sarif.properties.version.enum, ['2.1.0']);
});

test('every report fits the schema', async (t) => {
  const names = readdirSync(invalid).filter((name) => existsSync(join(invalid, name, 'content')));
  const told = new Set();
  for (const [at, name] of ['base', ...names].entries()) {
    const log = await report(name, at % 2 ? 'zh' : 'en');
    assert.ok(validate(log), `${name}: ${why()}`);
    for (const { ruleId } of log.runs[0].results) told.add(ruleId);
  }
  t.diagnostic(`${names.length} reports, ${told.size} codes`);
  assert.ok(told.size > 70, `only ${told.size} codes`);
});

test('what no report may hold is refused', async () => {
  const log = await report('MC306', 'en');
  const faults = [
    (log) => delete log.version,
    (log) => { log.version = '2.0.0'; },
    (log) => { log.x = 1; },
    (log) => { log.runs[0].results[0].level = 'fatal'; },
    (log) => delete log.runs[0].results[0].message,
    (log) => { log.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0; },
    (log) => { log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri = '政策 1.md'; },
    (log) => delete log.runs[0].tool.driver.name,
    (log) => { log.runs[0].columnKind = 'bytes'; },
  ];
  for (const fault of faults) {
    const wrong = structuredClone(log);
    fault(wrong);
    assert.ok(!validate(wrong), `${fault} is let in`);
  }
  assert.ok(validate(log), why());
});

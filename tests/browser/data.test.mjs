// The data of a site fits the schemas beside it, read by another program, and the schemas refuse what is no data.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import Ajv from 'ajv/dist/2020.js';

import { BASE_URL, build } from './support.mjs';

const compile = (schema) => {
  const formats = { date: /^\d{4}-\d\d-\d\d$/, 'iri-reference': /^[^\s<>"{}|\\^`]+$/ };
  return new Ajv({ strict: true, allowUnionTypes: true, allErrors: true, formats }).compile(schema);
};
const read = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'));

for (const [content, ...options] of [
  ['content', '--base-url', BASE_URL],
  ['tests/sites/notices/content'],
  ['tests/sites/checks/content'],
  ['tests/sites/small/content'],
]) {
  test(`the data of ${content} fit their schemas`, async () => {
    const site = await build(content, ...options);
    const data = join(site, 'data');
    const names = readdirSync(data).filter((name) => name.endsWith('.json') && !name.endsWith('.schema.json'));
    assert.ok(names.length > 2);
    for (const name of names) {
      const valid = compile(read(data, name.replace('.json', '.schema.json')));
      const json = read(data, name);
      assert.ok(valid(json), `${name}: ${JSON.stringify(valid.errors?.slice(0, 5), null, 1)}`);
      assert.equal(json.$schema.split('/').pop(), name.replace('.json', '.schema.json'));
      assert.ok(existsSync(join(data, name.replace('.json', '.csv'))));
      for (const [key, wrong] of [['id', 'A b'], ['name', 1], ['verified', '是'], ['more', true]]) {
        const [first, ...rest] = json.records;
        assert.ok(!valid({ ...json, records: [{ ...first, [key]: wrong }, ...rest] }), `${name}: ${key} ${wrong}`);
      }
      const { id, ...without } = json.records[0];
      assert.ok(id && !valid({ ...json, records: [without] }), name);
    }
    const valid = compile(read(data, 'policy.schema.json'));
    const policies = read(data, 'policies.json').records.filter((policy) => policy.full_text);
    assert.ok(policies.length > 0);
    for (const { id } of policies) {
      const policy = read(site, 'policies', `${id}.json`);
      assert.ok(valid(policy), `${id}: ${JSON.stringify(valid.errors?.slice(0, 5), null, 1)}`);
      assert.ok(!valid({ ...policy, clauses: [{ ...policy.clauses[0], text: null }] }));
    }
  });
}

// The JSON Schemas that editors complete and check with: they compile, the real content fits them, and faults do not.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';

import Ajv from 'ajv/dist/2020.js';
import { parse } from 'yaml';

import { mingce, root } from './support.mjs';

let schemas, validators;
before(async () => {
  schemas = JSON.parse((await mingce('schema')).stdout);
  validators = new Map(Object.entries(schemas).map(([name, schema]) => [name, compile(schema)]));
});

function compile(schema) {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true, formats: { uint32: true, int64: true } });
  return ajv.compile(schema);
}

const yaml = (text) => parse(text, { schema: 'core', strict: true, uniqueKeys: true });

/** Every file of a content folder that has a schema: its path, the schema's name, and what it says. */
function documents(content) {
  const found = [];
  const read = (path) => {
    const text = readFileSync(join(root, content, path), 'utf8');
    return yaml(path.endsWith('.md') ? /^---\n([^]*?\n)---\n/.exec(text)[1] : text);
  };
  for (const entry of readdirSync(join(root, content), { withFileTypes: true })) {
    if (entry.isDirectory() && ['static', 'theme', 'files'].includes(entry.name)) continue;
    const paths = entry.isDirectory()
      ? readdirSync(join(root, content, entry.name)).map((name) => `${entry.name}/${name}`)
      : [entry.name];
    for (const path of paths.filter((path) => /\.(md|ya?ml)$/.test(path))) {
      found.push({ path: `${content}/${path}`, name: entry.name.replace(/\.ya?ml$/, ''), data: read(path) });
    }
  }
  return found;
}

const CONTENTS = ['content', 'tests/sites/notices/content', 'tests/sites/small/content'];

test('there is a schema for the site and for each of the fourteen collections', async () => {
  assert.deepEqual(Object.keys(schemas).sort(), [
    'benefits', 'checks', 'facts', 'fields', 'forms', 'institutions', 'interpretations', 'notices', 'offices', 'pages',
    'policies', 'questions', 'site', 'steps', 'terms',
  ]);
  for (const [name, schema] of Object.entries(schemas)) {
    assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema', name);
    assert.deepEqual(JSON.parse((await mingce('schema', name)).stdout), schema);
  }
  await assert.rejects(mingce('schema', 'polcy'), ({ code, stderr }) => code === 2 && stderr.includes('policies'));
});

for (const content of CONTENTS) {
  test(`every file of ${content} fits its schema`, () => {
    const all = documents(content);
    assert.ok(all.length > 10);
    for (const { path, name, data } of all) {
      const validate = validators.get(name);
      assert.ok(validate, `${path}: no schema “${name}”`);
      assert.ok(validate(data), `${path}: ${JSON.stringify(validate.errors?.slice(0, 5), null, 1)}`);
    }
  });
}

test('every collection of the programme has content to check', () => {
  const names = new Set(documents('content').map(({ name }) => name));
  assert.deepEqual([...names].sort(), Object.keys(schemas).sort());
});

test('every property is described', () => {
  const bare = [];
  const look = (schema, place) => {
    if (Array.isArray(schema)) return schema.forEach((part, at) => look(part, `${place}/${at}`));
    if (schema === null || typeof schema !== 'object') return undefined;
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      // A choice that is written as `within: …` is described as a whole.
      const choice = Object.keys(schema.properties).length === 1 && schema.description;
      if (!property.description && !choice) bare.push(`${place}: ${name}`);
    }
    if (schema.properties && schema.additionalProperties !== false) bare.push(`${place}: lets anything in`);
    for (const [key, part] of Object.entries(schema)) look(part, `${place}/${key}`);
    return undefined;
  };
  for (const [name, schema] of Object.entries(schemas)) look(schema, name);
  assert.deepEqual(bare, []);
});

/** The schema of one record. */
function record(name) {
  const schema = schemas[name];
  if (!schema.anyOf) return schema;
  return schema.$defs[schema.anyOf.find((part) => part.$ref).$ref.replace('#/$defs/', '')];
}

/** Every place in a document: the holder and the key. */
function* places(value, path = '') {
  if (value === null || typeof value !== 'object') return;
  for (const key of Object.keys(value)) {
    yield { holder: value, key, path: `${path}/${key}` };
    yield* places(value[key], `${path}/${key}`);
  }
}

test('a key that is missing, unknown or of another type is refused, wherever it stands', (t) => {
  let tried = 0;
  for (const { path, name, data } of documents('content')) {
    const validate = validators.get(name);
    const refused = (what) => {
      tried += 1;
      assert.ok(!validate(data), `${path}: ${what} is let in`);
    };
    const { required } = record(name);
    assert.ok(required.length > 0, name);
    for (const one of Array.isArray(data) ? data : [data]) {
      for (const key of required) {
        const { [key]: value } = one;
        delete one[key];
        refused(`${key} missing`);
        one[key] = value;
      }
      one.no_such_key = 'x';
      refused('an unknown key');
      delete one.no_such_key;
    }
    for (const { holder, key, path: place } of [...places(data)]) {
      const value = holder[key];
      for (const wrong of [{ no_such_key: 1 }, 0.5, [[0.5]]]) {
        holder[key] = wrong;
        refused(`${JSON.stringify(wrong)} at ${place}`);
      }
      holder[key] = value;
      if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
        value.no_such_key = 'x';
        refused(`an unknown key at ${place}`);
        delete value.no_such_key;
      }
    }
    assert.ok(validate(data), `${path} is as it was`);
  }
  t.diagnostic(`${tried} faults refused`);
  assert.ok(tried > 5000, `only ${tried} faults tried`);
});

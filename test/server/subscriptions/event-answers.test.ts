import { randomUUID } from 'node:crypto';
import { parse } from 'graphql';
import type { Context } from '../../../src/resolvers/common/context.js';
import { buildSchema } from '../../../src/resolvers/build-schema.js';
import { Admission } from '../../../src/server/pipeline/admission.js';
import { Operations } from '../../../src/server/execution/operations.js';
import { type CheckedSubscription, SharedEventAnswers } from '../../../src/server/subscriptions/event-answers.js';
import { tssRow } from '../../datasources/rows.js';

const schema = buildSchema();
const uuid = randomUUID();
const query = `subscription { tssChanged(tssUuid: "${uuid}") { uuid } }`;
const operations = new Operations(schema, 10_000);
/** Contexts made so far: one for each time that an event is resolved. */
let contexts = 0;
const toContext = () => {
  contexts += 1;
  return {} as Context; // nothing that is asked for needs any of it
};
const asked = (key: string, cost = 0): CheckedSubscription => {
  const variables = { raw: {}, coerced: {} };
  const what = { query, operationName: undefined, variables: {} };
  return {
    schema,
    operationName: undefined,
    request: what,
    document: parse(query),
    variables,
    caller: { kind: 'gateway-key' },
    cost,
    key,
  };
};
const here = () => new AbortController().signal;
beforeEach(() => (contexts = 0));

test('an event is resolved once for all who ask for the same, and by itself for all others and for each event', async () => {
  const answers = new SharedEventAnswers({ operations, queryTimeout: 5_000, toContext, admission: new Admission() });
  const event = tssRow(uuid);
  const results = await Promise.all(Array.from({ length: 100 }, () => answers.answer(asked('one'), event, here())));
  expect(results).toEqual(Array.from({ length: 100 }, () => ({ data: { tssChanged: { uuid } } })));
  await answers.answer(asked('one'), event, here());
  expect(contexts).toBe(1);
  await answers.answer(asked('another credential'), event, here());
  expect(contexts).toBe(2);
  await answers.answer(asked('one'), tssRow(uuid), here());
  expect(contexts).toBe(3);
});

test('an event that there is no room for says so, and the next one may come through', async () => {
  const admission = new Admission();
  const answers = new SharedEventAnswers({ operations, queryTimeout: 5_000, toContext, admission });
  const leave = await admission.enter(20_000, false, here());
  const waiting = admission.enter(100_000, false, here());
  for (let index = 0; index < 4; index += 1) void admission.enter(100_000, false, here());
  const event = tssRow(uuid);
  expect(await answers.answer(asked('one', 100), event, here())).toMatchObject({
    errors: [{ originalError: { code: 'OVERLOADED' } }],
  });
  leave!();
  (await waiting)!();
  expect(contexts).toBe(0);
});

test('who has gone waits for nothing', async () => {
  const answers = new SharedEventAnswers({ operations, queryTimeout: 5_000, toContext, admission: new Admission() });
  const gone = new AbortController();
  gone.abort();
  await expect(answers.answer(asked('one'), tssRow(uuid), gone.signal)).rejects.toThrow();
});

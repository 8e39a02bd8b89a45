import { isNonNullType } from 'graphql';
import { makeGatewayKey } from '../../../src/config/gateway-keys.js';
import { buildSchema } from '../../../src/resolvers/build-schema.js';
import { ask } from '../support/ask.js';
import { startTestGateway, type TestGateway } from '../support/start.js';

const ROLES = ['READ', 'SIGN', 'ADMIN'] as const;
const keys = ROLES.map((role) => ({ role, ...makeGatewayKey(`key-of-${role}`, role, []) }));
const schema = buildSchema();
const queries = Object.values(schema.getQueryType()!.getFields());
const mutations = Object.values(schema.getMutationType()!.getFields());

/**
 * Mutations that do not need the role ADMIN: whatever is added needs it, unless somebody says otherwise here as well.
 */
const LESSER: Readonly<Record<string, (typeof ROLES)[number] | 'ANYBODY'>> = {
  authenticate: 'ANYBODY',
  signReceipt: 'SIGN',
  signOrder: 'SIGN',
  signOther: 'SIGN',
  signRaw: 'SIGN',
  signTaximeter: 'SIGN',
  cancelOpenTransactions: 'SIGN',
  startTransaction: 'SIGN',
  updateTransaction: 'SIGN',
  finishTransaction: 'SIGN',
  cancelTransaction: 'SIGN',
  updateTransactionMetadata: 'SIGN',
  insertCashPointClosing: 'SIGN',
  updateCashPointClosingMetadata: 'SIGN',
};

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ GATEWAY_KEYS: keys.map(({ entry }) => entry).join(' ') });
});
afterAll(() => gateway.close());

describe.each(keys)('a gateway key with the role $role', ({ role, key }) => {
  const headers = { authorization: `Gateway-Key ${key}` };

  test.each(queries.map((field) => [field.name, field] as const))('may ask for %s', async (_name, field) => {
    const { query, variables } = ask('query', field);
    const { errors = [] } = await gateway.post(query, variables, headers);
    expect(errors.filter(({ extensions }) => ['FORBIDDEN', 'UNAUTHENTICATED'].includes(extensions.code))).toEqual([]);
  });

  test.each(mutations.map((field) => [field.name, field] as const))(
    'may do %s if its role is enough, and is told so without any call if it is not',
    async (name, field) => {
      const { query, variables } = ask('mutation', field);
      const { data, errors = [], extensions } = await gateway.post(query, variables, headers);
      const needed = LESSER[name] ?? 'ADMIN';
      const isAllowed = needed === 'ANYBODY' || ROLES.indexOf(role) >= ROLES.indexOf(needed);
      if (isAllowed) {
        expect(JSON.stringify({ data, errors })).not.toContain('FORBIDDEN');
        return;
      }
      expect(errors).toEqual([]);
      const message = `\`${name}\` needs the role ${needed}, but this gateway key has ${role}. Nothing was sent.`;
      expect(data![name]).toEqual({ userErrors: [{ code: 'FORBIDDEN', message }] });
      expect(extensions!.upstream.calls).toBe(0);
    },
  );

  test('is told by viewer what it is and may do', async () => {
    const { data } = await gateway.post('{ viewer { credential gatewayKey role tssUuids } }', {}, headers);
    expect(data!.viewer).toEqual({ credential: 'GATEWAY_KEY', gatewayKey: `key-of-${role}`, role, tssUuids: null });
  });
});

test('a field that is refused keeps none of its neighbours from being answered, in whatever payload', async () => {
  const headers = { authorization: `Gateway-Key ${keys[0]!.key}` };
  const input =
    '{ tssUuid: "c0ffee00-0000-4000-8000-000000000001", clientUuid: "c0ffee00-0000-4000-8000-0000000000c1", transactionUuid: "c0ffee00-0000-4000-8000-0000000000d1" }';
  const { data, errors } = await gateway.post(
    `mutation {
      startTransaction(input: ${input}) { outcome transaction { uuid } warnings { message } query { viewer { role } } userErrors { code } }
      authenticate(input: { refreshToken: "none" }) { userErrors { code } }
    }`,
    {},
    headers,
  );
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    startTransaction: {
      outcome: 'NOT_SIGNED',
      transaction: null,
      warnings: [],
      query: { viewer: { role: 'READ' } },
      userErrors: [{ code: 'FORBIDDEN' }],
    },
    authenticate: { userErrors: [{ code: 'CREDENTIALS_REFUSED' }] },
  });
});

describe('with gateway keys configured nobody on this machine is lent the API key without one', () => {
  const all = [
    ...queries.map((field) => ['query', field.name, field] as const),
    ...mutations.map((field) => ['mutation', field.name, field] as const),
  ].filter(([, name]) => !['authenticate', 'verifyReceipt'].includes(name)); // which need no credential
  test.each(all)('%s %s', async (kind, _name, field) => {
    const { query, variables } = ask(kind, field);
    const { errors, extensions } = await gateway.post(query, variables);
    expect(errors!.map((error) => error.extensions.code)).toEqual(['UNAUTHENTICATED']);
    expect(extensions!.upstream.calls).toBe(0);
  });
});

test('a gateway key that is not known is refused at the door, like a malformed one', async () => {
  const { status, errors } = await gateway.post('{ __typename }', {}, { authorization: 'Gateway-Key fgk_unknown' });
  expect(status).toBe(401);
  expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
});

test('every query is nullable, so that one that fails leaves the others', () => {
  expect(queries.filter(({ type }) => isNonNullType(type))).toEqual([]);
});

test('every object shows whether it is of TEST or LIVE', () => {
  const objects = schema.getPossibleTypes(schema.getType('Node') as never);
  expect(objects.length).toBeGreaterThan(3);
  for (const object of [...objects, schema.getType('Viewer'), schema.getType('Session')]) {
    expect(object).toHaveProperty('_fields.environment');
  }
});

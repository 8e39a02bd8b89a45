import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Schemas } from '../../src/contract/sign-de.js';
import type { Answer } from './support/contract-client.js';
import { ContractClient } from './support/contract-client.js';
import { type Call, type Content, type Expected, LIMITS, type Model, newTss, predict } from './support/model.js';
import type { Sandbox } from '../../src/sandbox/index.js';
import { ControlClient } from './support/control-client.js';
import { sized } from '../support/run-size.js';
import { runSandbox, TestClock } from './support/running-sandbox.js';
import { PIN, receipt } from './support/set-up.js';

const SEQUENCES = sized(15, 300);
const TSS = 2;

/** The ids that the indexes of the model stand for, and what the sandbox has told. */
class Real {
  readonly #sandbox: Sandbox;
  readonly control: ControlClient;
  client: ContractClient;
  readonly ids = Array.from({ length: TSS }, () => ({
    tss: randomUUID(),
    clients: Array.from({ length: 3 }, () => randomUUID()),
    transactions: Array.from({ length: 4 }, () => randomUUID()),
    puk: '0000000000',
  }));

  constructor(sandbox: Sandbox, client: ContractClient) {
    this.#sandbox = sandbox;
    this.control = new ControlClient(sandbox.controlUrl);
    this.client = client;
  }

  async perform(call: Call): Promise<Pick<Answer, 'status' | 'json'>> {
    const ids = this.ids[call.tss]!;
    const path = { tss_id: ids.tss };
    const inTransaction = (index: number) => ({ ...path, tx_id_or_number: ids.transactions[index] });
    switch (call.kind) {
      case 'createTss': {
        const answer = await this.client.send('createTss', { path, body: {} });
        if (answer.status === 200) ids.puk = (answer.json as Schemas['CreateTssResponse']).admin_puk;
        return answer;
      }
      case 'move':
        return this.client.send('updateTss', { path, body: { state: call.state } });
      case 'setPin': {
        const admin_puk = call.right ? ids.puk : 'wrong00puk';
        return this.client.send('changeAdminPin', { path, body: { admin_puk, new_admin_pin: PIN } });
      }
      case 'logIn':
        return this.client.send('authenticateAdmin', { path, body: { admin_pin: call.right ? PIN : 'wrong pin' } });
      case 'logOut':
        return this.client.send('logoutAdmin', { path });
      case 'createClient':
      case 'updateClient': {
        const body = call.kind === 'createClient' ? { serial_number: `till ${call.client}` } : { state: call.state };
        return this.client.send(call.kind, { path: { ...path, client_id: ids.clients[call.client] }, body });
      }
      case 'write': {
        const schema = schemas[call.content];
        const body = { state: call.state, client_id: ids.clients[call.client], ...(schema && { schema }) };
        const query = { tx_revision: call.revision };
        return this.client.send('upsertTransaction', { path: inTransaction(call.transaction), query, body });
      }
      case 'read': {
        const query = { tx_revision: call.revision };
        return this.client.send('retrieveTransaction', { path: inTransaction(call.transaction), query });
      }
      case 'pass': {
        const answer = await this.control.send('PUT /clock', { advance: call.days * 86_400 });
        this.client = await ContractClient.login(this.#sandbox.middlewareUrl);
        return answer;
      }
      case 'count':
        return this.client.send('listTransactions', { path });
    }
  }
}

const schemas: Readonly<Record<Content, Schemas['TxSchemaRequest'] | undefined>> = {
  none: undefined,
  receipt: receipt(),
  order: { standard_v1: { order: { line_items: [] } } },
};

/** A refusal as it is; of an answer the members that are expected, the counter out of its signature. */
function observe({ status, json }: Pick<Answer, 'status' | 'json'>, expected: Expected): unknown {
  if (status !== 200) return [status, (json as Schemas['Error']).code];
  const { signature } = json as Partial<Schemas['TxResponse']>;
  const seen = { ...(json as object), ...(signature && { counter: Number(signature.counter) }) };
  const names = 'members' in expected ? Object.keys(expected.members) : [];
  return { status, members: Object.fromEntries(Object.entries(seen).filter(([name]) => names.includes(name))) };
}

class CallCommand implements fc.AsyncCommand<Model, Real> {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, real: Real): Promise<void> {
    const expected = predict(model, this.#call);
    expect(observe(await real.perform(this.#call), expected)).toEqual(expected);
  }

  toString(): string {
    return JSON.stringify(this.#call);
  }
}

/** What sets a TSS up; a history begins with a part of it, so that it gets far. */
const SET_UP = [
  { kind: 'createTss' },
  { kind: 'move', state: 'UNINITIALIZED' },
  { kind: 'setPin', right: true },
  { kind: 'logIn', right: true },
  { kind: 'move', state: 'INITIALIZED' },
  { kind: 'createClient', client: 0 },
  { kind: 'createClient', client: 1 },
] as const;

const tss = fc.nat(TSS - 1);
const client = fc.nat(2);
const transaction = fc.nat(3);
const mostly = fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) });
const revision = fc.integer({ min: 1, max: 4 });
const writing = fc.record({
  tss,
  kind: fc.constant('write' as const),
  transaction,
  revision,
  client: fc.oneof({ weight: 4, arbitrary: fc.nat(1) }, { weight: 1, arbitrary: client }),
  state: fc.constantFrom('ACTIVE', 'ACTIVE', 'FINISHED', 'CANCELLED'),
  content: fc.constantFrom<Content>('none', 'receipt', 'receipt', 'order'),
});
const state = fc.constantFrom('UNINITIALIZED', 'INITIALIZED', 'INITIALIZED', 'DISABLED');
const clientState = fc.constantFrom('REGISTERED', 'DEREGISTERED');
const commands: fc.Arbitrary<CallCommand>[] = [
  ...Array.from({ length: 8 }, () => writing),
  fc.record({ tss, kind: fc.constant('createTss' as const) }),
  fc.record({ tss, kind: fc.constant('move' as const), state }),
  fc.record({ tss, kind: fc.constantFrom('setPin', 'logIn'), right: mostly }),
  fc.record({ tss, kind: fc.constant('logOut' as const) }),
  fc.record({ tss, kind: fc.constant('createClient' as const), client }),
  fc.record({ tss, kind: fc.constant('updateClient' as const), client, state: clientState }),
  fc.record({ tss, kind: fc.constant('read' as const), transaction, revision }),
  fc.record({ tss, kind: fc.constant('count' as const) }),
  fc.record({ tss, kind: fc.constant('pass' as const), days: fc.integer({ min: 1, max: 3 }) }),
].map((calls: fc.Arbitrary<Call>) => calls.map((call) => new CallCommand(call)));

const beginning = fc
  .tuple(...Array.from({ length: TSS }, () => fc.oneof(fc.constant(SET_UP.length), fc.nat(SET_UP.length))))
  .map((lengths) =>
    lengths.flatMap((length, index) => SET_UP.slice(0, length).map((step): Call => ({ ...step, tss: index }))),
  );

/** Histories that end in each state: a few random ones need not reach all of them, as hundreds do. */
const endings: [Call[], CallCommand[]][] = [
  [[{ tss: 0, kind: 'createTss' }], []], // the other one is ABSENT
  [[0, 1].flatMap((index) => SET_UP.slice(0, 2 + 3 * index).map((step): Call => ({ ...step, tss: index }))), []],
  [[...SET_UP.map((step): Call => ({ ...step, tss: 0 })), { tss: 0, kind: 'move', state: 'DISABLED' }], []],
];

test(`The sandbox does what a plain model of a TSS does, in ${SEQUENCES} random histories of several TSS at once`, async () => {
  const sandbox = await runSandbox({ limits: LIMITS, clock: new TestClock().now });
  const outcomes = new Set<string>();
  const law = fc.asyncProperty(
    beginning,
    fc.commands(commands, { maxCommands: 30, size: 'max' }),
    async (first, rest) => {
      const model: Model = Array.from({ length: TSS }, newTss);
      const real = new Real(sandbox, await ContractClient.login(sandbox.middlewareUrl));
      for (const call of first) await new CallCommand(call).run(model, real);
      await fc.asyncModelRun(() => ({ model, real }), rest);
      for (const [index, { state: expected, signatureCounter, transactions }] of model.entries()) {
        outcomes.add(expected);
        if (expected === 'ABSENT') continue;
        const { tss: tss_id } = real.ids[index]!;
        const answer = await real.client.ok('retrieveTss', { path: { tss_id } });
        expect([answer.state, Number(answer.signature_counter ?? 0), Number(answer.transaction_counter ?? 0)]).toEqual([
          expected,
          signatureCounter,
          transactions.size,
        ]);
        // It is of no use to the histories to come, but would go on updating its time in them.
        await real.control.call('PATCH /tss/{id}', { state: 'DELETED' }, tss_id);
      }
    },
  );
  await fc.assert(law, { numRuns: SEQUENCES, examples: SEQUENCES < 100 ? endings : [] });
  expect(outcomes).toEqual(new Set(['ABSENT', 'CREATED', 'UNINITIALIZED', 'INITIALIZED', 'DISABLED']));
}, 300_000);

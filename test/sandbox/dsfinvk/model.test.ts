import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Schemas } from '../../../src/contract/dsfinvk.js';
import { sized } from '../../support/run-size.js';
import { runSandbox } from '../support/running-sandbox.js';
import { setUpClient } from '../support/set-up.js';
import { closed, closingOf, exported, REGISTER, setUpShop, type Shop } from './support/shop.js';

const SEQUENCES = sized(12, 200);
const REGISTERS = 2;
const CLOSINGS = 5;
const EXPORTS = 3;

/** One call. Registers, closings and exports have indexes. */
type Call =
  | { readonly kind: 'upsertMaster'; readonly register: number; readonly model: number }
  | { readonly kind: 'upsertSlave'; readonly register: number; readonly master: number }
  | InsertCall
  | { readonly kind: 'delete' | 'read'; readonly closing: number }
  | { readonly kind: 'export'; readonly export: number; readonly register: number | undefined }
  | { readonly kind: 'cancel' | 'readExport'; readonly export: number }
  | { readonly kind: 'count' };

interface InsertCall {
  readonly kind: 'insert';
  readonly closing: number;
  readonly register: number;
  readonly number: number;
  /** Whether it names a transaction that does not exist, so that it ends in ERROR. */
  readonly isLost: boolean;
}

type Expected = { readonly status: 200; readonly members: object } | readonly [status: number, code: string];

/** DSFinV-K as its documentation describes it, once all work is done. */
interface Model {
  readonly registers: Map<number, { readonly kind: string; readonly content: string; readonly revision: number }>;
  readonly closings: Map<number, InsertCall & { readonly state: 'COMPLETED' | 'ERROR' | 'DELETED' }>;
  readonly exports: Map<number, { readonly state: 'COMPLETED' | 'DELETED'; readonly closings: readonly number[] }>;
}

const ok = (members: object): Expected => ({ status: 200, members });

/** Makes the call in the model. */
function predict(model: Model, call: Call): Expected {
  const { registers, closings, exports } = model;
  switch (call.kind) {
    case 'upsertMaster':
      return predictRegister(model, call.register, 'MASTER', `MASTER ${call.model}`);
    case 'upsertSlave': {
      const isMaster = registers.get(call.master)?.kind === 'MASTER' && call.master !== call.register;
      if (!isMaster) return [404, 'E_CASH_REGISTER_NOT_FOUND'];
      return predictRegister(model, call.register, 'SLAVE_WITHOUT_TSS', `SLAVE of ${call.master}`);
    }
    case 'insert':
      return predictInsert(model, call);
    case 'delete': {
      const closing = closings.get(call.closing);
      if (!closing) return [404, 'E_CASH_POINT_CLOSING_NOT_FOUND'];
      if (closing.state !== 'COMPLETED') return [400, 'E_INVALID_STATE_CHANGE'];
      closings.set(call.closing, { ...closing, state: 'DELETED' });
      return ok({ state: 'DELETED', cash_point_closing_export_id: closing.number });
    }
    case 'read': {
      const closing = closings.get(call.closing);
      if (!closing) return [404, 'E_CASH_POINT_CLOSING_NOT_FOUND'];
      return ok({ state: closing.state, cash_point_closing_export_id: closing.number });
    }
    case 'export': {
      if (exports.has(call.export)) return [409, 'E_EXPORT_CONFLICT'];
      const matching = [...closings].filter(
        ([, { state, register }]) => state === 'COMPLETED' && (call.register ?? register) === register,
      );
      if (matching.length === 0) return [404, 'E_CASH_POINT_CLOSING_NOT_FOUND'];
      exports.set(call.export, { state: 'COMPLETED', closings: matching.map(([index]) => index) });
      return ok({ state: 'PENDING' });
    }
    case 'cancel': {
      const found = exports.get(call.export);
      if (!found) return [404, 'E_EXPORT_NOT_FOUND'];
      if (found.state === 'DELETED') return [400, 'E_FAILED_SCHEMA_VALIDATION'];
      exports.set(call.export, { ...found, state: 'DELETED' });
      return ok({ state: 'DELETED' });
    }
    case 'readExport': {
      const found = exports.get(call.export);
      return found ? ok({ state: found.state }) : [404, 'E_EXPORT_NOT_FOUND'];
    }
    case 'count': {
      const states = [...closings.values()].map(({ state }) => state);
      return ok({ count: states.filter((state) => state === 'COMPLETED').length });
    }
  }
}

function predictRegister({ registers }: Model, register: number, kind: string, content: string): Expected {
  const known = registers.get(register);
  if (known && known.kind !== kind) return [409, 'E_CASH_REGISTER_CONFLICT'];
  const revision = known ? known.revision + Number(known.content !== content) : 0;
  registers.set(register, { kind, content, revision });
  return ok({ cash_register_type: kind, revision });
}

function predictInsert({ registers, closings }: Model, call: InsertCall): Expected {
  const known = closings.get(call.closing);
  if (known) {
    const { state, ...same } = known;
    const isSame = JSON.stringify(same) === JSON.stringify(call);
    return isSame ? ok({ state }) : [409, 'E_CASH_POINT_CLOSING_CONFLICT'];
  }
  const register = registers.get(call.register);
  if (!register) return [404, 'E_CASH_REGISTER_NOT_FOUND'];
  if (register.kind !== 'MASTER') return [400, 'E_SLAVE_CASH_REGISTER'];
  const isUsed = [...closings.values()].some(
    ({ state, register: of, number }) => state === 'COMPLETED' && of === call.register && number === call.number,
  );
  if (isUsed) return [409, 'E_CASH_POINT_CLOSING_CONFLICT'];
  closings.set(call.closing, { ...call, state: call.isLost ? 'ERROR' : 'COMPLETED' });
  return ok({ state: 'PENDING' });
}

const register = fc.nat(REGISTERS - 1);
const closing = fc.nat(CLOSINGS - 1);
const anExport = fc.nat(EXPORTS - 1);

const calls: fc.Arbitrary<Call> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('upsertMaster' as const), register, model: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('upsertSlave' as const), register, master: register }) },
  {
    weight: 8,
    arbitrary: fc.record({
      ...{ kind: fc.constant('insert' as const), closing, register, number: fc.integer({ min: 1, max: 3 }) },
      isLost: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('delete' as const, 'read' as const), closing }) },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ kind: fc.constant('export' as const), export: anExport },
      register: fc.option(register, { nil: undefined }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('cancel' as const, 'readExport' as const), export: anExport }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'count' as const }) },
);

let shop: Shop;

beforeAll(async () => {
  shop = await setUpShop(await runSandbox({ limits: { registeredClients: 1_000_000 } }));
});

/** The ids that the indexes of a model stand for. */
class Real {
  readonly clients: readonly string[];
  readonly closings = Array.from({ length: CLOSINGS }, () => randomUUID());
  readonly exports = Array.from({ length: EXPORTS }, () => randomUUID());
  /** A transaction that does not exist. */
  readonly lost = randomUUID();

  constructor(clients: readonly string[]) {
    this.clients = clients;
  }

  async perform(call: Call): Promise<{ readonly status: number; readonly json: unknown }> {
    const { api, tssId } = shop;
    switch (call.kind) {
      case 'upsertMaster':
        return this.#upsert(call.register, { type: 'MASTER', tss_id: tssId }, `T ${call.model}`);
      case 'upsertSlave': {
        const master_client_id = this.clients[call.master];
        return this.#upsert(call.register, { type: 'SLAVE_WITHOUT_TSS', master_client_id }, 'T 0');
      }
      case 'insert': {
        const security = call.isLost ? { tss_tx_id: this.lost } : { error_message: 'TSE ausgefallen' };
        const body = closingOf(this.clients[call.register]!, call.number, [security]);
        const closing_id = this.closings[call.closing]!;
        const answer = await api.send('insertCashPointClosing', { path: { closing_id }, body });
        if (answer.status === 200) await closed(api, closing_id);
        return answer;
      }
      case 'delete':
        return api.send('deleteCashPointClosing', { path: { closing_id: this.closings[call.closing] } });
      case 'read':
        return api.send('retrieveCashPointClosing', { path: { closing_id: this.closings[call.closing] } });
      case 'export': {
        const client_id = call.register === undefined ? undefined : this.clients[call.register];
        return this.#export(call.export, client_id);
      }
      case 'cancel':
        return api.send('cancelExport', { path: { export_id: this.exports[call.export] } });
      case 'readExport':
        return api.send('retrieveExport', { path: { export_id: this.exports[call.export] } });
      case 'count':
        return api.send('listCashPointClosings', { query: { states: 'COMPLETED', limit: 1 } });
    }
  }

  #upsert(index: number, cash_register_type: object, model: string) {
    const body = { ...REGISTER, model, cash_register_type };
    return shop.api.send('upsertCashRegister', { path: { client_id: this.clients[index] }, body });
  }

  async #export(index: number, client_id: string | undefined) {
    const export_id = this.exports[index]!;
    const range = { start_date: 0, end_date: 4_102_441_199 };
    const body = { ...range, ...(client_id !== undefined && { client_id }) };
    const answer = await shop.api.send('triggerExport', { path: { export_id }, body });
    if (answer.status === 200) await exported(shop.api, export_id);
    return answer;
  }
}

test('whatever is called in whatever order, the face answers as the model that was written after its documentation', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(calls, { minLength: 5, maxLength: 25, size: 'max' }), async (sequence) => {
      await endAll();
      const clients = [];
      for (let index = 0; index < REGISTERS; index += 1) clients.push(await setUpClient(shop.till, shop.tssId));
      const model: Model = { registers: new Map(), closings: new Map(), exports: new Map() };
      const real = new Real(clients);
      for (const call of sequence) {
        const expected = predict(model, call);
        const { status, json } = await real.perform(call);
        if ('members' in expected) expect([call, status, json]).toMatchObject([call, 200, expected.members]);
        else expect([call, status, (json as Schemas['Error']).code]).toEqual([call, ...expected]);
      }
    }),
    { numRuns: SEQUENCES },
  );
});

/** Deletes all closings, so that the next sequence begins without one that counts. */
async function endAll(): Promise<void> {
  const { data = [] } = await shop.api.ok('listCashPointClosings', { query: { states: 'COMPLETED' } });
  for (const { closing_id = '' } of data) await shop.api.ok('deleteCashPointClosing', { path: { closing_id } });
}

import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z, ZodError } from 'zod';
import { JsonTextError } from '../../json-text.js';
import { bodyRefusal } from '../../http/request-body.js';
import { answerBrokenRequest, answersAll, ignoreExpectations } from '../../http/broken-request.js';
import { refuseOtherBodies } from '../faces/broken-request.js';
import type { CallGate } from '../faces/call-gate.js';
import {
  clockChange,
  latency,
  resetRequest,
  tssChange,
  type ControlledOrganization,
  type ControlledTss,
  type ControlState,
} from './control-api.js';
import { company, readCompany, saveCompany } from '../engine/company.js';
import { ControlError } from '../engine/control-error.js';
import type { Disturbances } from '../faults/disturbances.js';
import type { Engine } from '../engine/engine.js';
import { faultRule } from '../faults/fault-rule.js';
import { forceTssState } from './forced-state.js';
import { readJsonBody } from '../faces/json-body.js';
import type { SavedStates } from './saved-states.js';
import type { StartedEngine } from '../engine/start-engine.js';
import { SandboxStartError } from '../store/start-error.js';
import { signAllTimeUpdates } from '../sign-de/log/time-updates.js';

/** What the control port controls. */
export interface ControlParts extends StartedEngine {
  readonly gate: CallGate;
  readonly disturbances: Disturbances;
  readonly states: SavedStates;
  /** Whether a reset without `demo` in its body adds the demo data again. */
  readonly demo: boolean;
}

/**
 * Builds the server of the control port, which does not listen yet. It is a small JSON API for functions that the
 * real service does not have (`control-api.ts`).
 *
 * Threat: web pages in a browser on this machine can send requests here. Only JSON bodies are accepted. A page of
 * another origin needs a preflight request for them, and this server answers none. Changes without a body use PUT or
 * DELETE, which need a preflight too. DNS rebinding fails because such a page sends its own name in `Host`.
 */
export function buildControl(parts: ControlParts): FastifyInstance {
  const { engine, clock, replace, gate, disturbances, states, demo } = parts;
  const control = fastify({
    ...answersAll,
    exposeHeadRoutes: false,
    frameworkErrors: (error, _request, reply) => void sendFailure(reply, error),
    clientErrorHandler: answerBrokenRequest(({ message }) => ({ error: message })),
  });
  control.removeContentTypeParser(['text/plain', 'application/json']);
  control.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes: Buffer, done) => {
    try {
      done(null, readJsonBody(bytes, 'inexact'));
    } catch (error) {
      done(error instanceof JsonTextError ? new ControlError(400, `The body ${error.message}.`) : (error as Error));
    }
  });
  control.addHook('onRequest', (request, _reply, done) => {
    refuseOtherNames(request);
    const refusal = bodyRefusal(request.headers);
    if (refusal !== undefined) throw new ControlError(415, refusal);
    done();
  });
  ignoreExpectations(control);
  refuseOtherBodies(
    control,
    () => new ControlError(415, 'The body should be JSON, with "Content-Type: application/json".'),
  );
  control.setErrorHandler((error, _request, reply) => sendFailure(reply, error));
  control.setNotFoundHandler(({ method, url }) => {
    throw new ControlError(404, `There is no ${method} ${url.slice(0, 200)}.`);
  });

  const showClock = () => ({ now: clock.now(), frozen: clock.isFrozen });
  control.get('/', (): ControlState => {
    const { faults } = disturbances;
    return { clock: showClock(), latency: disturbances.latency, faults: faults.list(), states: states.list() };
  });

  control.get('/clock', showClock);
  control.put('/clock', async (request) => {
    const change = clockChange.parse(request.body);
    await gate.together(async () => {
      await clock.set(change);
      await signAllTimeUpdates(engine);
    });
    return showClock();
  });

  control.get('/latency', () => disturbances.latency);
  control.put('/latency', (request) => (disturbances.latency = latency.parse(request.body)));

  control.get('/faults', () => disturbances.faults.list());
  control.post('/faults', (request, reply) => {
    const fault = disturbances.faults.add(faultRule.parse(request.body));
    return reply.code(201).send(fault);
  });
  control.delete('/faults', (_request, reply) => {
    disturbances.faults.clear();
    return reply.code(204).send();
  });
  control.delete<{ Params: { id: string } }>('/faults/:id', (request, reply) => {
    if (!disturbances.faults.remove(Number(request.params.id))) {
      throw new ControlError(404, `There is no fault ${request.params.id}.`);
    }
    return reply.code(204).send();
  });

  control.get('/tss', () => listTss(engine));
  control.patch<{ Params: { id: string } }>('/tss/:id', async (request) => {
    const { state } = tssChange.parse(request.body);
    const tssId = request.params.id.toLowerCase();
    return gate.together(async () => {
      await engine.store.write(() => forceTssState(engine, tssId, state));
      return listTss(engine).find(({ id }) => id === tssId);
    });
  });

  control.get('/organizations', () => listOrganizations(engine));
  control.put<{ Params: { id: string } }>('/organizations/:id', async (request) => {
    const data = company.parse(request.body);
    const id = request.params.id.toLowerCase();
    return gate.together(async () => {
      await engine.store.write(() => {
        saveCompany(engine.store, id, data);
      });
      const found = listOrganizations(engine).find((organization) => organization.id === id);
      if (!found) throw new ControlError(404, `There is no organization ${id}.`);
      return found;
    });
  });

  control.get('/states', () => states.list());
  control.put<{ Params: { name: string } }>('/states/:name', async (request, reply) => {
    const { name } = request.params;
    await gate.together(() => {
      states.save(name, engine.store);
    });
    return reply.code(204).send();
  });
  control.put<{ Params: { name: string } }>('/states/:name/load', async (request, reply) => {
    const { name } = request.params;
    await gate.alone(() => replace(states.copy(name), false));
    return reply.code(204).send();
  });
  control.delete<{ Params: { name: string } }>('/states/:name', (request, reply) => {
    states.remove(request.params.name);
    return reply.code(204).send();
  });
  control.put('/reset', async (request, reply) => {
    const { demo: withDemo = demo } = resetRequest.parse(request.body ?? {});
    disturbances.clear();
    await gate.alone(() => replace(undefined, withDemo));
    return reply.code(204).send();
  });
  return control;
}

function listTss({ store }: Engine): readonly ControlledTss[] {
  return store.all<ControlledTss>(
    `SELECT tss.id, tss.state, organization.id AS organization, environment, signature_counter AS signatureCounter
      FROM tss JOIN organization ON organization.key = tss.organization ORDER BY tss.key`,
  );
}

/** An organization has one record in both environments. */
function listOrganizations({ store }: Engine): readonly ControlledOrganization[] {
  const rows = store.all<{ key: number; id: string }>(
    'SELECT min(key) AS key, id FROM organization GROUP BY id ORDER BY key',
  );
  return rows.map(({ key, id }) => ({ id, company: readCompany({ store }, key) }));
}

/** Names of this machine that `Host` may have. */
const OWN_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

function refuseOtherNames({ headers }: FastifyRequest): void {
  if (OWN_NAMES.has((headers.host ?? '').toLowerCase().replace(/:\d+$/, ''))) return;
  throw new ControlError(421, 'The control port answers to localhost and 127.0.0.1 only.');
}

function sendFailure(reply: FastifyReply, error: unknown): FastifyReply {
  const { status, message } = toFailure(error);
  return reply.code(status).send({ error: message });
}

function toFailure(error: unknown): { readonly status: number; readonly message: string } {
  if (error instanceof ControlError) return error;
  if (error instanceof ZodError) return { status: 400, message: z.prettifyError(error) };
  if (error instanceof SandboxStartError) return { status: 409, message: error.message };
  // Anything can be thrown.
  const { statusCode, message } = error as { readonly statusCode?: unknown; readonly message?: unknown };
  if (typeof statusCode === 'number' && statusCode < 500) return { status: statusCode, message: String(message) };
  console.error('fiskaly-graphql sandbox:', error);
  return { status: 500, message: `The sandbox could not do this: ${String(message)}` };
}

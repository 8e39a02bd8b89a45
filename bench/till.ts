import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { demo } from '../src/sandbox/index.js';

/** A minimal REST client, so that the benchmark measures the sandbox and not its client. */
export class Till {
  readonly #pool: Pool;
  readonly #base: string;
  /** Access token of its calls. */
  readonly token: string;
  /** The client of each TSS. */
  readonly #clients = new Map<string, string>();

  constructor(url: URL, token: string, connections: number) {
    this.#pool = new Pool(url.origin, { connections });
    this.#base = url.pathname;
    this.token = token;
  }

  /** Logs in with the demo key. */
  static async logIn(url: URL, connections: number): Promise<Till> {
    const stranger = new Till(url, '', 1);
    const body = { api_key: demo.apiKey, api_secret: demo.apiSecret };
    const { access_token } = await stranger.call('POST', '/auth', body);
    await stranger.close();
    return new Till(url, String(access_token), connections);
  }

  /** Makes a call and returns its JSON. @throws Error if the status is not 200 */
  async call(method: 'GET' | 'PUT' | 'PATCH' | 'POST', path: string, body?: object): Promise<Record<string, unknown>> {
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' };
    const text = body && JSON.stringify(body);
    const answer = await this.#pool.request({ method, path: this.#base + path, headers, ...(text && { body: text }) });
    const json = (await answer.body.json()) as Record<string, unknown>; // the sandbox returns only objects
    if (answer.statusCode !== 200) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`);
    return json;
  }

  /** The client of a TSS that {@link setUp} has created. */
  clientOf(tss: string): string | undefined {
    return this.#clients.get(tss);
  }

  /** Closes the connections. */
  close(): Promise<void> {
    return this.#pool.close();
  }

  /** Downloads a file completely, and returns its size in bytes. */
  async download(path: string): Promise<number> {
    const headers = { authorization: `Bearer ${this.token}` };
    const { body } = await this.#pool.request({ method: 'GET', path: this.#base + path, headers });
    let size = 0;
    for await (const chunk of body) size += (chunk as Uint8Array).length; // a stream of bytes
    return size;
  }

  /** Creates an INITIALIZED TSS with a client, and returns its id. */
  async setUp(): Promise<string> {
    const [id, client] = [randomUUID(), randomUUID()];
    const { admin_puk } = await this.call('PUT', `/tss/${id}`, {});
    await this.call('PATCH', `/tss/${id}`, { state: 'UNINITIALIZED' });
    await this.call('PATCH', `/tss/${id}/admin`, { admin_puk, new_admin_pin: '123456' });
    await this.call('POST', `/tss/${id}/admin/auth`, { admin_pin: '123456' });
    await this.call('PATCH', `/tss/${id}`, { state: 'INITIALIZED' });
    await this.call('PUT', `/tss/${id}/client/${client}`, { serial_number: client });
    this.#clients.set(id, client);
    return id;
  }

  /** Starts and finishes a receipt, and returns its id. */
  async sell(tss: string): Promise<string> {
    const id = randomUUID();
    const path = `/tss/${tss}/tx/${id}?tx_revision=`;
    const client_id = this.#clients.get(tss);
    await this.call('PUT', `${path}1`, { state: 'ACTIVE', client_id });
    const amount = '11.90';
    const receipt = {
      receipt_type: 'RECEIPT',
      amounts_per_vat_rate: [{ vat_rate: 'NORMAL', amount }],
      amounts_per_payment_type: [{ payment_type: 'CASH', amount }],
    };
    await this.call('PUT', `${path}2`, { state: 'FINISHED', client_id, schema: { standard_v1: { receipt } } });
    return id;
  }
}

import type { ControlApi } from '../../../src/sandbox/index.js';

type Calls = keyof ControlApi;

/** Calls the control port, typed by `ControlApi`; expects success. */
export class ControlClient {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async call<Name extends Calls>(
    name: Name,
    body?: ControlApi[Name]['body'],
    parameter = '',
  ): Promise<ControlApi[Name]['answer']> {
    const { status, json } = await this.send(name, body, parameter);
    if (status >= 300) throw new Error(`${name} answered ${status}: ${JSON.stringify(json)}`);
    return json as ControlApi[Name]['answer'];
  }

  /** Sends any request and returns status and body. */
  async send(name: Calls, body?: unknown, parameter = ''): Promise<{ status: number; json: unknown }> {
    const [method = '', path = ''] = name.split(' ');
    const response = await fetch(this.#url + path.replace(/\{\w+\}/, encodeURIComponent(parameter)), {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    return { status: response.status, json: text === '' ? undefined : JSON.parse(text) };
  }
}

import { readFileSync } from 'node:fs';

/** The worked example of `tse-formats.md §7`: a TSS with a throw-away key, its 16 messages and one QR payload. Values are hex. */
export interface Vectors {
  readonly private_key: string;
  readonly public_key: string;
  readonly serial_number: string;
  readonly client_serial_number: string;
  readonly messages: readonly Vector[];
  readonly qr_code_data: string;
}

/** One message of the example. */
export interface Vector {
  readonly label: string;
  readonly file: string;
  readonly signed: string;
  readonly sha256: string;
  readonly signature: string;
  readonly log: string;
}

/** `tse-vectors.json`; the file is ours and its shape is known. */
export const vectors = JSON.parse(readFileSync(new URL('tse-vectors.json', import.meta.url), 'utf8')) as Vectors;

import { isUtf8 } from 'node:buffer';
import type { Schemas } from '../../../contract/dsfinvk.js';
import { numberOfDigits } from '../../../json-text.js';
import type { ArchiveClosing, Written } from '../archive-content.js';
import { tseTime } from './local-time.js';
import type { Row } from './row-sink.js';

/** Rows of transactions_tse.csv. */
export class SignatureRows {
  readonly #closing: ArchiveClosing;
  /** By the serial number of the TSS in lower case. */
  readonly #tseIds: ReadonlyMap<string, number>;

  constructor(closing: ArchiveClosing) {
    this.#closing = closing;
    this.#tseIds = new Map(closing.tss.map(({ serialNumber }, index) => [serialNumber.toLowerCase(), index + 1]));
  }

  /**
   * The signature of a transaction, or why it has none. A SIGN DE transaction that the source does not have is an
   * outage without a reason: the row has no signature, and a checker finds it.
   */
  rowOf(
    head: Written<Schemas['TransactionHead']>,
    security: Written<Schemas['Security']>,
  ): Row<'transactions_tse.csv'> {
    if ('tss_tx_id' in security) return this.#signDeRow(security.tss_tx_id);
    if (!('signature' in security)) return { TSE_TA_FEHLER: security.error_message };
    return {
      TSE_ID: this.#tseIdOf(head.closing_client_id),
      TSE_TANR: numberOfDigits(withoutZeros(security.tx_number)),
      TSE_TA_START: security.tx_start,
      TSE_TA_ENDE: security.tx_end,
      TSE_TA_VORGANGSART: security.process_type,
      TSE_TA_SIGZ: numberOfDigits(withoutZeros(security.signature_counter)),
      TSE_TA_SIG: security.signature,
      TSE_TA_FEHLER: security.error_message,
      TSE_VORGANGSDATEN: security.process_data,
    };
  }

  #signDeRow(id: string): Row<'transactions_tse.csv'> {
    const signed = this.#closing.signedTransactions.get(id.toLowerCase());
    if (!signed) return {};
    return {
      TSE_ID: this.#tseIds.get(signed.tssSerialNumber.toLowerCase()),
      TSE_TANR: signed.number,
      TSE_TA_START: tseTime(signed.timeStart),
      TSE_TA_ENDE: tseTime(signed.timeEnd),
      TSE_TA_VORGANGSART: signed.processType,
      TSE_TA_SIGZ: numberOfDigits(String(signed.signatureCounter)),
      TSE_TA_SIG: signed.signature,
      // Bytes that are not UTF-8 have no place in a text file. A checker says that it cannot check this signature.
      TSE_VORGANGSDATEN: isUtf8(signed.processData) ? Buffer.from(signed.processData).toString() : undefined,
    };
  }

  /** The TSS of another vendor that a register signs with. Its data are part of the register. */
  #tseIdOf(clientId: string | undefined): number | undefined {
    const { register, slaves } = this.#closing;
    const signer = slaves.find(({ record }) => record.client_id === clientId && record.tss_id !== undefined);
    const serialNumber = (signer ?? register).record.serial_number?.toLowerCase() ?? '';
    return this.#tseIds.get(serialNumber) ?? (this.#tseIds.size === 1 ? 1 : undefined);
  }
}

function withoutZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '');
}

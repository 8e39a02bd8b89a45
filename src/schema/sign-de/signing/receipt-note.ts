import { Field, ObjectType } from 'type-graphql';
import type { Schemas } from '../../../received/sign-de.js';

/** A text for people at the till. */
@ObjectType({ description: 'A text for people at the till, in both languages.' })
export class LocalizedText {
  @Field(() => String, { description: 'In German.' })
  readonly german!: string; // made by receiptNote

  @Field(() => String, { description: 'In English.' })
  readonly english!: string;
}

/** What the receipt must show, and what the till must do. */
@ObjectType({ description: 'What the receipt must show, and what the till must do.' })
export class ReceiptNote {
  @Field(() => LocalizedText, {
    nullable: true,
    description:
      'Text to print instead of the TSS data; null if the requested step is signed, or if no receipt is due yet.',
  })
  readonly print!: LocalizedText | null; // made by receiptNote

  @Field(() => LocalizedText, { description: 'What to do now.' })
  readonly advice!: LocalizedText;
}

/** The vendor's two wordings (`integration-guide.md §4`). */
const NOT_AVAILABLE: LocalizedText = { german: 'TSE nicht verfügbar', english: 'TSS not available' };
const SIGNING_FAILED: LocalizedText = { german: 'TSE-Signierung fehlgeschlagen', english: 'TSS signing failed' };

const SIGNED: Readonly<Record<Schemas['TxState'], ReceiptNote>> = {
  FINISHED: {
    print: null,
    advice: {
      german: 'Signiert. Den QR-Code oder alle TSE-Daten auf den Beleg drucken.',
      english: 'Signed. Print the QR code or all TSS data on the receipt.',
    },
  },
  ACTIVE: {
    print: null,
    advice: {
      german: 'Signiert, der Vorgang ist noch offen. Erst nach dem Abschluss drucken.',
      english: 'Signed, and the transaction is open. Print once it is finished.',
    },
  },
  CANCELLED: {
    print: null,
    advice: { german: 'Abgebrochen. Es ist nichts zu drucken.', english: 'Cancelled. There is nothing to print.' },
  },
};

const UNAVAILABLE: ReceiptNote = {
  print: NOT_AVAILABLE,
  advice: {
    german:
      'Dieser Versuch hat nichts signiert. Weiterverkaufen, den Hinweis drucken, Beginn, Ende und Ursache des Ausfalls festhalten und so gedruckte Belege nicht nachträglich signieren. Wurde diese UUID schon einmal gesendet, gilt das nur, wenn es mit repeat: true gesendet wurde, und ein früheres UNKNOWN bleibt ungeklärt: mit repeat: true erneut senden.',
    english:
      'This sending signed nothing. Go on selling, print the note, record begin, end and cause of the outage, and do not sign such receipts afterwards. If you sent the same UUID before, this holds only when you sent it with repeat: true, and an earlier UNKNOWN still is: send it again with repeat: true.',
  },
};

const REFUSED: ReceiptNote = {
  print: SIGNING_FAILED,
  advice: {
    german: 'Nicht signiert. Vor dem Druck beheben, was unter userErrors steht; geht das nicht, den Hinweis drucken.',
    english: 'Not signed. Mend what userErrors says before you print; if that cannot be, print the note.',
  },
};

const UNKNOWN: ReceiptNote = {
  print: SIGNING_FAILED,
  advice: {
    german:
      'Ungeklärt, warum steht unter userErrors. Dieselbe Anfrage mit derselben UUID erneut senden, mit repeat: true, und eine Aktualisierung mit der revision dieser Antwort. Sie wird höchstens einmal signiert. Nur wenn der Kunde nicht warten kann, den Hinweis drucken.',
    english:
      'Not settled; userErrors says why. Send the same request again with the same UUID and repeat: true, and an update with the revision of this answer. It is signed once at most. Print the note only if the customer cannot wait.',
  },
};

/**
 * What the receipt must show after a write (`integration-guide.md §4, §8`).
 * @param state state of the transaction that was signed
 */
export function signedNote(state: string): ReceiptNote {
  // The state is one of the three; otherwise the write would not count as signed.
  return SIGNED[state as Schemas['TxState']];
}

/**
 * What the receipt must show if a write is not signed, or perhaps not signed.
 * @param isOutage whether the TSS or the connection to it failed, not the request
 */
export function unsignedNote(outcome: 'NOT_SIGNED' | 'UNKNOWN', isOutage: boolean): ReceiptNote {
  if (outcome === 'UNKNOWN') return UNKNOWN;
  return isOutage ? UNAVAILABLE : REFUSED;
}

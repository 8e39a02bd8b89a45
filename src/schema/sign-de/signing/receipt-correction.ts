import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { SCAN_CORRECTIONS, type ScanCorrection } from '../../../tse/receipt/scanned-receipt.js';
import { LocalizedText } from './receipt-note.js';

const messages: Readonly<Record<ScanCorrection, LocalizedText>> = {
  BYTE_ORDER_MARK: {
    german: 'Eine Byte-Order-Markierung vor dem Code wurde weggelassen.',
    english: 'A byte order mark before the code was left out.',
  },
  SYMBOLOGY_PREFIX: {
    german: 'Das AIM-Kennzeichen des Scanners (z. B. ]Q1) wurde weggelassen.',
    english: 'The AIM identifier of the scanner (such as ]Q1) was left out.',
  },
  ECI_ESCAPE: {
    german: 'Die ECI-Kennung des Scanners (z. B. \\000026) wurde weggelassen.',
    english: 'The ECI escape of the scanner (such as \\000026) was left out.',
  },
  BLANKS: {
    german: 'Leerzeichen, Tabulatoren, Zeilenenden oder Steuerzeichen, die nicht zum Code gehören, wurden weggelassen.',
    english: 'Blanks, tabs, line ends or control characters that are no part of the code were left out.',
  },
  CHARACTER_SET: {
    german: 'Umlaute und Sonderzeichen wurden in einem anderen Zeichensatz gelesen.',
    english: 'Umlauts and special characters were read in another character set.',
  },
  LINE_ENDS: {
    german: 'Zeilenenden in den Vorgangsdaten wurden wiederhergestellt.',
    english: 'Line ends in the process data were restored.',
  },
  UNICODE_FORM: {
    german: 'Zusammengesetzte Zeichen wurden in die andere Unicode-Form gebracht.',
    english: 'Composed characters were put into the other Unicode form.',
  },
};

const descriptions: Readonly<Record<ScanCorrection, string>> = {
  BYTE_ORDER_MARK: 'A byte order mark before the code.',
  SYMBOLOGY_PREFIX: 'An AIM symbology identifier before the code, e.g. `]Q1`.',
  ECI_ESCAPE: 'An ECI escape before or in the code, e.g. `\\000026`; backslashes are then doubled.',
  BLANKS: 'Blanks, tabs, line ends and control characters around the code or its fields.',
  CHARACTER_SET: 'UTF-8 that was read as Latin-1 or windows-1252, or process data that was signed in windows-1252.',
  LINE_ENDS: 'Line ends in the process data, e.g. between the lines of an order, that were replaced or dropped.',
  UNICODE_FORM: 'Letters with accents that were composed or decomposed (NFC, NFD).',
};
const correctionEnum = Object.fromEntries(SCAN_CORRECTIONS.map((correction) => [correction, correction]));
registerEnumType(correctionEnum, {
  name: 'ReceiptCorrectionCode',
  description: 'Changes by scanners in the text of a QR code. New codes can be added.',
  valuesConfig: Object.fromEntries(
    Object.entries(descriptions).map(([correction, description]) => [correction, { description }]),
  ),
});

/** A change by a scanner that was undone in the text of a QR code. */
@ObjectType({ description: 'A change by a scanner in the text of a QR code, which was undone.' })
export class ReceiptCorrection {
  @Field(() => correctionEnum, { description: 'Kind of change, for programs.' })
  readonly code!: ScanCorrection; // made by toCorrection

  @Field(() => LocalizedText, { description: 'How it was undone, for people.' })
  readonly message!: LocalizedText;
}

/** A correction in the form of the schema. */
export function toCorrection(code: ScanCorrection): ReceiptCorrection {
  return { code, message: messages[code] };
}

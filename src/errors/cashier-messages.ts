import type { ErrorCode } from './error-codes.js';

/** A message for the cashier, short enough for the display of a till. */
export interface CashierMessage {
  readonly german: string;
  readonly english: string;
}

const CALL_GERMAN = 'Bitte den Kassenbetreuer rufen.';
const CALL_ENGLISH = 'Please call whoever looks after the till.';

/** A message that ends with "call the person who looks after the till". */
function call(german: string, english: string): CashierMessage {
  return { german: `${german} ${CALL_GERMAN}`, english: `${english} ${CALL_ENGLISH}` };
}

function message(german: string, english: string): CashierMessage {
  return { german, english };
}

/**
 * Messages for the cashier, for the codes that can occur during a sale. They say what happened and what to do.
 * `receiptNote` says what to print on the receipt.
 */
export const cashierMessages: Readonly<Partial<Record<ErrorCode, CashierMessage>>> = {
  INVALID_INPUT: call('Die Kasse hat falsche Daten gesendet.', 'The till sent wrong data.'),
  SUSPICIOUS_RECEIPT: message(
    'Die Beträge passen nicht zusammen. Bitte den Beleg prüfen.',
    'The amounts do not add up. Please check the receipt.',
  ),
  UNAUTHENTICATED: call('Die Kasse ist nicht angemeldet.', 'The till is not logged in.'),
  FORBIDDEN: call('Diese Kasse darf das nicht.', 'This till may not do that.'),
  LIVE_WRITES_FORBIDDEN: call('Hier darf nur getestet werden.', 'This is for testing only.'),
  GATEWAY_CREDENTIALS_REFUSED: call('Die TSE nimmt die Anmeldung nicht an.', 'The TSS does not accept the login.'),
  WRONG_HOST: call('Die Kasse ist falsch eingerichtet.', 'The till is set up in the wrong way.'),
  BACKEND_SESSION: call('Die Kasse ist falsch angemeldet.', 'The till is logged in the wrong way.'),
  ACCESS_DENIED: call('Die TSE gehört einem anderen Betrieb.', 'The TSS belongs to another business.'),
  TSS_NOT_FOUND: call('Die TSE dieser Kasse ist nicht bekannt.', 'The TSS of this till is not known.'),
  TSS_NOT_INITIALIZED: call('Die TSE ist noch nicht in Betrieb.', 'The TSS is not in service yet.'),
  TSS_DISABLED: call('Die TSE ist außer Betrieb.', 'The TSS is out of service.'),
  TSS_UNUSABLE: call('Die TSE muss ersetzt werden.', 'The TSS has to be replaced.'),
  CLIENT_NOT_FOUND: call('Diese Kasse ist der TSE nicht bekannt.', 'The TSS does not know this till.'),
  CLIENT_DEREGISTERED: call('Diese Kasse ist bei der TSE abgemeldet.', 'This till is deregistered at the TSS.'),
  TRANSACTION_NOT_FOUND: message(
    'Der Vorgang ist nicht bekannt. Bitte neu beginnen.',
    'The sale is not known. Please start anew.',
  ),
  TRANSACTION_LIMIT_REACHED: message(
    'Zu viele offene Vorgänge. Bitte offene Vorgänge abschließen.',
    'Too many open sales. Please finish some.',
  ),
  REVISION_CONFLICT: message(
    'Der Vorgang ist auf einem anderen Stand, als diese Kasse glaubt. Bitte neu laden.',
    'The sale is not where this till believes it to be. Please load it again.',
  ),
  TRANSACTION_CONFLICT: message(
    'Der Vorgang wird gerade an einem anderen Gerät bearbeitet. Bitte gleich noch einmal versuchen.',
    'The sale is in use on another device. Please try again in a moment.',
  ),
  TRANSACTION_CONTENT_DIFFERS: message(
    'Der Vorgang ist schon mit anderem Inhalt abgeschlossen. Bitte neu erfassen.',
    'The sale has already ended with other content. Please enter it anew.',
  ),
  TRANSACTION_MOVE_FORBIDDEN: message(
    'Der Vorgang nimmt das nicht an, vielleicht ist er schon beendet. Bitte neu laden.',
    'The sale does not take this; maybe it has ended. Please load it again.',
  ),
  PROCESS_TYPE_MISSING: call('Dem Vorgang fehlen Daten.', 'The sale lacks data.'),
  PROCESS_TYPE_CHANGED: call('Die Art des Vorgangs kann nicht wechseln.', 'The kind of the sale cannot change.'),
  REFUSED_BY_UPSTREAM: call('Die TSE hat die Daten abgelehnt.', 'The TSS refused the data.'),
  RATE_LIMITED: message(
    'Die TSE ist überlastet. Bitte gleich noch einmal versuchen.',
    'The TSS is overloaded. Please try again in a moment.',
  ),
  UPSTREAM_UNAVAILABLE: message(
    'Die TSE antwortet nicht. Bitte noch einmal versuchen.',
    'The TSS does not answer. Please try again.',
  ),
  INTERNAL_SERVER_ERROR: message(
    'Unerwarteter Fehler. Bitte noch einmal versuchen.',
    'Unexpected error. Please try again.',
  ),
};

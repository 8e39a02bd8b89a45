import { element, integerContent } from '../signature/der.js';

/** Type and data of a system log (`tse-formats.md §1.5`). */
export interface SystemOperation {
  readonly operationType: string;
  readonly systemOperationData: Uint8Array;
}

const administratorRole = Uint8Array.of(1);
const yes = Uint8Array.of(0xff);
const no = Uint8Array.of(0);

/** Events that `configureLogging` declares as enabled: all events that a TSS of this kind logs. */
const loggedEvents = [
  'initialize',
  'updateTime',
  'disableSecureElement',
  'authenticateUser',
  'logOut',
  'unblockUser',
  'registerClient',
  'deregisterClient',
  'startAudit',
  'configureLogging',
  'enterSecureState',
  'exitSecureState',
  'selfTest',
];

/**
 * One builder for each system operation of a cloud TSS, with the values that the real one writes
 * (`tse-formats.md §1.5`). Times are Unix seconds; texts are written as UTF-8.
 */
export const systemOperations = {
  /** The TSS becomes ready to sign. */
  initialize: (description: string) => operation('initialize', text(description)),
  /** The clock was set: its time before and after. */
  updateTime: (before: number, after: number) => operation('updateTime', time(before), time(after)),
  /** The TSS is shut down permanently. */
  disableSecureElement: (timeOfDeactivation: number) => operation('disableSecureElement', time(timeOfDeactivation)),
  /** An administrator logged in, or failed to. */
  authenticateUser: (userId: string, succeeded: boolean) =>
    operation('authenticateUser', text(userId), administratorRole, succeeded ? yes : no),
  /** A user logged out (cause 0). */
  logOut: (userId: string) => operation('logOut', text(userId), Uint8Array.of(0)),
  /** A user's PIN was set with the PUK (result 0, ok). */
  unblockUser: (userId: string) => operation('unblockUser', text(userId), Uint8Array.of(0)),
  /** A client, by its serial number, may sign from now on. */
  registerClient: (clientId: string) => operation('registerClient', text(clientId)),
  /** A client, by its serial number, may no longer sign. */
  deregisterClient: (clientId: string) => operation('deregisterClient', text(clientId)),
  /** Logging begins. */
  startAudit: () => operation('startAudit'),
  /** All events of the component are logged. */
  configureLogging: () =>
    operation(
      'configureLogging',
      text('SMAERS-audit'),
      yes,
      element(0x30, Buffer.concat(loggedEvents.map((name) => element(0x30, tagged(0x80, [text(name), yes]))))),
    ),
  /** The component checked itself. `errorMessage` says why the check failed; without it, the check passed. */
  selfTest: (errorMessage?: string) =>
    errorMessage === undefined
      ? operation('selfTest', text('SMAERS'), yes)
      : operation('selfTest', text('SMAERS'), no, text(errorMessage)),
  /** The TSS refuses to sign. The message has a time only if the event is logged afterwards. */
  enterSecureState: (timeOfEvent?: number) =>
    timeOfEvent === undefined ? operation('enterSecureState') : operation('enterSecureState', time(timeOfEvent)),
  /** The TSS signs again. */
  exitSecureState: () => operation('exitSecureState'),
} satisfies Readonly<Record<string, (...values: never[]) => SystemOperation>>;

/** The fields get the context tags 81, 82, … in order. */
function operation(operationType: string, ...contents: readonly Uint8Array[]): SystemOperation {
  return { operationType, systemOperationData: tagged(0x81, contents) };
}

function tagged(firstTag: number, contents: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(contents.map((content, index) => element(firstTag + index, content)));
}

function text(value: string): Uint8Array {
  return Buffer.from(value);
}

function time(seconds: number): Uint8Array {
  return integerContent(BigInt(seconds));
}

import { registerEnumType } from 'type-graphql';
import type { Schemas } from '../../../received/sign-de.js';
import { optionalObject } from '../../common/read-member.js';

/** A write to a transaction after its start (`sign-de-v2.md §8`). */
export enum TransactionMove {
  UPDATE = 'UPDATE',
  FINISH = 'FINISH',
  CANCEL = 'CANCEL',
}
registerEnumType(TransactionMove, {
  name: 'TransactionMove',
  description: 'A write to a transaction after its start.',
  valuesConfig: {
    UPDATE: { description: 'A further revision: `updateTransaction`.' },
    FINISH: { description: 'The end: `finishTransaction`.' },
    CANCEL: { description: 'Ends a case that did not take place: `cancelTransaction`.' },
  },
});

/** Moves that a transaction allows in its state: none after its end. Taximeter data can only be finished. */
export function nextMoves(json: Schemas['TxResponse']): readonly TransactionMove[] {
  if (json.state !== 'ACTIVE') return [];
  return optionalObject(optionalObject(json, 'schema') ?? {}, 'dsfinvtw_v1')
    ? [TransactionMove.FINISH]
    : Object.values(TransactionMove);
}

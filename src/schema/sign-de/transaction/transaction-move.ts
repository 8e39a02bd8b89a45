import { registerEnumType } from 'type-graphql';
import type { Schemas } from '../../../received.js';
import { optionalObject } from '../../common/read-member.js';

/** What can be written to a transaction after its start (`sign-de-v2.md §8`). */
export enum TransactionMove {
  UPDATE = 'UPDATE',
  FINISH = 'FINISH',
  CANCEL = 'CANCEL',
}
registerEnumType(TransactionMove, {
  name: 'TransactionMove',
  description: 'What can be written to a transaction after its start.',
  valuesConfig: {
    UPDATE: { description: 'A further revision: `updateTransaction`.' },
    FINISH: { description: 'The end: `finishTransaction`.' },
    CANCEL: { description: 'The end of what came to nothing: `cancelTransaction`.' },
  },
});

/** Moves that a transaction takes as it stands: none once it has ended; taximeter data is only finished. */
export function nextMoves(json: Schemas['TxResponse']): readonly TransactionMove[] {
  if (json.state !== 'ACTIVE') return [];
  return optionalObject(optionalObject(json, 'schema') ?? {}, 'dsfinvtw_v1')
    ? [TransactionMove.FINISH]
    : Object.values(TransactionMove);
}

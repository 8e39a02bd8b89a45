import { registerEnumType } from 'type-graphql';

/** Environment of a credential and of everything it can see. */
export enum Environment {
  TEST = 'TEST',
  LIVE = 'LIVE',
}
registerEnumType(Environment, {
  name: 'Environment',
  description: 'Environment of a credential, and of everything that is read or written with it.',
  valuesConfig: {
    TEST: { description: 'For tests: nothing signed here is a legal receipt.' },
    LIVE: { description: 'For real sales: each signature counts and cannot be undone.' },
  },
});

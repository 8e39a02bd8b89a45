import { signDeContract } from '../../../src/contract/sign-de.js';
import { endpoints } from '../../../src/datasources/sign-de/endpoints.js';
import type { Endpoint } from '../../../src/upstream/endpoint.js';

const { operations } = signDeContract();

describe.each(Object.entries(endpoints as Record<string, Endpoint>))('%s', (name, endpoint) => {
  const contract = [...operations.values()].find(({ id }) => id === name)!;

  test('has the method and path of the contract', () => {
    expect([endpoint.method, endpoint.path]).toEqual([contract.method, contract.path]);
  });

  test('goes to the hosts that the contract allows, the Backend first', () => {
    // Sessions of the Middleware are good at both hosts, those of the Backend are not.
    const isAtMiddleware = contract.host === 'middleware' || name === 'authenticateApi';
    expect(endpoint.hosts).toEqual(isAtMiddleware ? ['MIDDLEWARE'] : ['BACKEND', 'MIDDLEWARE']);
  });

  test('is repeated unless a PIN or PUK that is counted goes with it', () => {
    expect(endpoint.repeatable).toBe(!['authenticateAdmin', 'changeAdminPin'].includes(name));
  });
});

test('the list has all seven operations of the Middleware', () => {
  const atMiddleware = [...operations.values()].filter(({ host }) => host === 'middleware').map(({ id }) => id);
  expect(atMiddleware).toHaveLength(7);
  expect(Object.keys(endpoints)).toEqual(expect.arrayContaining(atMiddleware));
});

test('the list has all 33 operations', () => {
  expect(Object.keys(endpoints).toSorted()).toEqual([...operations.keys()].toSorted());
  expect(operations.size).toBe(33);
});

test('what the contract limits by the minute has a budget of as many calls', () => {
  const limited = Object.entries(endpoints as Record<string, Endpoint>)
    .filter(([, { budget }]) => budget)
    .map(([name, { budget }]) => [name, budget!.calls]);
  expect(Object.fromEntries(limited)).toEqual({ listTransactions: 20, retrieveExport: 12, retrieveExportFile: 12 });
});

import { dsfinvkContract } from '../../../src/contract/dsfinvk.js';
import { answers } from '../../../src/datasources/dsfinvk/answers.js';
import { endpoints } from '../../../src/datasources/dsfinvk/endpoints.js';
import type { Endpoint } from '../../../src/upstream/endpoint.js';

const { operations } = dsfinvkContract();

test.each(Object.entries(endpoints as Record<string, Endpoint>))(
  '%s has the method and path of the contract, and goes to the only host',
  (name, { method, path, hosts }) => {
    const contract = [...operations.values()].find(({ id }) => id === name)!;
    expect([method, path, hosts]).toEqual([contract.method, contract.path, ['DSFINVK']]);
  },
);

test('the list has all 32 operations, each with what its answer must have', () => {
  expect(operations.size).toBe(32);
  expect(Object.keys(endpoints).toSorted()).toEqual([...operations.keys()].toSorted());
  expect(Object.keys(answers).toSorted()).toEqual([...operations.keys()].toSorted());
});

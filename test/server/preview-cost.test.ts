import { startTestGateway, type TestGateway } from '../e2e/support/start.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

test('previews cost by the size of their input, also where the document has been accepted before', async () => {
  const fields = Array.from({ length: 15 }, (_, index) => `a${index}: processDataPreview(input: $v) { text }`);
  const query = `query ($v: ProcessDataInput!) { ${fields.join(' ')} }`;
  const raw = (size: number) => ({ v: { raw: { processType: 'Kassenbeleg-V1', processData: 'A'.repeat(size) } } });
  for (const size of [400, 400, 800]) {
    const { errors, data } = await gateway.post(query, raw(size));
    expect([errors, typeof data?.a14?.text]).toEqual([undefined, 'string']);
  }
  const { errors } = await gateway.post(query, raw(840_000));
  expect(errors).toMatchObject([{ extensions: { code: 'COST_LIMIT_EXCEEDED' } }]);
});

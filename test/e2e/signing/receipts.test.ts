import { randomUUID } from 'node:crypto';
import { demo } from '../../../src/sandbox/index.js';
import { scan } from '../support/scan.js';
import { startTestGateway, type TestGateway } from '../support/start.js';

const [tssUuid, clientUuid] = [demo.tssId, demo.clientId];
let gateway: TestGateway;
/** A gateway that lends its key to nobody who brings none. */
let locked: TestGateway;
beforeAll(async () => {
  locked = await startTestGateway({ GATEWAY_KEYS: `office:READ:${'0'.repeat(64)}` });
  gateway = await startTestGateway();
  await gateway.client.Viewer(); // opens the gateway's own session, so that no test below counts the login
});
afterAll(() => Promise.all([gateway.close(), locked.close()]));

const PRINTOUT = `
  number startedAt endedAt tssSerialNumber clientSerialNumber
  signature { value algorithm counter publicKey } log { timestampFormat } qrCode { data svg }
  printout { lines { field label { german english } value } qrCode { data svg } }`;

async function sell(): Promise<any> {
  const { data } = await gateway.post(
    `mutation ($input: SignReceiptInput!) { signReceipt(input: $input) { outcome transaction { ${PRINTOUT} } } }`,
    {
      input: {
        tssUuid,
        clientUuid,
        transactionUuid: randomUUID(),
        receipt: {
          amountsPerVatRate: [{ vatRate: 'NORMAL', amount: '11.90' }],
          amountsPerPaymentType: [{ paymentType: 'CASH', amount: '11.90' }],
        },
      },
    },
  );
  expect(data!.signReceipt.outcome).toBe('SIGNED');
  return data!.signReceipt.transaction;
}

describe('The printout of a sale', () => {
  test('has all that the law wants, unaltered, in its order, with labels in both languages', async () => {
    const sale = await sell();
    const { lines, qrCode } = sale.printout;
    expect(lines.map(({ field, label, value }: any) => [field, label.german, value])).toEqual([
      ['START', 'Vorgangsbeginn', sale.startedAt],
      ['END', 'Vorgangsbeendigung', sale.endedAt],
      ['TRANSACTION_NUMBER', 'Transaktionsnummer', sale.number],
      ['CLIENT_SERIAL_NUMBER', 'Seriennummer der Kasse', sale.clientSerialNumber],
      ['TSS_SERIAL_NUMBER', 'Seriennummer der TSE', sale.tssSerialNumber],
      ['SIGNATURE', 'Prüfwert (Signatur)', sale.signature.value],
      ['SIGNATURE_COUNTER', 'Signaturzähler', sale.signature.counter],
      ['SIGNATURE_ALGORITHM', 'Signaturalgorithmus', sale.signature.algorithm],
      ['LOG_TIME_FORMAT', 'Zeitformat', sale.log.timestampFormat],
      ['PUBLIC_KEY', 'Öffentlicher Schlüssel', sale.signature.publicKey],
    ]);
    for (const { label } of lines) expect(label.english).toMatch(/^[A-Z]/);
    expect(lines[0].value).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
    expect(qrCode).toEqual(sale.qrCode);
  });

  test('says the same in its lines as in its QR code', async () => {
    const { lines, qrCode } = (await sell()).printout;
    const fields = qrCode.data.split(';');
    for (const { field, value } of lines) {
      if (field !== 'TSS_SERIAL_NUMBER') expect(fields).toContain(value); // which follows from the key
    }
  });

  test('is null as long as there is no receipt, and for a cancelled one', async () => {
    const transactionUuid = randomUUID();
    const input = { tssUuid, clientUuid, transactionUuid };
    for (const [mutation, type] of [
      ['startTransaction', 'StartTransactionInput'],
      ['cancelTransaction', 'CancelTransactionInput'],
    ]) {
      const { data } = await gateway.post(
        `mutation ($input: ${type}!) { ${mutation}(input: $input) { outcome transaction { printout { qrCode { data } } } } }`,
        { input },
      );
      expect(data![mutation!]).toEqual({ outcome: 'SIGNED', transaction: { printout: null } });
    }
  });
});

describe('The QR code as SVG', () => {
  test('scans as the very text, even with a blot over a tenth of it: its error correction is high', async () => {
    const { data, svg } = (await sell()).qrCode;
    expect(scan(svg)).toBe(data);
    const blot = (x: number, y: number) => x > 0.38 && x < 0.68 && y > 0.38 && y < 0.68;
    expect(scan(svg, blot)).toBe(data);
  });
});

const VERIFY = `query ($qr: String!, $tssUuid: UUID) {
  verifyReceipt(qr: $qr) {
    valid status detail curve proven notChecked corrections { code } tried { code message { german english } }
    content { clientSerialNumber processType processData transactionNumber signatureCounter startTime logTime tssSerialNumber }
    upstream(tssUuid: $tssUuid) { known agrees differences transaction { number printout { qrCode { data } } } }
  }
}`;

describe('A receipt', () => {
  test('scanned from paper is verified by itself, without a call and without a credential', async () => {
    const sale = await sell();
    const query = VERIFY.replace(/upstream\(.*/, '').replace(', $tssUuid: UUID', '');
    const { data, extensions } = await locked.post(query, { qr: scan(sale.qrCode.svg) });
    expect(data!.verifyReceipt).toMatchObject({
      valid: true,
      status: 'VALID',
      detail: null,
      curve: 'P-256',
      corrections: [],
    });
    expect(data!.verifyReceipt.content).toMatchObject({
      transactionNumber: sale.number,
      processData: 'Beleg^11.90_0.00_0.00_0.00_0.00^11.90:Bar',
      startTime: sale.startedAt,
      tssSerialNumber: sale.tssSerialNumber,
    });
    expect(data!.verifyReceipt.proven).not.toContain('START_TIME');
    expect(data!.verifyReceipt.proven).toHaveLength(10);
    expect(data!.verifyReceipt.notChecked).toContain('START_TIME');
    expect(extensions!.upstream.calls).toBe(0);
  });

  test('is not compared with the upstream for somebody without a credential', async () => {
    const sale = await sell();
    const { data, errors, extensions } = await locked.post(VERIFY, { qr: sale.qrCode.data, tssUuid });
    expect(data!.verifyReceipt).toMatchObject({ valid: true, upstream: null });
    expect(errors).toMatchObject([{ path: ['verifyReceipt', 'upstream'], extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(extensions!.upstream.calls).toBe(0);
  });

  test('is compared with the upstream where that is asked for: one call with the UUID of the TSS, two without', async () => {
    const sale = await sell();
    for (const [variables, calls] of [
      [{ tssUuid }, 1],
      [{}, 2],
    ] as const) {
      const { data, extensions } = await gateway.post(VERIFY, { qr: `${sale.qrCode.data}\r\n`, ...variables });
      expect(data!.verifyReceipt.corrections).toEqual([{ code: 'BLANKS' }]);
      expect(data!.verifyReceipt.upstream).toEqual({
        known: true,
        agrees: true,
        differences: [],
        transaction: { number: sale.number, printout: { qrCode: { data: sale.qrCode.data } } },
      });
      expect(extensions!.upstream.calls).toBe(calls);
    }
  });

  test('whose start time was changed verifies, and only the upstream can tell', async () => {
    const sale = await sell();
    const qr = sale.qrCode.data.replace(sale.startedAt, '2024-02-29T00:00:00.000Z');
    const { data } = await gateway.post(VERIFY, { qr, tssUuid });
    expect(data!.verifyReceipt).toMatchObject({
      valid: true,
      upstream: { known: true, agrees: false, differences: ['START_TIME'] },
    });
  });

  test('of another TSS, or with a number that was never given, is not known', async () => {
    const sale = await sell();
    const [annex] = /V0;.*/.exec(ANNEX)!;
    for (const qr of [annex, sale.qrCode.data.replace(`;${sale.number};`, `;${'9'.repeat(30)};`)]) {
      const { data, errors } = await gateway.post(VERIFY, { qr });
      expect(errors).toBeUndefined();
      expect(data!.verifyReceipt.upstream).toEqual({ known: false, agrees: false, differences: [], transaction: null });
    }
  });

  test.each([
    ['nothing', ''],
    ['a web address', 'https://example.com/?q=V0;'],
    ['ten thousand fields', 'V0' + ';'.repeat(10_000)],
    ['a megabyte less a bit', `V0;${'x'.repeat(1_000_000)}`],
    ['lone surrogates and NUL', 'V0;\ud800;\0;\udfff;1;2;3;4;5;6;7;8'],
  ])('of %s is a clear no', async (_, qr) => {
    const { data, errors } = await gateway.post(VERIFY, { qr });
    expect(errors).toBeUndefined();
    expect(data!.verifyReceipt).toMatchObject({
      valid: false,
      status: 'MALFORMED',
      content: null,
      proven: [],
      upstream: null,
    });
    expect(data!.verifyReceipt.detail.length).toBeLessThan(200);
  });
});

/** The example of DSFinV-K annex I, which is signed on another curve. */
const ANNEX =
  'V0;AMA-2642;Kassenbeleg-V1;Beleg^4.05_3.00_0.00_0.00_0.00^7.05:Bar;13;44131;2019-11-22T11:29:48.000Z;2019-11-22T11:29:49.000Z;ecdsa-plain-SHA384;unixTime;K8zsZ6NjsBzo/Yd3Hba84aH3oT+c4Og5VcfJ7s6Dxz7UmAwtcKmzW16OkS/lm8pDE/37JHoRlYofUTLNF+9bY5Jv7C2P4nuEaHwlVarbiJs3bYlgQmIXQDZnf+8FhfBm;BBXNYQErM4d9sk9Iy+0T6A4sdTocijml5X78Gq/At2uXTcs/3bZNNpyuHd+dpmY59yLh0xZcr9osHhkDAxsQumgjmtb3d9GIVnTaPCslEki84P1iHPiHKHfcszeQajPk3A==';

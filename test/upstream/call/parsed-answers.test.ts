import fc from 'fast-check';
import { ParsedAnswers } from '../../../src/upstream/call/parsed-answers.js';

interface Page {
  readonly rows: { readonly name: string }[];
}

const pageOf = (name: string): Buffer =>
  Buffer.from(JSON.stringify({ rows: Array.from({ length: 400 }, (_, row) => ({ name: `${name} ${row}` })) }));
const parse = (bytes: Buffer) => JSON.parse(bytes.toString()) as Page;

/** Reads an answer, and counts how often it is parsed for that. */
function reader() {
  const answers = new ParsedAnswers();
  const reads = { parsed: 0 };
  const read = (path: string, chunks: readonly Buffer[]) =>
    answers.read(path, chunks, () => {
      reads.parsed += 1;
      return parse(Buffer.concat(chunks));
    });
  return { read, reads };
}

test('what comes a third time as it came before is not parsed again', () => {
  const { read, reads } = reader();
  const bytes = pageOf('Bonn');
  read('/a', [bytes]);
  const second = read('/a', [bytes]);
  expect(read('/a', [Buffer.from(bytes)])).toBe(second);
  expect(reads.parsed).toBe(2);
});

test('what differs in one byte, or was asked for elsewhere, is parsed anew', () => {
  const { read, reads } = reader();
  const [bonn, bern] = [pageOf('Bonn'), pageOf('Bern')];
  for (let round = 0; round < 3; round += 1) {
    expect(read('/a', [bonn])).toEqual(parse(bonn));
    expect(read('/a', [bern])).toEqual(parse(bern));
    expect(read('/b', [bonn])).toEqual(parse(bonn));
  }
  expect(reads.parsed).toBe(8);
});

test('answers of two organizations to the same question do not push each other out', () => {
  const { read, reads } = reader();
  const [bonn, hamburg] = [pageOf('Bonn'), pageOf('Hamburg')];
  for (let round = 0; round < 5; round += 1) {
    expect(read('/a', [bonn])).toEqual(parse(bonn));
    expect(read('/a', [hamburg])).toEqual(parse(hamburg));
  }
  expect(reads.parsed).toBe(4);
});

test('however an answer is cut into chunks, it is the same answer, and one of the same length is another', () => {
  const bytes = pageOf('Köln');
  fc.assert(
    fc.property(
      fc.array(fc.nat(bytes.length), { maxLength: 8 }),
      fc.option(fc.nat(bytes.length - 1), { nil: undefined }),
      (cuts, changed) => {
        const { read, reads } = reader();
        read('/a', [bytes]);
        read('/a', [bytes]);
        const sent = Buffer.from(bytes);
        // A letter where there was another: still JSON, or not parsed at all.
        if (changed !== undefined) sent[changed] = sent[changed] === 0x31 ? 0x32 : 0x31;
        const edges = [0, ...cuts.toSorted((one, other) => one - other), sent.length];
        const chunks = edges.slice(1).map((end, index) => sent.subarray(edges[index], end));
        try {
          read('/a', chunks);
        } catch {
          expect(changed).toBeDefined();
        }
        expect(reads.parsed).toBe(changed === undefined ? 2 : 3);
      },
    ),
  );
});

test('what is given to several can be changed by none of them', () => {
  const { read } = reader();
  const bytes = pageOf('Bonn');
  read('/a', [bytes]);
  const kept = read('/a', [bytes])!;
  expect(() => (kept.rows as object[]).push({})).toThrow(TypeError);
  expect(() => Object.assign(kept.rows[0]!, { name: '' })).toThrow(TypeError);
});

test('an answer that is none is asked about each time', () => {
  const answers = new ParsedAnswers();
  const bytes = pageOf('Bonn');
  let asked = 0;
  const refuse = () => {
    asked += 1;
  };
  for (let round = 0; round < 3; round += 1) {
    expect(answers.read('/a', [bytes], refuse)).toBeUndefined();
  }
  expect(asked).toBe(3);
});

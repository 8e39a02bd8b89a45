import path from 'node:path';
import { writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { SandboxStartError } from '../../../src/sandbox/index.js';
import { Store, StoreError } from '../../../src/sandbox/store/store.js';
import { TABLE_VERSIONS, TABLES_VERSION } from '../../../src/sandbox/store/store-tables.js';
import { runSandbox, temporaryFolder } from '../support/running-sandbox.js';

let folder: string;
let store: Store;

beforeEach(() => {
  folder = temporaryFolder();
  store = new Store(folder);
});
afterEach(() => store.close());

const add = (id: string): void => {
  store.run("INSERT INTO organization (id, environment) VALUES (?, 'TEST')", id);
};
const ids = (): string[] => store.all<{ id: string }>('SELECT id FROM organization ORDER BY key').map(({ id }) => id);

describe('A write', () => {
  test('answers what it made, which is then there', async () => {
    const row = await store.write(() =>
      store.returning<{ id: string }>("INSERT INTO organization (id, environment) VALUES ('a', 'TEST') RETURNING *"),
    );
    expect(row.id).toBe('a');
    expect(ids()).toEqual(['a']);
  });

  test('that throws leaves nothing behind, and those that share its commit are kept', async () => {
    const results = await Promise.allSettled([
      store.write(() => {
        add('a');
      }),
      store.write(() => {
        add('b');
        throw new Error('refused');
      }),
      store.write(() => {
        add('c');
      }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(ids()).toEqual(['a', 'c']);
  });

  test('sees those before it, in the order they came', async () => {
    const counts = await Promise.all(
      Array.from({ length: 1000 }, (_, index) =>
        store.write(() => {
          add(String(index));
          return ids().length;
        }),
      ),
    );
    expect(counts).toEqual(counts.map((_, index) => index + 1));
  });

  test('is not visible to a read before its commit', async () => {
    const written = store.write(() => {
      add('a');
    });
    expect(ids()).toEqual([]);
    await written;
    expect(ids()).toEqual(['a']);
  });

  test('is the only place where statements that write may run', () => {
    expect(() => {
      add('a');
    }).toThrow('outside of Store.write');
  });
});

test('When the disk is full a write fails as a whole, says so, and the store goes on', async () => {
  await store.write(() => {
    add('kept');
  });
  const { page_count } = store.one<{ page_count: number }>('PRAGMA page_count') ?? { page_count: 0 };
  store.one(`PRAGMA max_page_count = ${page_count}`);
  const results = await Promise.allSettled([
    store.write(() => {
      add('small');
    }),
    store.write(() => {
      add('x'.repeat(1_000_000));
    }),
    store.write(() => {
      add('after');
    }),
  ]);
  for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: expect.any(StoreError) });
  expect(ids()).toEqual(['kept']);
  store.one('PRAGMA max_page_count = 1000000');
  await store.write(() => {
    add('later');
  });
  expect(ids()).toEqual(['kept', 'later']);
});

test('Closing answers the writes that wait', async () => {
  const written = store.write(() => {
    add('a');
  });
  await store.close();
  await written;
  store = new Store(folder);
  expect(ids()).toEqual(['a']);
});

test('A write after closing is refused, not lost in silence', async () => {
  await store.close();
  await expect(store.write(() => undefined)).rejects.toThrow(StoreError);
  store = new Store(folder);
});

test('Data of an older version is kept and gets the tables that came later', async () => {
  const older = temporaryFolder();
  const database = new DatabaseSync(path.join(older, 'sandbox.sqlite'));
  database.exec(`${TABLE_VERSIONS[0]!}; PRAGMA user_version = 1`);
  database.exec("INSERT INTO organization (id, environment) VALUES ('kept', 'TEST')");
  database.close();
  const opened = new Store(older);
  expect(opened.one('SELECT id FROM organization')).toEqual({ id: 'kept' });
  expect(opened.all('SELECT * FROM export')).toEqual([]);
  expect(opened.one('PRAGMA user_version')).toEqual({ user_version: TABLES_VERSION });
  await opened.close();
});

describe('A folder is refused, with words that help', () => {
  test('when another sandbox of this process has it', () => {
    expect(() => new Store(folder)).toThrow(SandboxStartError);
    expect(() => new Store(folder)).toThrow(/in use by another process/);
  });

  test('when its data is of a newer version, which stays as it is', async () => {
    await store.close();
    const database = new DatabaseSync(path.join(folder, 'sandbox.sqlite'));
    database.exec(`PRAGMA user_version = ${TABLES_VERSION + 1}`);
    database.close();
    expect(() => new Store(folder)).toThrow(/newer version .* \(data version (\d+), this one knows \d+\)/);
    store = new Store(temporaryFolder());
  });

  test('when its file is no data of a sandbox, or no folder can be made', () => {
    const other = temporaryFolder();
    writeFileSync(path.join(other, 'sandbox.sqlite'), 'not a database '.repeat(1000));
    expect(() => new Store(other)).toThrow(
      /is not a data file of the sandbox.*Nothing was changed.*saved state.*delete/,
    );
    expect(() => new Store(path.join(other, 'sandbox.sqlite', 'deeper'))).toThrow(SandboxStartError);
  });
});

test('A taken port is refused with its number, and the folder is free again', async () => {
  const first = await runSandbox();
  const port = Number(new URL(first.backendUrl).port);
  const dataFolder = temporaryFolder();
  await expect(runSandbox({ dataFolder, backendPort: port })).rejects.toMatchObject({
    name: 'SandboxStartError',
    message: `The sandbox's backend cannot start: port ${port} on 127.0.0.1 is in use. Choose another one by the option that "fiskaly-graphql sandbox --help" names, or by SANDBOX_MIDDLEWARE_PORT, SANDBOX_BACKEND_PORT, SANDBOX_DSFINVK_PORT or SANDBOX_CONTROL_PORT.`,
  });
  await runSandbox({ dataFolder });
});

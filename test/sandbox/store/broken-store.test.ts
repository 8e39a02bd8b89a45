import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { ContractClient } from '../support/contract-client.js';
import { runSandbox, temporaryFolder } from '../support/running-sandbox.js';
import { sell, setUpClient, setUpTss } from '../support/set-up.js';

/** A store as it is closed in order, and as it is left by a process that was killed: with a write-ahead log. */
const healthy = { closed: temporaryFolder(), killed: temporaryFolder() };
const STORE = 'sandbox.sqlite';
const LOG = 'sandbox.sqlite-wal';

beforeAll(async () => {
  const dataFolder = temporaryFolder();
  const sandbox = await runSandbox({ dataFolder, demo: true });
  const till = await ContractClient.login(sandbox.middlewareUrl);
  const { tss_id } = await setUpTss(till);
  const client_id = await setUpClient(till, tss_id);
  for (let count = 0; count < 40; count += 1) await sell(till, tss_id, client_id);
  cpSync(dataFolder, healthy.killed, { recursive: true });
  await sandbox.close();
  cpSync(dataFolder, healthy.closed, { recursive: true });
});

/** A copy of a healthy store, for a test to damage. */
function copyOf(kind: keyof typeof healthy): string {
  const folder = temporaryFolder();
  cpSync(healthy[kind], folder, { recursive: true });
  return folder;
}

/** Overwrites a part of a file, from one share of its length to another. */
function spoil(file: string, from: number, to: number): void {
  const bytes = readFileSync(file);
  const [begin, end] = [Math.floor(bytes.length * from), Math.floor(bytes.length * to)];
  for (let at = begin; at < end; at += 1) bytes[at] = (at * 7 + 13) % 251;
  writeFileSync(file, bytes);
}

const cut = (file: string, share: number) => {
  truncateSync(file, Math.floor(statSync(file).size * share));
};

describe('A store that is damaged is refused, says what to do, and stays as it is:', () => {
  test.each<readonly [where: string, kind: keyof typeof healthy, damage: (store: string, log: string) => void]>([
    [
      'in its beginning',
      'closed',
      (store) => {
        spoil(store, 0, 0.001);
      },
    ],
    [
      'in its first third',
      'closed',
      (store) => {
        spoil(store, 0, 0.33);
      },
    ],
    [
      'in its middle third',
      'closed',
      (store) => {
        spoil(store, 0.33, 0.67);
      },
    ],
    [
      'in its last third',
      'closed',
      (store) => {
        spoil(store, 0.67, 1);
      },
    ],
    [
      'in one page of its middle',
      'closed',
      (store) => {
        spoil(store, 0.5, 0.5 + 4096 / statSync(store).size);
      },
    ],
    [
      'cut to half',
      'closed',
      (store) => {
        cut(store, 0.5);
      },
    ],
    [
      'cut by a tenth',
      'closed',
      (store) => {
        cut(store, 0.9);
      },
    ],
    [
      'cut to nothing',
      'closed',
      (store) => {
        cut(store, 0);
      },
    ],
    [
      'in the middle of its log',
      'killed',
      (_store, log) => {
        spoil(log, 0.4, 0.5);
      },
    ],
    [
      'in the first frame of its log',
      'killed',
      (_store, log) => {
        spoil(log, 0.001, 0.002);
      },
    ],
    [
      'in the header of its log',
      'killed',
      (_store, log) => {
        spoil(log, 0, 0.0001);
      },
    ],
  ])('%s', async (_where, kind, damage) => {
    const dataFolder = copyOf(kind);
    const [store, log] = [path.join(dataFolder, STORE), path.join(dataFolder, LOG)];
    damage(store, log);
    const filesNow = () =>
      [store, log].map((file) =>
        existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : 'none',
      );
    const before = filesNow();
    await expect(runSandbox({ dataFolder })).rejects.toMatchObject({
      name: 'SandboxStartError',
      message: expect.stringMatching(
        /sandbox\.sqlite cannot be used: .+\. Nothing was changed\. Start with a saved state, .+ or delete .+ to begin anew\.$/,
      ),
    });
    expect(filesNow()).toEqual(before);
  });
});

describe('A store that is whole starts with all that was answered:', () => {
  const transactions = async (dataFolder: string) => {
    const sandbox = await runSandbox({ dataFolder });
    const till = await ContractClient.login(sandbox.middlewareUrl);
    const { data } = await till.ok('listAllTransactions', { query: { order: 'desc', limit: 40 } });
    await sandbox.close();
    return data.map(({ _id }) => _id);
  };
  let all: readonly string[];
  beforeAll(async () => {
    all = await transactions(copyOf('closed'));
  });

  test('closed in order', () => {
    expect(all).toHaveLength(40);
  });

  test('left by a process that was killed', async () => {
    expect(await transactions(copyOf('killed'))).toEqual(all);
  });

  test('left by a process that was killed in the middle of a write, which was never answered', async () => {
    const folder = copyOf('killed');
    const log = path.join(folder, LOG);
    truncateSync(log, statSync(log).size - 100);
    const left = await transactions(folder);
    expect(all.slice(1)).toEqual(expect.arrayContaining(left.slice(1)));
    expect(left.length).toBeGreaterThanOrEqual(39);
  });
});

describe('A folder that cannot be used is refused at once, with the reason and what would be right:', () => {
  const inFolder = (make: (folder: string) => string) => () => make(temporaryFolder());
  test.each<readonly [what: string, folder: () => string, reason: RegExp]>([
    ['below /proc', () => '/proc/sandbox', /cannot be made: .+/],
    ['deep below /proc', () => '/proc/sandbox/data/deeper', /cannot be made: .+/],
    ['in /proc itself', () => '/proc/self', /cannot be opened: .+/],
    ['below /sys', () => '/sys/sandbox', /cannot be made: .+/],
    ['a device', () => '/dev/null', /is no folder/],
    ['below a device', () => '/dev/null/sandbox', /a file is in its way/],
    ['a file', inFolder((folder) => file(path.join(folder, 'file'))), /is no folder/],
    [
      'below a file',
      inFolder((folder) => path.join(file(path.join(folder, 'file')), 'a', 'b')),
      /a file is in its way/,
    ],
    ['a link that leads nowhere', inFolder((folder) => link(folder, 'nowhere')), /link that leads nowhere/],
    ['below a link that leads nowhere', inFolder((folder) => path.join(link(folder, 'nowhere'), 'a')), /leads nowhere/],
    ['a link to itself', inFolder((folder) => link(folder, 'link')), /leads? (nowhere|in a circle)/],
    [
      'a path that is too long',
      inFolder((folder) => path.join(folder, ...Array<string>(60).fill('long name'))),
      /500 are the most/,
    ],
    ['a name that is too long', inFolder((folder) => path.join(folder, 'n'.repeat(300))), /a name in it is too long/],
    ['with a folder in the place of its file', inFolder((folder) => made(folder, STORE)), /is no file/],
  ])('%s', async (_what, folder, reason) => {
    await expect(runSandbox({ dataFolder: folder() })).rejects.toMatchObject({
      name: 'SandboxStartError',
      message: expect.stringMatching(new RegExp(`${reason.source}.*Choose another folder with SANDBOX_DATA or --data`)),
    });
  });

  function file(at: string): string {
    writeFileSync(at, 'text');
    return at;
  }
  function link(folder: string, target: string): string {
    const at = path.join(folder, 'link');
    symlinkSync(path.join(folder, target), at);
    return at;
  }
  function made(folder: string, name: string): string {
    mkdirSync(path.join(folder, name));
    return folder;
  }
});

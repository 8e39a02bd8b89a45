import { storage } from '../../explorer/src/storage.js';

const PIN = 'kQ7zWx93';
const tab = (title: string, variables: string) => ({ title, query: `query ${title} { a }`, variables, headers: null });
const stored = new Map<string, string>();

/** As browsers have it: the stored keys are its own properties. */
const browserStorage = () =>
  Object.assign(Object.fromEntries(stored), {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });

beforeAll(() => {
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, get: browserStorage });
});
beforeEach(() => {
  stored.clear();
});
afterAll(() => {
  Reflect.deleteProperty(globalThis, 'localStorage');
});

describe('the storage that GraphiQL gets', () => {
  test.each(['tabState', 'queries', 'favorites'])('stores "%s" without secrets', (name) => {
    storage.setItem(`graphiql:${name}`, JSON.stringify({ tabs: [tab('A', `{"adminPin": "${PIN}", "n": "kept"}`)] }));
    expect(stored.get(`graphiql:${name}`)).toContain('kept');
    expect(stored.get(`graphiql:${name}`)).not.toContain(PIN);
  });

  test('stores the look of the page as it is', () => {
    storage.setItem('graphiql:theme', 'dark');
    expect(storage.getItem('graphiql:theme')).toBe('dark');
  });

  test.each(['query', 'variables', 'headers', 'shouldPersistHeaders', 'somethingNew'])('never stores "%s"', (name) => {
    storage.setItem(`graphiql:${name}`, PIN);
    expect(stored.size).toBe(0);
  });

  test('gives the text of the open tab from the stored tabs', () => {
    const tabs = [tab('A', '{"n": 1}'), tab('B', '{"n": 2, "adminPuk": "1234567890"}')];
    storage.setItem('graphiql:tabState', JSON.stringify({ tabs, activeTabIndex: 1 }));
    expect(storage.getItem('graphiql:query')).toBe('query B { a }');
    expect(storage.getItem('graphiql:variables')).toBe('{"n": 2, "adminPuk": "[redacted]"}');
  });

  test.each(['', '{', '{}', 'null', '{"tabs": [], "activeTabIndex": 3}'])(
    'has no open tab when what is stored is no tabs: %s',
    (value) => {
      stored.set('graphiql:tabState', value);
      expect(storage.getItem('graphiql:query')).toBeNull();
    },
  );

  test('counts and clears what is GraphiQL’s and nothing else', () => {
    stored.set('other', 'x');
    storage.setItem('graphiql:theme', 'dark');
    expect(storage.length).toBe(1);
    storage.clear();
    expect([...stored.keys()]).toEqual(['other']);
  });
});

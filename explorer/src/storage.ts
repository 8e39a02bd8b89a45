import type { GraphiQLProps } from 'graphiql';
import { redactOperations } from './redact.js';

type Storage = NonNullable<GraphiQLProps['storage']>;

/** GraphiQL's prefix of each key. */
const PREFIX = 'graphiql:';
/** Keys under which GraphiQL stores operations. */
const OPERATIONS: ReadonlySet<string> = new Set(['tabState', 'queries', 'favorites']);
/** Keys for the appearance of the page. Their values contain no text that the user has typed. */
const LOOK: ReadonlySet<string> = new Set([
  'theme',
  'visiblePlugin',
  'docExplorerFlex',
  'editorFlex',
  'secondaryEditorFlex',
]);

/**
 * Local storage for GraphiQL. Tabs and history are stored without their secrets, the appearance unchanged, and
 * everything else is never stored: so a newer GraphiQL cannot store data that nobody has checked.
 */
export const storage: Storage = {
  getItem(key) {
    // GraphiQL also reads the text of the open tab under its own keys. It is stored only once, with the tabs.
    if (key === `${PREFIX}query`) return openTab()?.query ?? null;
    if (key === `${PREFIX}variables`) return openTab()?.variables ?? null;
    return localStorage.getItem(key);
  },
  setItem(key, value) {
    const name = key.slice(PREFIX.length);
    if (OPERATIONS.has(name)) localStorage.setItem(key, redactOperations(value));
    else if (LOOK.has(name)) localStorage.setItem(key, value);
  },
  removeItem(key) {
    localStorage.removeItem(key);
  },
  clear() {
    for (const key of storedKeys()) localStorage.removeItem(key);
  },
  get length() {
    return storedKeys().length;
  },
};

function storedKeys(): readonly string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
}

interface Tab {
  readonly query: string | null;
  readonly variables: string | null;
}

function openTab(): Tab | undefined {
  try {
    // GraphiQL has stored this value itself, see its TabsState.
    const state = JSON.parse(localStorage.getItem(`${PREFIX}tabState`) ?? '') as {
      readonly tabs: readonly Tab[];
      readonly activeTabIndex: number;
    };
    return state.tabs[state.activeTabIndex];
  } catch {
    return undefined;
  }
}

import type { GraphiQLProps } from 'graphiql';
import { redactOperations } from './redact.js';

type Storage = NonNullable<GraphiQLProps['storage']>;

/** GraphiQL puts this before each key. */
const PREFIX = 'graphiql:';
/** Keys under which GraphiQL keeps operations. */
const OPERATIONS: ReadonlySet<string> = new Set(['tabState', 'queries', 'favorites']);
/** Keys of the look of the page, which hold nothing that was typed. */
const LOOK: ReadonlySet<string> = new Set([
  'theme',
  'visiblePlugin',
  'docExplorerFlex',
  'editorFlex',
  'secondaryEditorFlex',
]);

/**
 * Local storage as GraphiQL gets it: tabs and history are stored with their secrets taken out, the look of the page as
 * it is, and everything else not at all, so that a later GraphiQL cannot store what nobody thought of.
 */
export const storage: Storage = {
  getItem(key) {
    // GraphiQL asks for the text of the open tab apart from the tabs; it is stored once, with the tabs.
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
    // What GraphiQL stored here itself, see its TabsState.
    const state = JSON.parse(localStorage.getItem(`${PREFIX}tabState`) ?? '') as {
      readonly tabs: readonly Tab[];
      readonly activeTabIndex: number;
    };
    return state.tabs[state.activeTabIndex];
  } catch {
    return undefined;
  }
}

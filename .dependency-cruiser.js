/**
 * The rules of the house (docs/decisions/0002-the-house.md): no import cycles, not even of types; which room may import
 * which; the products stay separate. `npm run check` checks them.
 */

/** Rooms that every room may import, and that import no room. */
const LEAVES = ['character-count', 'errors', 'json-text', 'json-value', 'secret'];

/**
 * For each room of `src/`, the rooms that it may import in addition to the leaves. A file directly in `src/` is also a
 * room.
 */
const mayImport = {
  contract: [],
  received: ['contract'],
  http: [],
  config: [],
  coordination: [],
  tse: ['contract'],
  dsfinvk: ['contract', 'tse'],
  upstream: ['contract', 'coordination'],
  datasources: ['contract', 'received', 'coordination', 'upstream', 'tse', 'dsfinvk'],
  schema: ['contract', 'received', 'tse', 'dsfinvk'],
  resolvers: ['contract', 'received', 'schema', 'datasources', 'upstream', 'tse', 'dsfinvk'],
  server: [
    'contract',
    'received',
    'http',
    'config',
    'schema',
    'resolvers',
    'datasources',
    'upstream',
    'coordination',
    'tse',
    'dsfinvk',
  ],
  sandbox: ['contract', 'http', 'tse', 'dsfinvk'],
  cli: ['config', 'sandbox'],
};

const PRODUCTS = ['sign-de', 'dsfinvk', 'management'];
const LAYERS = ['schema', 'resolvers', 'datasources', 'sandbox'];

/** Pattern of a room: a folder, or a file with this name. */
const room = (name) => `^src/${name}(/|\\.ts$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Files that import each other cannot be understood separately. Move what both need to another file.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'leaves-import-nobody',
      comment: `Rooms that every room may import must not import a room: ${LEAVES.join(', ')}.`,
      severity: 'error',
      from: { path: LEAVES.map(room) },
      to: { path: '^src/', pathNot: LEAVES.map(room) },
    },
    ...Object.entries(mayImport).map(([name, others]) => ({
      name: `${name}-imports`,
      comment: `src/${name} may only import from: ${[name, ...others, ...LEAVES].join(', ')}.`,
      severity: 'error',
      from: { path: room(name) },
      to: { path: '^src/', pathNot: [name, ...others, ...LEAVES].map(room) },
    })),
    {
      name: 'archive-checked-independently',
      comment: 'Reader and checker of DSFinV-K archives must not repeat a mistake of the writer.',
      severity: 'error',
      from: { path: '^src/dsfinvk/archive/(read|check|rules)/' },
      to: { path: '^src/dsfinvk/archive/(write/|archive-content)' },
    },
    {
      name: 'archive-written-independently',
      comment: 'The writer of DSFinV-K archives must not use their reader or checker.',
      severity: 'error',
      from: { path: '^src/dsfinvk/archive/write/' },
      to: { path: '^src/dsfinvk/archive/(read|check|rules)/' },
    },
    ...LAYERS.flatMap((layer) =>
      PRODUCTS.map((product) => ({
        name: `wing-${layer}-${product}`,
        comment: 'Only datasources/index.ts may import the folders of two products.',
        severity: 'error',
        from: { path: `^src/${layer}/${product}/` },
        to: { path: `^src/${layer}/(${PRODUCTS.filter((other) => other !== product).join('|')})/` },
      })),
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    includeOnly: '^(src|sdk|explorer)/',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};

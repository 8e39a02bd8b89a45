/**
 * The rules of the house (docs/decisions/0002-the-house.md): no circle of imports, types included; who may import whom;
 * the wings of the products apart. `npm run check` runs them.
 */

/** What every room may import, and what imports nobody. */
const LEAVES = ['character-count', 'errors', 'json-text', 'json-value', 'secret'];

/** Of each room of `src/` the rooms that it may import besides. Files at the top of `src/` are rooms of one file. */
const mayImport = {
  contract: [],
  received: ['contract'],
  http: [],
  config: [],
  coordination: [],
  tse: ['contract'],
  upstream: ['contract', 'coordination'],
  datasources: ['contract', 'received', 'coordination', 'upstream', 'tse'],
  schema: ['contract', 'received', 'tse'],
  resolvers: ['contract', 'received', 'schema', 'datasources', 'upstream', 'tse'],
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
  ],
  sandbox: ['contract', 'http', 'tse'],
  cli: ['config', 'sandbox'],
};

const PRODUCTS = ['sign-de', 'dsfinvk', 'management'];
const LAYERS = ['schema', 'resolvers', 'datasources', 'sandbox'];

/** A room as a pattern: a folder, or a file of this name. */
const room = (name) => `^src/${name}(/|\\.ts$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circles',
      comment:
        'Files that import each other cannot be understood one at a time. Move what both need to a file of its own.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'leaves-import-nobody',
      comment: `What every room may import imports nobody: ${LEAVES.join(', ')}.`,
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
    ...LAYERS.flatMap((layer) =>
      PRODUCTS.map((product) => ({
        name: `wing-${layer}-${product}`,
        comment: 'The wings of two products meet in datasources/index.ts only.',
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

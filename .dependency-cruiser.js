/**
 * The rules of the house (docs/decisions/0002-the-house.md): no circle of imports, types included; who may import whom; the
 * wings of the products apart. `npm run check` runs them.
 */

/** Of each room of `src/` the rooms that it may import. Files at the top of `src/` are rooms of one file. */
const mayImport = {
  errors: [],
  secret: [],
  'character-count': [],
  'json-text': [],
  'stop-signals': [],
  http: ['json-text'],
  contract: [],
  received: ['contract'],
  config: ['errors', 'secret'],
  coordination: ['errors', 'secret'],
  tse: ['character-count', 'contract', 'json-text'],
  upstream: ['errors', 'secret', 'json-text', 'contract', 'coordination'],
  datasources: [
    'errors',
    'secret',
    'json-text',
    'contract',
    'received',
    'character-count',
    'coordination',
    'upstream',
    'tse',
  ],
  schema: ['errors', 'secret', 'json-text', 'character-count', 'contract', 'received', 'tse'],
  resolvers: [
    'errors',
    'secret',
    'json-text',
    'character-count',
    'contract',
    'received',
    'schema',
    'datasources',
    'upstream',
    'tse',
  ],
  server: [
    'errors',
    'secret',
    'json-text',
    'http',
    'config',
    'contract',
    'received',
    'schema',
    'resolvers',
    'datasources',
    'upstream',
    'coordination',
    'tse',
  ],
  sandbox: ['errors', 'secret', 'json-text', 'character-count', 'http', 'contract', 'tse'],
  cli: ['errors', 'secret', 'config', 'sandbox'],
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
    ...Object.entries(mayImport).map(([name, others]) => ({
      name: `${name}-imports`,
      comment: `src/${name} may only import from: ${[name, ...others].join(', ')}.`,
      severity: 'error',
      from: { path: room(name) },
      to: { path: '^src/', pathNot: [name, ...others].map(room) },
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

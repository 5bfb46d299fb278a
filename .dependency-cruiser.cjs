/** Who may import whom: the table of folders in docs/architecture.md. */
const MAY_IMPORT = {
  contract: [],
  locales: ['contract'],
  platform: ['contract', 'locales'],
  collector: ['contract', 'platform'],
  fleet: ['contract', 'platform'],
  worker: ['contract', 'platform', 'collector', 'fleet'],
  main: ['contract', 'locales', 'platform', 'worker'],
  preload: ['contract'],
  renderer: ['contract', 'locales'],
  cli: ['contract', 'locales', 'platform', 'collector', 'worker'],
};

const FOLDERS = Object.keys(MAY_IMPORT);

const boundaries = Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
  name: `${folder}-imports`,
  comment: `${folder}/ may import ${allowed.length === 0 ? 'no other folder of ours' : allowed.join(', ')}`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: {
    path: `^(${[...FOLDERS, 'test', 'scripts'].join('|')})/`,
    pathNot: `^(${[folder, ...allowed].join('|')})/`,
  },
}));

/** The rooms of fleet/, and which others each may import. `engine.ts` puts all of them together. */
const FLEET_ROOMS = {
  store: [],
  remote: ['store'],
  queries: ['store'],
  sync: ['store', 'remote'],
  alerts: ['store', 'queries'],
  channels: ['store', 'remote', 'alerts'],
  doctor: ['store', 'remote', 'sync'],
};

const rooms = Object.entries(FLEET_ROOMS).map(([room, allowed]) => ({
  name: `fleet-${room}-imports`,
  comment: `fleet/${room}/ may import ${allowed.length === 0 ? 'no other room' : allowed.join(', ')}`,
  severity: 'error',
  from: { path: `^fleet/${room}/` },
  to: { path: '^fleet/', pathNot: `^fleet/(${[room, ...allowed].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...boundaries,
    ...rooms,
    {
      name: 'sql-in-stores-only',
      comment:
        'SQL belongs in fleet/store/, collector/outbox/ and platform/sqlite/: no other file sees a database. A lock is no table.',
      severity: 'error',
      from: {
        path: '^(contract|locales|platform|collector|fleet|worker|main|preload|renderer|cli)/',
        pathNot:
          '^(fleet/store/|collector/outbox/|platform/sqlite/|platform/locks/process-lock\\.ts$)',
      },
      to: { path: '^(node:)?sqlite$' },
    },
    {
      name: 'electron-in-shell-only',
      comment: 'Only main/ and preload/ know Electron',
      severity: 'error',
      from: { path: '^(contract|locales|platform|collector|fleet|worker|renderer|cli)/' },
      to: { path: '(^|/)electron(/|$)' },
    },
    {
      name: 'contract-is-pure',
      comment: 'contract/ imports neither Node nor Vue: only zod',
      severity: 'error',
      from: { path: '^contract/' },
      to: { pathNot: '^(contract/|node_modules/zod/)' },
    },
    {
      name: 'no-node-in-page',
      severity: 'error',
      from: { path: '^(renderer|preload)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-circular',
      comment: 'No file depends on itself by way of others, not even for its types',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'only-stores-reach-the-bridge',
      comment:
        'Components take props, feature components may use stores, only stores reach the bridge',
      severity: 'error',
      from: {
        path: '^renderer/',
        pathNot: '^renderer/(stores/|features/[^/]+/[^/]+-store\\.ts$)',
      },
      to: { path: '^renderer/app/bridge\\.ts$' },
    },
    {
      name: 'no-store-in-ui-or-charts',
      comment: 'ui/ and charts/ show what they are given',
      severity: 'error',
      from: { path: '^renderer/(ui|charts)/' },
      to: { path: '^renderer/(stores/|features/)' },
    },
    {
      name: 'no-orphans',
      comment: 'Nothing that no one uses',
      severity: 'error',
      from: {
        orphan: true,
        path: `^(${FOLDERS.join('|')})/`,
        pathNot: '\\.d\\.ts$',
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.vue', '.js', '.json'] },
    exclude: { path: '^(out|dist)/' },
  },
};

// Who may import whom under src/. Every folder may also import any src/*/ports.ts, types only, save domain.
const folders = {
  domain: {
    may: [],
    else: 'A rule needs nothing from outside: pass in what it asks for, or move the code that fetches it to the folder that calls the rule.',
  },
  text: {
    may: ['domain'],
    else: 'The catalogue turns codes into sentences. What decides which code belongs to domain, what sends the sentence to its caller.',
  },
  document: {
    may: ['domain', 'text'],
    else: 'Rendering takes plain values. Load them in the caller (a door, dispatch) and pass them in.',
  },
  intake: {
    may: ['domain', 'command'],
    else: 'Reading a payload of one outside system belongs to integration/<system>; tables belong to store, behind intake/ports.ts.',
  },
  command: {
    may: ['domain'],
    else: 'Whether it is allowed belongs to domain; reading and writing tables to store, behind command/ports.ts.',
  },
  watch: {
    may: ['domain', 'command'],
    else: 'How to ask one telemetry source belongs to integration/<source>; tables belong to store, behind watch/ports.ts.',
  },
  dispatch: {
    may: ['domain', 'command'],
    else: 'How to send to one outside system belongs to integration/<system>; tables belong to store, behind dispatch/ports.ts.',
  },
  projection: {
    may: ['domain'],
    else: 'A projection folds events and reads its own table. Pass in the database as a port; rules about state belong to domain.',
  },
  store: {
    may: ['domain'],
    else: "The store implements other folders' ports.ts and imports those only; what it would call belongs to its caller.",
  },
  platform: {
    may: ['domain'],
    else: "What this process and machine give, behind other folders' ports.ts. Rules belong to domain, tables to store, outside systems to integration.",
  },
  integration: {
    may: ['domain', 'document', 'text'],
    else: 'An adapter is handed what it needs (a desk, a message). What decides or stores belongs to intake, command or dispatch.',
  },
  api: {
    may: ['domain'],
    else: 'Schemas and tables of the contract run in a browser too. What serves them belongs to http.',
  },
  http: {
    may: ['api', 'domain', 'document', 'text'],
    else: 'A door is thin: name what it needs in http/ports.ts and let main.ts hand it in.',
  },
  chat: {
    may: ['api', 'domain', 'document', 'text'],
    else: 'A door is thin: name what it needs in chat/ports.ts. What only one system knows belongs to integration/<system>.',
  },
  cli: {
    may: ['api', 'domain', 'document', 'text'],
    else: 'The command line speaks to the API. A verb that owns a process or a database belongs to main.ts.',
  },
  mcp: {
    may: ['api', 'domain', 'document', 'text'],
    else: 'A door is thin: name what it needs in mcp/ports.ts and let main.ts hand it in.',
  },
  web: { may: ['api', 'domain', 'text'], else: 'The cockpit runs in a browser and speaks to the API.' },
};

const tests = '[.]test[.]tsx?$';
const ports = '^src/[^/]+/ports[.]ts$';
const cockpitBuild = '^src/web/(vite[.]config[.]ts$|build/)';
const main = '^src/main([.]ts$|/)';

const layers = Object.entries(folders).map(([folder, { may, else: belongs }]) => ({
  name: `${folder}-imports-only-its-own`,
  comment: `${folder}/ may import ${['itself', ...may].join(', ')}${folder === 'domain' ? '' : ' and ports'}. ${belongs}`,
  severity: 'error',
  from: { path: `^src/${folder}/`, ...(folder === 'domain' ? {} : { pathNot: tests }) },
  to: {
    path: '^src/',
    pathNot: [`^src/(${[folder, ...may].join('|')})/`, main, ...(folder === 'domain' ? [] : [ports])],
  },
}));

const outside = ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'];

module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'nothing-imports-main',
      comment:
        'main.ts is the program: it joins the folders and nothing hangs on it. Move what you need into the folder it is about.',
      severity: 'error',
      from: {},
      to: { path: '^src/main[.]ts$' },
    },
    {
      name: 'folders-do-not-know-main',
      comment: 'main/ is a part of main.ts, which joins the folders. Move what you need into the folder it is about.',
      severity: 'error',
      from: { path: '^src/', pathNot: [main, tests] },
      to: { path: '^src/main/' },
    },
    {
      name: 'ports-import-only-domain-and-ports',
      comment:
        'A port says in words of the domain, and of other ports, what a folder needs. A type from elsewhere belongs to domain, or is a detail of who implements the port.',
      severity: 'error',
      from: { path: ports },
      to: { pathNot: ['^src/domain/', ports] },
    },
    {
      name: 'ports-are-types',
      comment: 'Write import type: a port has no code. Code that two folders share belongs to domain.',
      severity: 'error',
      from: {},
      to: { path: ports, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'domain-is-pure',
      comment:
        'The domain runs in the server, the command line and the browser: no platform, no packages. Pass in what touches either.',
      severity: 'error',
      from: { path: '^src/domain/', pathNot: [tests, '^src/domain/time[.]ts$', '^src/domain/prose/'] },
      to: { dependencyTypes: outside },
    },
    {
      name: 'time-alone-knows-temporal',
      comment:
        'domain/time.ts may import temporal-polyfill and nothing else from outside. Other arithmetic belongs to the file it is about.',
      severity: 'error',
      from: { path: '^src/domain/time[.]ts$' },
      to: { dependencyTypes: outside, pathNot: 'node_modules/temporal-polyfill/' },
    },
    {
      name: 'prose-alone-knows-language',
      comment: 'domain/prose may import compromise and chrono-node and nothing else from outside.',
      severity: 'error',
      from: { path: '^src/domain/prose/', pathNot: tests },
      to: { dependencyTypes: outside, pathNot: 'node_modules/(compromise|chrono-node)/' },
    },
    {
      name: 'folds-are-pure',
      comment:
        'A fold is replayed at every rebuild and must give the same each time: read and write in query.ts or where the fold is run.',
      severity: 'error',
      from: { path: '^src/projection/[^/]+/fold[.]ts$' },
      to: { dependencyTypes: outside },
    },
    {
      name: 'text-and-document-touch-nothing',
      comment: 'Sentences and documents are made from values. Read files, sockets and clocks in the caller.',
      severity: 'error',
      from: { path: '^src/(text|document)/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'browser-code-needs-no-node',
      comment:
        "api/ and web/ run in a browser, where Node's modules are not. Code that needs them belongs to http or cli.",
      severity: 'error',
      from: { path: '^src/(api|web)/', pathNot: [tests, cockpitBuild] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the-cockpit-knows-not-its-build',
      comment:
        'web/build and web/vite.config.ts run in Node while the cockpit is built. What runs in a browser stands beside them.',
      severity: 'error',
      from: { path: '^src/', pathNot: cockpitBuild },
      to: { path: cockpitBuild },
    },
    {
      name: 'integrations-are-strangers',
      comment:
        'An integration must be removable with its folder. What two of them share belongs to a file directly in integration/.',
      severity: 'error',
      from: { path: '^src/integration/([^/]+)/', pathNot: tests },
      to: { path: '^src/integration/[^/]+/', pathNot: '^src/integration/$1/' },
    },
    {
      name: 'registry-alone-joins-integrations',
      comment: 'Only integration/registry.ts lists the integrations.',
      severity: 'error',
      from: { path: '^src/integration/[^/]+$', pathNot: ['^src/integration/registry[.]ts$', tests] },
      to: { path: '^src/integration/[^/]+/' },
    },
    {
      name: 'screens-are-strangers',
      comment: 'What two screens share belongs to web/part.',
      severity: 'error',
      from: { path: '^src/web/screen/([^/]+)/', pathNot: tests },
      to: { path: '^src/web/screen/[^/]+/', pathNot: '^src/web/screen/$1/' },
    },
    {
      name: 'server-ships-without-dev-deps',
      comment:
        'npm start installs no devDependencies. Move the package to dependencies, with its reason, or do without it.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/web/', tests] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-knows-no-tests',
      comment: 'Code that only tests use belongs to test/, or to a file named .test.ts.',
      severity: 'error',
      from: { path: '^(src|launch|bin)/', pathNot: tests },
      to: { path: ['^(test|bench)/', tests] },
    },
    {
      name: 'launcher-needs-nothing-installed',
      comment: 'launch/ runs on the host before npm has installed anything, on a Node that does not read TypeScript.',
      severity: 'error',
      from: { path: '^(launch|bin)/', pathNot: '^launch/test-tool/unpack-chromium[.]mjs$' },
      to: { pathNot: '^launch/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'imports-exist',
      comment:
        'Nothing is found under this name: is it spelled with its .ts suffix, and is the package in package.json?',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-cycles',
      comment:
        'Files that import each other cannot be understood or moved one by one. Move what both need into a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
};

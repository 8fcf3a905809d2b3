/**
 * The part of a package-lock that these packages need, with the versions and digests of the whole.
 * @param {string[]} names
 * @param {{ lockfileVersion: number, packages: Record<string, Record<string, any>> }} whole
 */
export function lockOf(names, { lockfileVersion, packages }) {
  const needed = reached(
    names.map((name) => pathOf(name, '', packages) ?? missing(name)),
    packages,
    neededBy,
  );
  const wanted = reached([...needed], packages, (entry) => [...neededBy(entry), ...keysOf(entry.optionalDependencies)]);
  const part = Object.fromEntries(
    [...wanted]
      .sort((one, other) => (one < other ? -1 : 1))
      .map((path) => {
        const { dev: _dev, devOptional: _devOptional, optional: _optional, peer: _peer, ...entry } = packages[path];
        // What only an optional dependency asks for may be missing on this machine.
        return [path, needed.has(path) ? entry : { ...entry, optional: true }];
      }),
  );
  const dependencies = Object.fromEntries(names.map((name) => [name, packages[`node_modules/${name}`].version]));
  const name = 'allclear-web-tools';
  return { name, lockfileVersion, requires: true, packages: { '': { name, dependencies }, ...part } };
}

const keysOf = (record) => Object.keys(record ?? {});

function missing(name) {
  throw new Error(`package-lock.json does not name ${name}`);
}

/** What must be there with it. npm lists optional dependencies among the dependencies too. */
function neededBy({ dependencies, optionalDependencies = {}, peerDependencies, peerDependenciesMeta = {} }) {
  const peers = keysOf(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
  return [...keysOf(dependencies), ...peers].filter((name) => !Object.hasOwn(optionalDependencies, name));
}

function reached(from, packages, next) {
  const seen = new Set(from);
  for (const path of seen) {
    for (const name of next(packages[path])) {
      const found = pathOf(name, path, packages);
      if (found !== undefined) seen.add(found);
    }
  }
  return seen;
}

/** Where Node finds `name` from the package at `path`: in its own node_modules, or in those around it. */
function pathOf(name, path, packages) {
  for (let around = path; ; around = around.slice(0, Math.max(0, around.lastIndexOf('/node_modules/')))) {
    const found = around === '' ? `node_modules/${name}` : `${around}/node_modules/${name}`;
    if (Object.hasOwn(packages, found)) return found;
    if (around === '') return undefined;
  }
}

import type { Command } from 'commander';
import type { EndpointReply } from '../../api/endpoint-table.ts';
import type { CatalogService } from '../../domain/catalog/catalog.ts';
import { dependenciesAmong, dependenciesOf, serviceNamed, servicesNamed } from '../../domain/catalog/look-up.ts';
import { type RestoreWaves, wavesOf } from '../../domain/restore/waves.ts';
import { clientFor, Misuse, print } from '../context.ts';
import { columns } from '../table.ts';

type Catalog = EndpointReply<'showCatalog'>;

const list = (value: string, before: string[]): string[] => [...before, value];
const none = '–';
const joined = (words: readonly string[]): string => words.join(', ') || none;

function catalogText({ services }: Catalog): string {
  if (services.length === 0) return 'The catalog is empty. docs/example/catalog.yaml shows what goes into it.';
  const rows = services.map(({ name, tier, owners, dependsOn, businessFunction }) => [
    name,
    String(tier),
    joined(owners),
    joined(dependsOn),
    businessFunction ?? none,
  ]);
  return columns([['service', 'tier', 'owners', 'needs', 'for'], ...rows]);
}

function namedIn(catalog: Catalog, names: readonly string[]): CatalogService[] {
  const unknown = names.find((name) => serviceNamed(catalog, name) === null);
  if (unknown !== undefined) throw new Misuse(`No service of the catalog is called ${unknown}.`);
  return servicesNamed(catalog, names);
}

interface Order extends RestoreWaves {
  /** In or behind a cycle. */
  readonly blocked: readonly string[];
}

function orderOf(catalog: Catalog, names: readonly string[], bootstrap: readonly string[]): Order {
  const asked = names.length === 0 ? catalog.services : namedIn(catalog, names);
  const askedNames = asked.map(({ name }) => name);
  const services = [...asked, ...dependenciesOf(catalog, askedNames)];
  const started = namedIn(catalog, bootstrap).map(({ name }) => name);
  const all = services.map(({ name }) => name);
  const order = wavesOf(all, dependenciesAmong(catalog, services), started);
  const placed = new Set(order.waves.flat());
  return { ...order, blocked: all.filter((name) => !placed.has(name)).sort() };
}

function orderText({ waves, cycles, blocked }: Order): string {
  if (waves.length === 0 && blocked.length === 0) return 'The catalog is empty.';
  const lines = waves.map((wave, index) => `${index + 1}. ${wave.join(', ')}`);
  const rings = cycles.map((cycle) => `Cycle: ${[...cycle, cycle[0]].join(' needs ')}`);
  if (blocked.length === 0) return lines.join('\n');
  const advice = `Not in order while a cycle stands: ${blocked.join(', ')}. Break it with --bootstrap <service>.`;
  return [...lines, ...rings, advice].join('\n');
}

/** `catalog` lists the services, `catalog order` in which order they can be restored. */
export function addCatalogVerb(program: Command): void {
  const catalog = program
    .command('catalog')
    .description('The services of the catalog.')
    .addHelpText('after', '\nExample:\n  allclear catalog')
    .action(async (_options: object, command: Command) => {
      const reply = await clientFor(command).call('showCatalog', {});
      print(command, reply, catalogText(reply));
    });

  catalog
    .command('order')
    .description('In which order services can be restored, with what they need; all of them when none is named.')
    .argument('[service...]', 'names of services')
    .option('--bootstrap <service>', 'start it without what it needs, to break a cycle; may be repeated', list, [])
    .addHelpText('after', '\nExample:\n  allclear catalog order checkout --bootstrap network')
    .action(async (services: string[], options: { bootstrap: string[] }, command: Command) => {
      const order = orderOf(await clientFor(command).call('showCatalog', {}), services, options.bootstrap);
      print(command, order, orderText(order));
    });
}

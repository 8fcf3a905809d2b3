import { useEffect, useState } from 'react';
import { useCatalog } from '../../data/query.ts';
import type { Catalog } from '../../data/types.ts';
import { Empty } from '../../part/empty.tsx';
import { TextField } from '../../part/field.tsx';
import { Tag } from '../../part/tag.tsx';

type Service = Catalog['services'][number];

function matches({ name, owners, businessFunction, population }: Service, wanted: string): boolean {
  return [name, ...owners, businessFunction ?? '', population ?? ''].some((text) =>
    text.toLowerCase().includes(wanted.trim().toLowerCase()),
  );
}

function ServiceRow({ service }: { readonly service: Service }) {
  const { name, tier, owners, dependsOn, businessFunction, population, regulated } = service;
  const serves = [businessFunction, population].filter((text) => text !== null).join(' · ');
  return (
    <li className="px-4 py-3">
      <p className="flex flex-wrap items-center gap-2">
        <b className="font-semibold">{name}</b>
        <Tag tone={tier === 1 ? 'accent' : 'plain'}>tier {tier}</Tag>
        {regulated ? <Tag tone="warn">regulated</Tag> : null}
        <span className="ml-auto text-sm text-quiet">{owners.length === 0 ? 'no owner' : owners.join(', ')}</span>
      </p>
      <p className="mt-0.5 text-sm text-quiet empty:hidden">{serves}</p>
      <p className="mt-0.5 text-sm text-faint empty:hidden">
        {dependsOn.length === 0 ? '' : `needs ${dependsOn.join(', ')}`}
      </p>
    </li>
  );
}

/** The services: who owns them, what they need, whom they serve. */
export function CatalogScreen() {
  const [wanted, setWanted] = useState('');
  const catalog = useCatalog();
  const services = catalog.data?.services ?? [];
  const shown = services
    .filter((service) => matches(service, wanted))
    .toSorted((one, other) => one.tier - other.tier || one.name.localeCompare(other.name));
  useEffect(() => {
    document.title = 'Catalog · Allclear';
  }, []);
  return (
    <main className="mx-auto w-full max-w-5xl px-4 py-5 wide:px-8 wide:py-7">
      <h1 className="mb-3 text-xl font-semibold tracking-tight">Catalog</h1>
      {services.length === 0 && !catalog.isPending ? (
        <Empty title="No service is known yet">
          <p>
            With a catalog, scope is said in one word, owners are suggested when they are needed, and the restore order
            knows what needs what.
          </p>
          <pre className="mt-2 overflow-x-auto rounded-md bg-press p-3 font-mono text-xs" tabIndex={0}>
            {
              'services:\n  - name: checkout\n    tier: 1\n    owners: [shop]\n    dependsOn: [payments]\n    businessFunction: taking orders'
            }
          </pre>
          <p className="mt-2">
            Save it as <code className="font-mono text-xs">catalog.yaml</code>, then run{' '}
            <code className="font-mono text-xs">allclear apply -f catalog.yaml</code>.
          </p>
        </Empty>
      ) : (
        <>
          <div className="mb-4 max-w-sm">
            <TextField
              label="Find a service, an owner, a function"
              value={wanted}
              onChange={(event) => setWanted(event.target.value)}
            />
          </div>
          <ul className="divide-y divide-rule rounded-lg border border-rule bg-panel">
            {shown.map((service) => (
              <ServiceRow key={service.name} service={service} />
            ))}
          </ul>
        </>
      )}
    </main>
  );
}

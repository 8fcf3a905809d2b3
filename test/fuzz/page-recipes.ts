import { randomUUID } from 'node:crypto';
import { type Recipe, type Recipes, said } from './recipe.ts';
import type { World } from './world.ts';

const page = 'shop';
const onPage =
  (body: object = {}): Recipe =>
  async () => ({ path: { page }, ...said(body) });

const soon = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
const planned = () => ({ title: 'New database', text: 'Some waiting', startsAt: soon(1), endsAt: soon(2) });

async function subscriberOf(world: World): Promise<string> {
  const list = async (): Promise<string[]> => {
    const { body } = await world.owner.get<{ items: { id: string }[] }>(`/api/status-pages/${page}/subscribers`);
    return body.items.map(({ id }) => id);
  };
  const [known] = await list();
  if (known !== undefined) return known;
  const body = new URLSearchParams({ url: `https://hooks.example.org/${world.fresh('hook')}` });
  await (await fetch(new URL(`/status/${page}/subscribe`, world.url), { method: 'POST', body })).text();
  return (await list())[0] ?? randomUUID();
}

/** Status pages: what belongs to no incident, and who hears of it. */
export const pageRecipes: Recipes = {
  showStatusPage: async () => ({ path: { page } }),
  listSubscribers: async () => ({ path: { page } }),
  previewStatusPage: async () => ({ path: { page }, body: { title: 'Orders fail', text: 'We are looking' } }),
  postNotice: onPage({ title: 'Orders fail', text: 'We are looking', components: ['checkout=partial_outage'] }),
  scheduleMaintenance: async () => ({ path: { page }, ...said(planned()) }),
  updateMaintenance: async (world) => {
    const body = { id: randomUUID(), ...planned() };
    const made = await world.owner.send<{ key: string }>('POST', `/api/status-pages/${page}/maintenance`, body);
    return { path: { page, maintenance: made.body.key }, ...said({ text: 'Half of it is done' }) };
  },
  removeSubscriber: async (world) => ({ path: { page, subscriber: await subscriberOf(world) } }),
  setTargetSecret: async () => ({ path: { page, target: 'bucket' }, body: { secret: 'a secret key' } }),
};

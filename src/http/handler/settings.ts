import type { EndpointReply } from '../../api/endpoint-table.ts';
import { catalogOf, type StoredCatalog } from '../../domain/catalog/catalog.ts';
import { organisationOf, type StoredOrganisation } from '../../domain/organisation/organisation.ts';
import type { Door } from '../door.ts';
import type { EndpointHandlers } from '../endpoint.ts';
import type { Result } from '../ports.ts';
import { fail, ProblemError } from '../problem.ts';
import { iso } from '../view.ts';

type Names =
  | 'listWebhooks'
  | 'createWebhook'
  | 'revokeWebhook'
  | 'showCatalog'
  | 'showOrganisation'
  | 'showSetting'
  | 'planSetting'
  | 'applySetting';

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new ProblemError(result.problem);
  return result.value;
}

export function settingsHandlers(door: Door): EndpointHandlers<Names> {
  return {
    async listWebhooks() {
      const hooks = await door.webhooks.list();
      return { items: hooks.map((hook) => ({ ...hook, createdAt: iso(hook.createdAt) })) };
    },

    async createWebhook(hook) {
      const made = valueOf(await door.webhooks.make(hook));
      return { ...made, createdAt: iso(made.createdAt) };
    },

    async revokeWebhook({ id }) {
      if (!(await door.webhooks.revoke(id))) throw fail('webhook/not-found');
      return {};
    },

    async showCatalog() {
      const { document, version } = await door.settings.show('catalog');
      return catalogOf(document as StoredCatalog, version) as EndpointReply<'showCatalog'>;
    },

    async showOrganisation() {
      const { document, version } = await door.settings.show('organisation');
      return organisationOf(document as StoredOrganisation, version);
    },

    async showSetting({ name }) {
      return (await door.settings.show(name)) as never;
    },

    async planSetting({ name, document }) {
      return valueOf(await door.settings.plan(name, document)) as never;
    },

    async applySetting({ name, version, document }, { subject }) {
      const applied = valueOf(await door.settings.apply(subject, name, version, document));
      if (name === 'status-pages') await door.statusPages.refresh();
      return applied as never;
    },
  };
}

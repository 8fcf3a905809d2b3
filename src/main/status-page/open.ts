import type { Composer, WantedCopy } from '../../dispatch/ports.ts';
import { runPushes } from '../../dispatch/push.ts';
import type { Door } from '../../http/door.ts';
import type { ServedPage, StatusPages } from '../../http/ports.ts';
import { urlFault } from '../../integration/address.ts';
import { integrations } from '../../integration/registry.ts';
import { identities } from '../../platform/identities.ts';
import { realPace } from '../../platform/pace.ts';
import type { RunningFollower } from '../../store/follower.ts';
import { replicaKey } from '../../store/installation.ts';
import { statusPageReader } from '../../store/status-pages.ts';
import { pushStates, pushStore, putTargetSecret } from '../../store/status-push.ts';
import { subscriberStore } from '../../store/subscribers.ts';
import type { Core } from '../core.ts';
import type { Storage } from '../storage.ts';
import { statusComposers } from './composers.ts';
import { copyOf } from './copy.ts';
import { openSnapshots } from './snapshots.ts';

export interface StatusPageNeeds {
  readonly storage: Storage;
  readonly core: Core;
  readonly follower: RunningFollower;
  readonly instance: string;
  readonly warn: (message: string, error: unknown) => void;
  readonly webhookNets: readonly string[];
}

export interface OpenStatusPages {
  /** What the door shows and takes of them. */
  readonly door: Pick<Door, 'statusPages' | 'pages' | 'subscribers'>;
  readonly composers: readonly Composer[];
  readonly standsAt: (url: string) => void;
  stop(): Promise<void>;
}

/** Status pages: rendered in memory, and copied to where they outlive this installation. */
export async function openStatusPages(needs: StatusPageNeeds): Promise<OpenStatusPages> {
  const { storage, core, follower, instance, warn, webhookNets } = needs;
  const { background, reads, vault, dataFolder } = storage;
  const pace = realPace();
  const reader = statusPageReader(background, vault);
  const snapshots = await openSnapshots({ reader, posts: core.posts, follower, warn, changed: () => pace.wake() });
  const { key } = replicaKey(dataFolder);
  // One copy for each rendering: its digest is asked for again and again.
  const made = new WeakMap<ServedPage, WantedCopy>();
  const copy = (slug: string): WantedCopy | null => {
    const [page, facts] = [snapshots.find(slug), snapshots.facts(slug)];
    if (page === null || facts === null) return null;
    const wanted = made.get(page) ?? copyOf(facts, key);
    made.set(page, wanted);
    return wanted;
  };
  const settings = { allowedNets: webhookNets, now: () => new Date() };
  const publishers = Object.values(integrations).flatMap(({ openPublisher }) => openPublisher?.(settings) ?? []);
  const pushes = runPushes({
    store: pushStore(background, vault, instance),
    publishers,
    copies: () => snapshots.all().flatMap(({ page }) => (page.targets.length === 0 ? [] : (copy(page.slug) ?? []))),
    pace,
    chance: Math.random,
    warn,
  });

  const desk: StatusPages = {
    all: snapshots.all,
    find: snapshots.find,
    preview: snapshots.preview,
    refresh: snapshots.refresh,
    async pushes(slug) {
      const wanted = copy(slug);
      return wanted === null ? [] : pushStates(background, slug, wanted.targets, wanted.digest);
    },
    async setSecret(slug, target, secret) {
      const known = snapshots.find(slug)?.page.targets.find(({ name }) => name === target);
      if (known?.kind !== 's3') return false;
      await putTargetSecret(background, vault, slug, target, secret);
      pace.wake();
      return true;
    },
  };

  return {
    door: {
      statusPages: desk,
      pages: core.pages,
      subscribers: subscriberStore(reads, vault, identities.next, (target) => urlFault(target, webhookNets)),
    },
    composers: statusComposers({ storage, posts: core.posts, page: (slug) => snapshots.find(slug)?.page ?? null }),
    standsAt: snapshots.standsAt,
    async stop() {
      await pushes.stop();
      await snapshots.stop();
      await Promise.all(publishers.map((publisher) => publisher.close()));
    },
  };
}

import { type Action, can } from '../domain/access/can.ts';
import { actorOf } from '../domain/access/subject.ts';
import { canonical, type Json } from '../domain/log/canonical.ts';
import type { StoredEvent } from '../domain/log/record.ts';
import { type Outcome, refused } from '../domain/outcome.ts';
import { decidePage } from '../domain/status-page/decide.ts';
import type { PageEvent } from '../domain/status-page/event.ts';
import { pageStream } from '../domain/status-page/page.ts';
import { type Post, postAfter, postKeyOf } from '../domain/status-page/post.ts';
import { Unavailable } from '../domain/unavailable.ts';
import type {
  Identities,
  LogStore,
  PageDeliveries,
  PageHandled,
  PageHandler,
  PageProjector,
  PageRequest,
  Unit,
} from './ports.ts';

export interface PageHandlerNeeds {
  readonly log: LogStore;
  readonly identities: Identities;
  readonly projector: PageProjector;
  readonly deliveries: PageDeliveries;
}

const busyTries = 3;
const action: Action = 'incident.respond';

function postsFrom(page: string, events: readonly StoredEvent[]): Post[] {
  const posts = new Map<string, Post>();
  for (const event of events) {
    const key = postKeyOf(event, page)?.key;
    const post = key === undefined ? null : postAfter(posts.get(key) ?? null, page, event);
    if (key !== undefined && post !== null) posts.set(key, post);
  }
  return [...posts.values()];
}

/** Builds the handler of what is said of a page itself: decide and append, with read model and outbox, in one transaction. */
export function pageHandler(needs: PageHandlerNeeds): PageHandler {
  async function within(unit: Unit, { page, subject, command }: PageRequest): Promise<PageHandled> {
    const stream = pageStream(page);
    const actor = actorOf(subject);
    const no = (outcome: Outcome<never>): PageHandled => ({ outcome, key: null, repeated: false });
    if (can(subject, action) !== 'yes') return no(refused('access/denied', { action }));
    const digest = needs.identities.digest(canonical(command as unknown as Json));
    const earlier = await unit.findCommand(actor, command.id);
    const before = await unit.read(stream, 0);
    if (earlier) {
      if (earlier.digest !== digest || earlier.stream !== stream) {
        return no(refused('command/id-reused', { id: command.id }));
      }
      const event = before.find(({ version }) => version === earlier.firstVersion);
      const key = event ? (postKeyOf(event, page)?.key ?? null) : null;
      return { outcome: { kind: 'accepted', events: [], cautions: [] }, key, repeated: true };
    }
    const found = await unit.find(stream, { page });
    const outcome = decidePage({ page: found.page ?? null, posts: postsFrom(page, before), now: unit.now }, command);
    if (outcome.kind !== 'accepted') return { outcome, key: null, repeated: false };
    const stored = unit.append(stream, outcome.events.map(newEvent(unit, command.id, actor)));
    const [first] = stored;
    const version = first?.version ?? 0;
    unit.remember(actor, command.id, {
      stream,
      digest,
      firstVersion: version,
      lastVersion: stored.at(-1)?.version ?? 0,
    });
    await needs.projector.projectPage(unit.transaction, page, stored);
    await needs.deliveries.enqueuePosts(unit.transaction, stream, page, stored);
    return { outcome, key: outcome.events[0]?.body.key ?? null, repeated: false };
  }

  return {
    async handle(request) {
      for (let tries = 1; ; tries += 1) {
        try {
          return (await needs.log.unit([pageStream(request.page)], (unit) => within(unit, request))).result;
        } catch (error) {
          if (!(error instanceof Unavailable) || error.reason !== 'busy' || tries === busyTries) throw error;
        }
      }
    },
  };
}

const newEvent =
  (unit: Unit, commandId: string, actor: string) =>
  ({ type, body }: PageEvent) => ({
    type,
    body: body as unknown as Json,
    commandId,
    causedBy: null,
    policyVersion: unit.settings.policy.version,
    actor,
    happenedAt: unit.now,
  });

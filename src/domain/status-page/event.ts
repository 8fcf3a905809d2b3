import type { Instant } from '../time.ts';
import type { ComponentStatus } from './page.ts';

export const postStatuses = ['investigating', 'working', 'watching', 'resolved'] as const;
/** How far it is with a problem. None of them says that its cause is known. */
export type PostStatus = (typeof postStatuses)[number];

export const maintenanceStatuses = ['scheduled', 'in_progress', 'verifying', 'completed'] as const;
export type MaintenanceStatus = (typeof maintenanceStatuses)[number];

/** How a component is, as it was said. */
export interface ComponentSaid {
  readonly component: string;
  readonly status: ComponentStatus;
}

/** What customers read of a problem: a new post, or the next update of one. */
export interface PostBody {
  readonly key: string;
  readonly title: string;
  readonly status: PostStatus;
  readonly text: string;
  readonly components: readonly ComponentSaid[];
}

/** The body of every event that the stream of a page may hold, by type. */
export interface PageEventBodies {
  NoticePublished: PostBody;
  MaintenanceScheduled: {
    readonly key: string;
    readonly title: string;
    readonly text: string;
    readonly components: readonly string[];
    readonly startsAt: Instant;
    readonly endsAt: Instant;
  };
  /** A null status: words alone. */
  MaintenanceUpdated: { readonly key: string; readonly status: MaintenanceStatus | null; readonly text: string };
}

export type PageEventType = keyof PageEventBodies;
export type PageEvent = {
  [Type in PageEventType]: { readonly type: Type; readonly body: PageEventBodies[Type] };
}[PageEventType];

/** An event as a post is folded from it: of a page's own stream, or of an incident's. */
export interface PostEvent {
  readonly type: string;
  readonly id: string;
  readonly recordedAt: Instant;
  readonly body: unknown;
}

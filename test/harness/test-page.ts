import type { Live, Outbox } from '../../src/web/data/types.ts';

/** What tests reach of the cockpit's data in a page without screens. */
export interface TestPage {
  readonly live: Live;
  readonly outbox: Outbox;
  signOut(): Promise<void>;
  /** Positions and incidents of the entries that were told here, in order. */
  readonly heard: { readonly position: number; readonly incident: string }[];
  /** Who is signed in: as the server says, or as it was kept at an instant. */
  readonly me: Promise<{ readonly keptAt: number | null }>;
}

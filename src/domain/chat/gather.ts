import type { IncidentEventType } from '../incident/event.ts';
import { type DurationMs, type Instant, instant, later, minutes } from '../time.ts';

/** A room hears from us unasked at most once in this time; what happens meanwhile is gathered. */
export const postEveryMs: DurationMs = minutes(5);

/** What people who work in a chat have to hear of. Everything else stays in the log, where they can read it. */
const toldInChat: ReadonlySet<IncidentEventType> = new Set<IncidentEventType>([
  'IncidentConfirmed',
  'IncidentDismissed',
  'IncidentReopened',
  'IncidentMerged',
  'IncidentClosed',
  'SeveritySet',
  'ScopeStated',
  'ChangeStarted',
  'ChangeObserved',
  'ChangeRolledBack',
  'ChangeRecorded',
  'EffectDue',
  'EffectMeasured',
  'RoleAssigned',
  'RoleOffered',
  'UpdateSent',
  'UpdateReminded',
  'UpdateDue',
  'UpdateLate',
  'UpdateMissed',
  'StatusPublished',
  'AllClearDeclared',
  'RelapseReported',
]);

export const isToldInChat = (type: string): boolean => toldInChat.has(type as IncidentEventType);

/** When the next post may leave. */
export const nextPostAt = (lastAt: Instant | null, now: Instant): Instant =>
  lastAt === null ? now : instant(Math.max(now, later(lastAt, postEveryMs)));

import type { StoredEvent } from '../log/record.ts';
import type { IncidentEventType, StoredIncidentEvent } from './event.ts';

/**
 * The schema version that each event type is written in. A type whose shape changes gets the next number here
 * and a step below; what was stored is never rewritten.
 */
export const schemaVersions: Partial<Record<IncidentEventType, number>> = {
  IncidentAbsorbed: 3,
  CommandHeld: 2,
  CommandCautioned: 2,
  GuardrailOverridden: 2,
  UpdatePromised: 2,
  SignalAdded: 2,
  AllClearDeclared: 2,
};

type Step = (body: Record<string, unknown>) => Record<string, unknown>;

/** Steps from version n to n + 1 of a type's body, as `type/n`. */
const steps: Readonly<Record<string, Step>> = {
  'IncidentAbsorbed/1': (body) => ({ ...body, promises: [] }),
  'IncidentAbsorbed/2': (body) => ({
    ...body,
    promises: (body.promises as object[]).map((promise) => ({ ...promise, duty: '' })),
  }),
  'CommandHeld/1': (body) => ({ ...body, about: null, parameters: {} }),
  'CommandCautioned/1': (body) => ({ ...body, about: null, parameters: {} }),
  'GuardrailOverridden/1': (body) => ({ ...body, about: null }),
  'AllClearDeclared/1': (body) => ({
    ...body,
    signals: (body.signals as object[]).map((signal) => ({ ...signal, points: [] })),
  }),
  'SignalAdded/1': (body) => ({ ...body, evidence: null }),
  'UpdatePromised/1': (body) => ({ ...body, duty: '' }),
};

/** Brings a stored event of any age to today's shape. */
export function upcast(event: StoredEvent): StoredIncidentEvent {
  const type = event.type as IncidentEventType;
  let body = event.body as Record<string, unknown> | null;
  for (let version = event.schemaVersion; body !== null && version < (schemaVersions[type] ?? 1); version += 1) {
    body = steps[`${type}/${version}`]?.(body) ?? body;
  }
  return { ...event, type, body } as unknown as StoredIncidentEvent;
}

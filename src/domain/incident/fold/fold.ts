import type { IncidentEventBodies, IncidentEventType, StoredIncidentEvent } from '../event.ts';
import type { IncidentState } from '../state.ts';

export type Change = Partial<IncidentState>;
export type Row = Pick<StoredIncidentEvent, 'actor' | 'recordedAt' | 'happenedAt' | 'commandId'>;
export type Fold<Type extends IncidentEventType> = (
  state: IncidentState,
  body: IncidentEventBodies[Type],
  row: Row,
) => Change;
export type Folds<Type extends IncidentEventType = IncidentEventType> = { readonly [T in Type]: Fold<T> };

export const nothing = (): Change => ({});
export const without = <T>(list: readonly T[], ...items: readonly T[]): T[] =>
  list.filter((item) => !items.includes(item));
export const including = <T>(list: readonly T[], ...items: readonly T[]): T[] => [...new Set([...list, ...items])];

/** The list with the item of this key changed. */
export const withKey = <Item extends { readonly key: string }>(
  list: readonly Item[],
  key: string,
  change: (item: Item) => Partial<Item>,
): Item[] => list.map((item) => (item.key === key ? { ...item, ...change(item) } : item));

export const personIn = (actor: string): string =>
  actor.startsWith('person:') ? actor.slice('person:'.length) : actor;

/** The state with the first time of these milestones, where they have none yet. */
export const reached = (
  state: IncidentState,
  ...reachedNow: { is: keyof IncidentState['times']; at: Row['happenedAt'] }[]
): Change => ({
  times: { ...Object.fromEntries(reachedNow.map(({ is, at }) => [is, at])), ...state.times },
});

import { type Outcome, refused } from '../outcome.ts';
import type { StatusPage } from './page.ts';

/** Refuses what names a component that the page does not have. */
export function unknownComponent(page: StatusPage, components: readonly string[]): Outcome<never> | null {
  const known = page.components.map(({ key }) => key);
  const unknown = components.find((component) => !known.includes(component));
  if (unknown === undefined) return null;
  return refused('page/component-unknown', { component: unknown, known: known.join(', ') }, '/components');
}

import type { Problem } from '../../api/problem.ts';

/** What the server says is wrong, by the field that it points at. */
export const pointed = ({ errors = [] }: Problem): Record<string, string> =>
  Object.fromEntries(errors.map(({ pointer, detail }) => [pointer.split('/')[1] ?? '', detail]));

import type { Picture } from './types.ts';

/** The update that is due first of those that are promised and not given. */
export const nextPromise = (picture: Picture | undefined): Picture['promises'][number] | undefined =>
  picture?.promises
    .filter(({ state }) => state === 'open')
    .toSorted((one, other) => one.at.localeCompare(other.at))
    .at(0);

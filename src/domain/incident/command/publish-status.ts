import { accepted, refused } from '../../outcome.ts';
import { unknownComponent } from '../../status-page/known.ts';
import { nextKey } from '../change-plan.ts';
import { noItem, type Rule } from '../rule.ts';

/**
 * What customers read, said by a person in these very words: nothing is published by itself. Never refused for the
 * phase, so that a post does not stay open on the page after its incident has ended.
 */
export const publishStatus: Rule<'publish-status'> = {
  wants: ({ body }) => ({ page: body.page, prose: [body.title, body.text] }),
  decide: (state, { body }, { found }) => {
    const { page: slug, status, text, components } = body;
    const { page } = found;
    if (page === null) return refused('page/not-found', {}, '/page');
    if (page?.visibility === 'public') {
      if (state.private) return refused('page/incident-private', { page: slug }, '/page');
      if (state.exercise) return refused('page/exercise', { page: slug }, '/page');
    }
    const named = components.map(({ component }) => component);
    const unknown = page === undefined ? null : unknownComponent(page, named);
    if (unknown) return unknown;
    const before = state.posts.find((post) => post.key === body.post?.toUpperCase() && post.page === slug);
    if (body.post !== null && before === undefined) return noItem(body.post, 'post');
    const title = body.title === '' ? (before?.title ?? '') : body.title;
    if (title === '') return refused('page/title-missing', {}, '/title');
    const key = before?.key ?? nextKey('N', state.posts);
    return accepted({ type: 'StatusPublished', body: { key, page: slug, title, status, text, components } });
  },
};

import { accepted, refused } from '../../outcome.ts';
import type { Rule } from '../rule.ts';

/** Puts an uploaded file into the log, with a line about it. */
export const attach: Rule<'attach'> = {
  wants: ({ body }) => ({ file: body.file.digest }),
  decide: (_state, { body }, { found }) =>
    found.file === true
      ? accepted({ type: 'FileAttached', body })
      : refused('attachment/not-found', { digest: body.file.digest }, '/file/digest'),
};

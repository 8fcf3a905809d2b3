import type { Token } from './tokens.ts';

export interface Clause {
  readonly tokens: readonly Token[];
  /** Whether the clause only says under which condition, or until when, something else holds. */
  readonly open: boolean;
}

const marks = new Set([';', ',', '(', ')', '—', '|', '"', '“', '”', '.', '!', '?', '•', '*']);
const conditions = new Set('until till once when whenever if unless whether after before'.split(' '));
const joining = new Set('and but so then while or which as though although however because since'.split(' '));
const starts = new Set(
  'we i they it this that there he she you our the a an all most everything service services is are was were will should would has have had can could may might do did expect expects hope anticipate aim plan'.split(
    ' ',
  ),
);

/** Cuts a sentence at its marks, and at conjunctions behind which a new statement begins. */
export function clausesOf(tokens: readonly Token[]): Clause[] {
  const clauses: Clause[] = [];
  let current: Token[] = [];
  let open = false;
  const end = (next: boolean): void => {
    if (current.length > 0) clauses.push({ tokens: current, open });
    current = [];
    open = next;
  };
  tokens.forEach((token, index) => {
    const following = tokens[index + 1]?.word ?? '';
    // "Within the hour, …" goes with what follows.
    if (token.word === ',' && current.length === 1 && /^<(?:ahead|soon)>$/.test((current[0] as Token).word)) return;
    if (marks.has(token.word) || (token.word === ':' && index > 0)) return end(false);
    if (token.word === '<asap>' && starts.has(following)) return end(true);
    if (conditions.has(token.word)) end(true);
    else if (joining.has(token.word) && starts.has(following)) end(false);
    current.push(token);
  });
  end(false);
  return clauses;
}

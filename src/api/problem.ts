import type { RefusalCode } from '../domain/refusal.ts';
import { incidentProblems } from './problem/incident.ts';
import { type ProblemRow, row } from './problem/row.ts';
import { pageProblems } from './problem/status-page.ts';

/** Problems that a door can answer with besides the domain's refusals. */
export type DoorProblemCode =
  | 'request/invalid'
  | 'request/too-large'
  | 'request/unsupported-media-type'
  | 'request/not-found'
  | 'request/too-many'
  | 'request/cross-site'
  | 'access/not-signed-in'
  | 'access/wrong-credentials'
  | 'access/link-spent'
  | 'practice/held'
  | 'page/target-not-found'
  | 'page/subscriber-not-found'
  | 'person/exists'
  | 'team/not-found'
  | 'token/not-found'
  | 'key/not-found'
  | 'source/not-found'
  | 'channel/not-found'
  | 'channel/invalid'
  | 'brief/link-ended'
  | 'brief/link-not-found'
  | 'webhook/not-found'
  | 'webhook/forbidden-address'
  | 'settings/invalid'
  | 'settings/changed-meanwhile'
  | 'archive/invalid'
  | 'archive/exists'
  | 'server/database-unavailable'
  | 'server/storage-full'
  | 'server/not-replicated'
  | 'server/failure';

export type ProblemCode = RefusalCode | DoorProblemCode;

/** The only place where a code meets an HTTP status. Every row has its page under `/problems/<code>`. */
export const problems: Readonly<Record<ProblemCode, ProblemRow>> = {
  ...incidentProblems,
  ...pageProblems,
  'request/invalid': row(
    400,
    'The request is not valid',
    'A field is missing, unknown or of the wrong form; `errors` points at each.',
    'Correct the fields that `errors` points at and send it again under the same id.',
  ),
  'request/too-large': row(
    413,
    'The request is too large',
    'The body is larger than this address takes.',
    'Send less at once: split a batch, or attach a smaller file.',
  ),
  'request/unsupported-media-type': row(
    415,
    'This kind of content is not taken here',
    'The content type is not one that this address reads.',
    'Send JSON with `content-type: application/json`.',
  ),
  'request/not-found': row(
    404,
    'There is nothing at this address',
    'No route has this path.',
    'Look the path up in `/api/openapi.json`.',
  ),
  'request/too-many': row(
    429,
    'Too many requests',
    'More requests came from here than are taken in this time.',
    'Wait as long as `Retry-After` says. Others are not affected, nor is your access from elsewhere.',
  ),
  'request/cross-site': row(
    403,
    'A request from another site',
    'A signed-in browser sent this from a page that is not Allclear’s.',
    'Use Allclear’s own pages, or a token.',
  ),
  'access/not-signed-in': row(
    401,
    'Not signed in',
    'The request has no session and no valid token.',
    'Sign in, or send `Authorization: Bearer <token>`; `allclear token create` makes one.',
  ),
  'access/wrong-credentials': row(
    401,
    'That did not match',
    'The address and the password do not belong together.',
    'Try again, or ask an owner for a sign-in link (`allclear person link`).',
  ),
  'access/link-spent': row(
    410,
    'This link is no longer good',
    'A sign-in link works once and for a limited time.',
    'Ask an owner for a new one (`allclear person link`).',
  ),
  'access/denied': row(
    403,
    'Not yours to do',
    'Your role, or the scope of your token, does not include this.',
    'Ask somebody with the role, or use a token with a wider scope.',
  ),
  'command/id-reused': row(
    409,
    'This id was used for another command',
    'A command with this id and other content was accepted before.',
    'Make a new id for a new command; keep an id only to retry the very same one.',
  ),
  'practice/held': row(
    409,
    'Held, waiting for something',
    'A practice holds this command until a condition is met. `waits` and `lifts` say which.',
    'Do what `lifts` says, or override with a reason as `override` allows.',
  ),
  'practice/override-not-yours': row(
    403,
    'The override belongs to the incident commander',
    'Somebody else commands this incident.',
    'Ask the incident commander, or take command first (`allclear assign-role incident-commander me`).',
  ),
  'practice/override-through-token': row(
    403,
    'An override needs a person',
    'A token or an agent never overrides a guardrail.',
    'Sign in (`allclear login`) and say it yourself.',
  ),
  'practice/override-mismatch': row(
    409,
    'The override names another practice',
    'The practice that holds is not the one overridden.',
    'Override the practice that the hold names.',
  ),
  'person/not-found': row(
    404,
    'No such person',
    'Nobody active has this id or address.',
    'List people with `allclear person list`.',
  ),
  'person/not-a-member': row(
    409,
    'Not a member of this private incident',
    'A private incident is known to its members only.',
    'Add the person first: `allclear add-member`.',
  ),
  'person/exists': row(
    409,
    'This address is taken',
    'A person with this e-mail address exists already.',
    'Use the existing person, or another address.',
  ),
  'team/not-found': row(404, 'No such team', 'No team has this id or name.', 'List teams with `allclear team list`.'),
  'token/not-found': row(
    404,
    'No such token',
    'You have no token with this id.',
    'List yours with `allclear token list`.',
  ),
  'key/not-found': row(404, 'No such key', 'No intake key has this id.', 'List keys with `allclear key list`.'),
  'source/not-found': row(
    404,
    'No such source',
    'No telemetry source has this name.',
    'List sources with `allclear sources`, or add one with `allclear apply`.',
  ),
  'channel/not-found': row(
    404,
    'No such channel',
    'No channel has this id.',
    'List channels with `allclear channel list`.',
  ),
  'channel/invalid': row(
    422,
    'The channel cannot be set up like this',
    'Its integration asks for something else; `errors` points at it.',
    'Look up what is asked: `allclear channel kinds`.',
  ),
  'brief/link-ended': row(
    403,
    'This link has ended',
    'Links to a brief end after a day, at the all-clear, or when somebody ends them.',
    'Ask whoever sent it for a new one, or sign in.',
  ),
  'brief/link-not-found': row(
    404,
    'No such link',
    'This brief has no open link of that id.',
    'List the links of the brief: `allclear brief links`.',
  ),
  'webhook/not-found': row(
    404,
    'No such webhook',
    'No webhook has this id.',
    'List webhooks with `allclear webhook list`.',
  ),
  'webhook/forbidden-address': row(
    422,
    'This address may not be called',
    'Webhooks go to public addresses over http or https only, unless the operator allows a network.',
    'Use another address, or start with `--allow-webhook-net <CIDR>`.',
  ),
  'settings/invalid': row(
    422,
    'The document is not valid',
    'A field of the policy, routing, catalog, sources, organisation or status pages is wrong; `errors` points at each.',
    'Correct the fields and plan again: `allclear apply -f <file> --plan`.',
  ),
  'settings/changed-meanwhile': row(
    409,
    'Somebody changed it meanwhile',
    'The document has a newer version than the one you planned against.',
    'Plan again and look at the difference before applying.',
  ),
  'attachment/not-found': row(
    404,
    'No such file',
    'No uploaded file has this digest.',
    'Upload it first: PUT /api/attachments.',
  ),
  'archive/invalid': row(
    422,
    'This export cannot be imported',
    'It is not an incident export, or its chain does not verify.',
    'Check it with `allclear verify --export <file>`.',
  ),
  'archive/exists': row(
    409,
    'This incident is here already',
    'An incident with this UUID was declared or imported here before.',
    'Nothing needs doing.',
  ),
  'server/database-unavailable': row(
    503,
    'Not kept: the database does not answer',
    'Nothing was acknowledged. If the last words were kept after all, sending them again changes nothing.',
    'Send it again under the same id.',
  ),
  'server/storage-full': row(
    507,
    'Not kept: storage is full',
    'The database cannot write. Reading goes on.',
    'Free space on the database’s volume, then send it again under the same id.',
  ),
  'server/not-replicated': row(
    503,
    'Not confirmed: the standby did not answer',
    'The database kept it in one place only, which is not a promise.',
    'Send it again under the same id.',
  ),
  'server/failure': row(
    500,
    'A fault in Allclear',
    'Something went wrong that should not have. It was logged under the id in `instance`.',
    'Send it again; if it stays, report the id.',
  ),
};

export const problemCodes = Object.keys(problems) as ProblemCode[];

/** A problem as RFC 9457 has it, with the next step beside it. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly next: string;
  readonly instance: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  readonly [extension: string]: unknown;
}

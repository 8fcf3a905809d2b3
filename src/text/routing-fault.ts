import type { Fault, FaultCode } from '../domain/routing/validate.ts';

const sentences: Readonly<Record<FaultCode, string>> = {
  'not-an-object': 'An object belongs here.',
  'not-a-list': 'A list belongs here.',
  'not-text': 'Text belongs here.',
  empty: 'This may not be empty.',
  'too-many': 'At most {detail} may stand here.',
  'unknown-field': 'There is no field "{detail}".',
  'not-one-of': 'One of these belongs here: {detail}.',
  'name-taken': 'Another rule is called "{detail}".',
  'bad-matcher': 'This is not a matcher: {detail}.',
  'bad-placeholder': '{detail} names no label and no annotation: write \\{label.x\\} or \\{annotation.x\\}.',
};

/** Tells what is wrong in a routing document. */
export const routingFault = ({ code, detail }: Fault): string =>
  sentences[code].replaceAll('{detail}', () => detail).replace(/\\([{}])/g, '$1');

import { type Collapse, collapse, type Token } from './tokens.ts';
import { any, oneOf } from './pattern.ts';

const digits = `(?:~?[0-9]+(?:[.,:-][0-9]+)* )`;
const spelled =
  'a an one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty forty-five fifty sixty ninety couple few several some another more half many';
const about = oneOf(
  'about around approximately approx roughly maybe perhaps only just under over another up at least less than ~ = the estimated',
);
const unit = oneOf('seconds? secs? minutes? mins? hours? hrs? hr h days? weeks? moments? while');
const glued = `(?:~?[0-9]+(?:-[0-9]+)?(?:min|mins|m|h|hr|hrs|s)s? )`;
const count = `(?:${digits}|${oneOf(spelled)})`;
const amount = `(?:${count}|(?:${count}${oneOf('to or - —')}${count}))(?:${oneOf('of more good short to')}|${count}){0,3}`;
const span = `(?:(?:${about}){0,3}${amount}${unit}(?:${any('or so|or two|or less|max')})?|(?:${about})?${glued}|${any('a quarter of an hour|three quarters of an hour|the hour|the day|half an hour|an hour and a half')})`;
const zone = oneOf(
  'utc gmt bst cet cest est edt et pst pdt pt ist jst aest mst cst ct central eastern pacific z local',
);
const clock = `(?:[0-9]{1,2}(?:[:.][0-9]{2}){1,2}(?:am|pm|z)? ${oneOf('am pm')}?(?:${zone})?|[0-9]{1,2}(?:am|pm) (?:${zone})?|[0-9]{1,2} ${oneOf("am pm o'clock")}(?:${zone})?|(?:half past|quarter past|quarter to) ${oneOf('one two three four five six seven eight nine ten eleven twelve')}|[0-9]{1,2} ${zone}|[0-9]{4} ${zone})`;
const weekday = oneOf('monday tuesday wednesday thursday friday saturday sunday');
const part = oneOf('morning afternoon evening night week weekend lunch lunchtime breakfast dinner');
const date = `(?:[0-9]{4}-[0-9]{2}-[0-9]{2} |${digits}?${oneOf('january february march april june july august september october november december')}${digits}?)`;
const day = `(?:${any('the end of <span>|end of <span>|the end of the day|end of the day|end of day|end of business|the end of the working day|the end of the business day|the start of business|start of business|the working day|close of business|end of the week|end of week|the end of the hour|eod|cob|eob|tonight|overnight|mid-afternoon|mid-morning|midday|early afternoon|early evening|late afternoon|late evening|first thing|tomorrow|midnight|noon|lunch|lunchtime|breakfast|dinner|dinnertime|the morning|the afternoon|the evening|the weekend')}(?:${part})?|${oneOf('this next')}${part}|${oneOf('this next')}?${weekday}(?:${part})?|${date})`;
const when = `(?:<(?:span|more)> |<clock> |<day> )`;
const roughly = `(?:${oneOf('about around approximately roughly at just')})?`;

const past = any('ago|earlier|later than|before|after');
const spans = new RegExp(`(?<= )${span}`, 'g');
const clocks = new RegExp(`(?<= )${clock}(?:on )?`, 'g');
const days = new RegExp(`(?<= )${day}`, 'g');
const ago = new RegExp(`(?<= )<span> ${past}`, 'g');
const nearWords = 'next coming following upcoming';
const ahead = new RegExp(
  `(?<= )(?:${any('within|in|over|during|for|inside')}(?:the )?${oneOf(nearWords)}(?:<(?:span|more)> |${any('few|couple of|hour|hours|minutes|minute|day|days|while|little while')})|` +
    `${oneOf('within inside')}<(?:span|more)> |in (?:under |less than )?<(?:span|more)> |within (?:minutes|hours|moments|days) |in (?:minutes|hours|days) |` +
    `${any('by|before|until|till|around|no later than|not before|not until')}${roughly}${when}(?:<clock> |<day> |today ){0,2}|later (?:today|tonight|this|on|<day>) (?:${part})?|` +
    `${any('over|throughout|during|through|for')}(?:the course of )?(?:the )?${any('rest of <span>|rest of the day|course of the day|course of today|coming hours|coming days|next hours|day')}|over the course of (?:today|the day|<day>) |` +
    `throughout <span> |(?:over|throughout|during) <day> |<(?:span|more)> from now |<(?:span|more)> or less |${any('by|before')}(?:then|today) )`,
  'g',
);
const soon = new RegExp(
  `(?<= )(?:${any('shortly|soon|momentarily|imminently|imminent|any minute now|any moment now|any minute|any moment|any second|any time now|before long|before you know it|in no time|in due course|in a bit|in a jiffy|in a few|in a moment|in short order|in the near future|very shortly|very soon|pretty soon|real soon|really soon')})`,
  'g',
);
const spent = new RegExp(
  `(?<= )(?:${oneOf('shortly soon')}(?:after|before|thereafter|afterwards|afterward) |${any('as soon as|too soon|how soon|sooner')}|so soon )`,
  'g',
);

const times: readonly Collapse[] = [
  { pattern: spent, tag: ([found]) => (found.startsWith('as soon') ? '<asap>' : '<past>') },
  { pattern: spans, tag: ([found]) => (/\b(?:more|another)\b/.test(found) ? '<more>' : '<span>') },
  { pattern: ago, tag: () => '<past>' },
  { pattern: clocks, tag: () => '<clock>' },
  { pattern: days, tag: () => '<day>' },
  { pattern: ahead, tag: () => '<ahead>' },
  { pattern: soon, tag: () => '<soon>' },
];

/** Takes expressions of time together: `<span>`, `<clock>`, `<day>`, `<ahead>`, `<soon>`, and `<past>` for what is none of these. */
export const markTimes = (tokens: readonly Token[]): readonly Token[] => collapse(tokens, times);

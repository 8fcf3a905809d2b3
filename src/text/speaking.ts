/** Sentences about what people outside are told, by code. */
export const speakingSentences: Readonly<Record<string, string>> = {
  'incident/duty-not-external': 'The audience is {audience}; a duty is owed to an external one.',
  'incident/too-many-questions': '{open} questions wait for an answer already.',
  'incident/private-brief': 'Incident {number} is private.',
  'practice/A5/waits':
    'Leadership hears when there is a rough shape: still missing {missing|missing}. Till then the brief says that it was reported, that it is being checked, and when the next written update comes.',
  'practice/A5/says':
    'Leadership was told before there was a rough shape: still missing {missing|missing}. Until then one sentence is enough: it was reported, it is being checked, the next written update has a time.',
  'practice/A5/lifts': 'confirm and state-scope give it a shape.',
  'practice/C4/says':
    'Whoever is let in reads every line as it is written. The brief tells what they need, live, and takes their questions.',
  'practice/C4/lifts': 'Nothing waits.',
  'practice/C6/waits':
    'It says “{words}”: a cause that is not proven, a fault, or a time that nobody can promise. Say what is known instead.',
  'practice/C6/says':
    'It says “{words}”: a cause that is not proven, a fault, or a time that nobody can promise. It was due, so it goes out.',
  'practice/C6/lifts':
    'Other words (`allclear prose check` proposes some); for a cause, a hypothesis that is ruled supported, and scope.',
  'practice/D4/closing-waits':
    'It says “{words}”, and there has been no all-clear. Nobody is told that it is over before it is.',
  'practice/D4/closing-lifts':
    'The all-clear; or, for one item alone, state-scope "<item>" --status recovered, and its name in the sentence.',
  'next/C1/holding': 'Leadership has not heard yet; they should by {by|time}.',
  'next/C2/late': 'The update {promise} to {audience} was promised for {at|time}.',
  'next/C2/late-commander':
    'The update {promise} to {audience}, promised for {at|time}, has not been given: it is yours to see to.',
  'next/C2/soon': 'The update {promise} to {audience} is due at {at|time}; a draft is ready.',
  'next/C2/duty': '“{duty}” is due at {at|time}.',
  'next/C3/changed': '{changed|changed} changed since {audience} heard last: they should hear at once.',
  'next/C4/questions': '{open} questions wait for the next update.',
};

/** What may change in a way that everybody should hear of (C3). */
export const changeWords: Readonly<Record<string, string>> = {
  severity: 'The severity',
  scope: 'What is affected',
  phase: 'How far it is',
};

import type { Phase } from '../domain/incident/vocabulary.ts';

/** What each phase means to somebody who does not work on it. None of them claims that a cause is known. */
export const phaseWords: Readonly<Record<Phase, string>> = {
  unconfirmed: 'It was reported and is being checked.',
  confirmed: 'It is real. The team finds out how far it goes.',
  stabilising: 'The team is getting people back.',
  watching: 'What is measured looks healthy. It is watched before anybody says that it is over.',
  'all-clear': 'It is over, and has been shown to be.',
  learning: 'It is over. What happened is being written down.',
  closed: 'It is over.',
  dismissed: 'It was no incident.',
};

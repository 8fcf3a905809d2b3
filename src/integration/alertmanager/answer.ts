import type { IntakeAnswer } from '../../intake/ports.ts';

/** Alertmanager's empty yes. */
export const done: IntakeAnswer = { status: 200, body: null };

export const answer = (status: number, value: unknown): IntakeAnswer => ({ status, body: JSON.stringify(value) });

/** Alertmanager tells most faults as a bare JSON string. */
export const fault = (status: number, message: string): IntakeAnswer => answer(status, message);

/** What its generated server says of requests that do not fit the API's description. */
export const unfit = (status: number, message: string): IntakeAnswer => answer(status, { code: status, message });

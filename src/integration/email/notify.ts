import { createTransport, type Transporter } from 'nodemailer';
import type { Letter, Notifier, Sent } from '../../dispatch/ports.ts';

/** Shorter than the lease of a delivery, so that nobody else sends it while we wait. */
const timeoutMs = 4000;

type Settings = Readonly<Record<string, string>>;

const securePort = 465;
const submissionPort = 587;

function transportFor(settings: Settings, secrets: Settings): Transporter {
  const { host = '', security = 'starttls', user = '' } = settings;
  const secure = security === 'tls';
  const { port: given = '' } = settings;
  const port = given === '' ? (secure ? securePort : submissionPort) : Number(given);
  return createTransport({
    host,
    port,
    secure,
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(user === '' ? {} : { auth: { user, pass: secrets.password ?? '' } }),
  });
}

const domainOf = (from: string): string => /@([^\s>]+)/.exec(from)?.[1] ?? 'allclear.invalid';

/** Sends letters by SMTP. A retry carries the same Message-ID, so that mail programs show it once. */
export function emailNotifier(): Notifier & { close(): Promise<void> } {
  return {
    channel: 'email',
    async send({ settings, secrets, recipient }, { id, body }) {
      const { subject, text, html, headers } = body as Letter;
      const from = settings.from ?? '';
      const transport = transportFor(settings, secrets);
      try {
        await withinTime(
          transport.sendMail({
            from,
            to: recipient === null ? from : { name: recipient.name, address: recipient.address },
            subject,
            text,
            html,
            messageId: `<${id}@${domainOf(from)}>`,
            headers: { 'Auto-Submitted': 'auto-generated', ...headers },
          }),
        );
        return { kind: 'sent' };
      } catch (error) {
        return failureOf(error);
      } finally {
        transport.close();
      }
    },
    close: async () => undefined,
  };
}

class TookTooLong extends Error {}

async function withinTime(sending: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TookTooLong()), timeoutMs);
  });
  try {
    await Promise.race([sending, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** 5xx about the letter or its recipient will be so the next time too; the rest may pass. */
function failureOf(error: unknown): Sent {
  const { code = '', responseCode = 0 } = error as { code?: string; responseCode?: number };
  if (responseCode >= 500 && code !== 'EAUTH') return { kind: 'gave-up', reason: 'refused' };
  if (code === 'EAUTH') return { kind: 'retry', reason: 'refused', afterMs: null };
  if (responseCode >= 400) return { kind: 'retry', reason: 'server-error', afterMs: null };
  const late = error instanceof TookTooLong || code === 'ETIMEDOUT';
  return { kind: 'retry', reason: late ? 'timeout' : 'unreachable', afterMs: null };
}

import type { ImapFlow, ImapFlowOptions } from 'imapflow';
import { fail } from '../../engine/index.ts';
import type { Vault } from '../../engine/vault.ts';
import type { Channel } from './arrival.ts';
import type { LookIn } from './folder.ts';
import type { Inbound } from './inbound.ts';

export interface ImapChannel extends Channel {
  readonly imap: {
    readonly host: string;
    readonly port?: number;
    readonly user: string;
    /** The secret's name in the vault. */
    readonly password: string;
    readonly mailbox?: string;
    /** Where mails go once they are kept; made when it is not there. */
    readonly archive?: string;
    readonly security?: 'tls' | 'starttls' | 'none';
  };
}

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** Mails of one look: the rest is there at the next. */
const atOnce = 50;

/**
 * Takes mails from a mailbox (IMAP4rev1, RFC 3501), whole, and moves each to the archive once it is kept. A connection lasts
 * for one look. ENVIRONMENT_INVALID at once where the password would go out in clear; a look rejects with CHANNEL_FAILED when
 * the server cannot be reached or refuses.
 */
export function imapChannel(channel: ImapChannel, inbound: Inbound, vault: Pick<Vault, 'secret'>): LookIn {
  refuseClear(channel);
  const { mailbox = 'INBOX', archive = 'Timbre' } = channel.imap;
  return () =>
    connected(channel, vault, async (client) => {
      await client.mailboxCreate(archive);
      const lock = await client.getMailboxLock(mailbox);
      try {
        return await takeMails(client, channel, inbound, archive);
      } finally {
        lock.release();
      }
    });
}

/** Logs in and counts the mails in the mailbox; changes nothing. It rejects as a look does. */
export async function proveMailbox(channel: ImapChannel, vault: Pick<Vault, 'secret'>): Promise<number> {
  refuseClear(channel);
  return connected(channel, vault, async (client) => {
    const { host, mailbox = 'INBOX' } = channel.imap;
    const status = await client.status(mailbox, { messages: true });
    if (!status) return fail('CHANNEL_FAILED', `${host} tells nothing of the mailbox ${mailbox}.`);
    return status.messages ?? 0;
  });
}

function refuseClear({ imap: { host, security } }: ImapChannel): void {
  if (security !== 'none' || loopback.has(host)) return;
  fail(
    'ENVIRONMENT_INVALID',
    `The password of the mailbox at ${host} would be sent in clear: \`none\` is for this machine.`,
  );
}

async function connected<T>(
  channel: ImapChannel,
  vault: Pick<Vault, 'secret'>,
  work: (client: ImapFlow) => Promise<T>,
): Promise<T> {
  const password = await vault.secret(channel.imap.password);
  const { ImapFlow } = await import('imapflow');
  const client = new ImapFlow(optionsOf(channel, password));
  // Told to whoever waits for an answer, too.
  client.on('error', () => {});
  try {
    await client.connect();
    return await work(client);
  } catch (thrown) {
    return rethrown(thrown, channel);
  } finally {
    await client.logout().catch(() => client.close());
  }
}

async function takeMails(client: ImapFlow, channel: ImapChannel, inbound: Inbound, archive: string): Promise<number> {
  if (client.mailbox === false || client.mailbox.exists === 0) return 0;
  const { exists, uidValidity: validity } = client.mailbox;
  const mails: { readonly uid: number; readonly size: number }[] = [];
  for await (const { uid, size = 0 } of client.fetch(`1:${Math.min(exists, atOnce)}`, { uid: true, size: true }))
    mails.push({ uid, size });
  for (const { uid, size } of mails) {
    const described = { name: `mail ${uid}.eml`, mediaType: 'message/rfc822' };
    if (size > inbound.largest) {
      await inbound.refuse(channel, { ...described, size, mark: `${validity}\n${uid}` });
    } else {
      const mail = await client.fetchOne(String(uid), { source: true }, { uid: true });
      if (mail === false || mail.source === undefined) continue;
      await inbound.take(channel, { ...described, bytes: mail.source });
    }
    await client.messageMove(String(uid), archive, { uid: true });
  }
  return mails.length;
}

function optionsOf({ imap }: ImapChannel, pass: string): ImapFlowOptions {
  const { host, user, security = 'tls' } = imap;
  const port = imap.port ?? (security === 'tls' ? 993 : 143);
  return {
    host,
    port,
    secure: security === 'tls',
    // Without it a server that says it cannot would be given the password in clear.
    ...(security === 'starttls' && { doSTARTTLS: true }),
    ...(security === 'none' && { doSTARTTLS: false }),
    auth: { user, pass },
    logger: false,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 60_000,
  };
}

/** What the server says may be anything; only that it refused is told. */
function rethrown(thrown: unknown, { imap: { host, mailbox = 'INBOX' } }: ImapChannel): never {
  if (!(thrown instanceof Error) || thrown.name === 'TimbreError') throw thrown;
  const says = (name: string, value: unknown): boolean => name in thrown && Reflect.get(thrown, name) === value;
  if (says('authenticationFailed', true)) return fail('CHANNEL_FAILED', `${host} refuses the user or the password.`);
  const isMissing = says('code', 'NotFound') || says('mailboxMissing', true);
  return fail('CHANNEL_FAILED', isMissing ? `${host} has no mailbox ${mailbox}.` : `${host} cannot be used.`);
}

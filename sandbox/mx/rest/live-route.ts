import { type Answer, xmlAnswer } from '../../http/answer.ts';
import type { HttpRequest } from '../../http/listener.ts';
import type { AuthorityOptions } from '../authority.ts';
import { stateOf } from '../cancellation/acceptance.ts';
import type { LedgerEntry } from '../ledger.ts';
import { anotherUuid, type Call, type Outcome } from '../service.ts';
import { failure, success, unauthorized } from './answers.ts';

/**
 * `GET /datawarehouse/v1/live/{uuid}`, or `?customid=` for the document with an idempotency key: a record, or none. The
 * record's `urlXml` is where the document is.
 */
export function liveRoute({ path, query, headers }: HttpRequest, authority: AuthorityOptions): Call {
  const uuid = path.slice(LIVE.length).replace(/^\//, '');
  const customId = query.get('customid');
  const { ledger } = authority;
  return {
    operation: 'stamped',
    perform(): Outcome {
      if (uuid === '' && !customId) return always(() => failure('Falta el UUID o el customid.'));
      const entry = uuid === '' ? ledger.withCustomId(customId ?? '') : ledger.stamp(uuid);
      if (entry?.manner !== 'rest') return always(() => success({ records: [] }));
      const record = recordOf(entry, `http://${headers.host}`, authority);
      const found = (changed: object) => () => success({ records: [{ ...record, ...changed }] });
      return {
        uuid: entry.uuid,
        sha256: entry.sha256,
        answer: found({}),
        wrongUuid: found({ uuid: anotherUuid(entry.uuid) }),
        noUuid: () => success({}),
      };
    },
    unauthorized,
  };
}

export const LIVE = '/datawarehouse/v1/live';
export const STORED = '/datawarehouse/v1/xml/';

/** The document behind `urlXml`; its address is all the secret there is. */
export function storedXml(path: string, { ledger }: AuthorityOptions): Answer | undefined {
  const entry = ledger.stamp(path.slice(STORED.length));
  return entry?.manner === 'rest' ? xmlAnswer(entry.document) : undefined;
}

function recordOf(entry: LedgerEntry, base: string, { ledger, now }: AuthorityOptions) {
  const cancellation = ledger.cancellation(entry.uuid);
  return {
    uuid: entry.uuid,
    customId: entry.customId ?? null,
    date: entry.at,
    status: cancellation && stateOf(cancellation, now()) === 'cancelled' ? 'cancelado' : 'vigente',
    urlXml: `${base}${STORED}${entry.uuid}`,
  };
}

const always = (answer: () => Answer): Outcome => ({ answer, wrongUuid: answer, noUuid: answer });

import type { FastifySchema } from 'fastify';
import { mediaType } from '../problem-details.ts';

/** A JSON Schema, draft 2020-12. */
export type Schema = Readonly<Record<string, unknown>>;

/** What a route takes and answers. */
export interface Described {
  readonly tag: 'Submissions' | 'Changes' | 'Acts' | 'Messages' | 'Inbound' | 'Installation';
  readonly summary: string;
  readonly description?: string;
  readonly query?: Readonly<Record<string, Schema>>;
  readonly headers?: Readonly<Record<string, Schema>>;
  readonly body?: Schema;
  /** The status of success, what it means, and what comes with it. */
  readonly answer: { readonly status?: number; readonly means: string; readonly of: Schema; readonly as?: string };
  /** Statuses of problems besides those of access. */
  readonly problems?: readonly number[];
  /** Nobody is asked who he is. */
  readonly open?: true;
}

/** The schema of a route, from which the description of the interface is made. Requests are checked by the routes themselves. */
export function described(url: string, route: Described): FastifySchema {
  const { tag, summary, description, query, headers, body, answer, problems = [], open } = route;
  const names = [...url.matchAll(/\/:(\w+)/g)].map(([, name = '']) => name);
  const statuses = [...new Set([...(open ? [] : [401, 403, 503]), ...(names.length > 0 ? [404] : []), ...problems])];
  const response: Record<number, Schema> = {
    [answer.status ?? 200]: {
      description: answer.means,
      content: { [answer.as ?? 'application/json']: { schema: answer.of } },
    },
  };
  for (const status of statuses.sort((a, b) => a - b)) response[status] = problemOf(status);
  return {
    tags: [tag],
    summary,
    ...(description && { description }),
    ...(open && { security: [] }),
    ...(names.length > 0 && {
      params: parameters(Object.fromEntries(names.map((name) => [name, pathParameter(name)]))),
    }),
    ...(query && { querystring: parameters(query) }),
    ...(headers && { headers: parameters(headers) }),
    ...(body && { body }),
    response,
  };
}

export const text = (): Schema => ({ type: 'string' });
export const listOf = (name: string): Schema => ({ type: 'array', items: { $ref: `${name}#` } });
export const objectOf = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

const parameters = (properties: Readonly<Record<string, Schema>>): Schema => ({ type: 'object', properties });

function pathParameter(name: string): Schema {
  if (name === 'id') return { type: 'string', description: 'The id of the submission.', pattern: idPattern };
  return { type: 'string', description: `The ${name}, as a list of them gives it.` };
}

const idPattern = '^\\d{8}T\\d{6}-[0-9a-f]{16}$';

const meanings: Readonly<Record<number, string>> = {
  400: 'It is not JSON.',
  401: 'It does not say who calls, or nobody we know.',
  403: 'The caller is not allowed to do this, or not for this legal entity.',
  404: 'There is nothing of this name that the caller may see.',
  409: 'It does not fit how the submission stands; `submission` names the one in the way.',
  413: 'It is larger than this installation takes.',
  422: 'Something in it is wrong; `problems` tells what and where.',
  503: 'The store or the queue cannot be reached, or too much is asked at once. Repeat it.',
};

const problemOf = (status: number): Schema => ({
  description: meanings[status] ?? 'A problem.',
  content: { [mediaType]: { schema: { $ref: 'Problem#' } } },
});

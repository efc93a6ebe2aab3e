import { type Pac, startPac } from '../../../sandbox/index.ts';

export interface RestAnswer {
  readonly http: number;
  readonly status?: 'success' | 'error';
  readonly message?: string;
  readonly messageDetail?: string | null;
  readonly data?: Readonly<Record<string, string>> | null;
}

export interface RestPost {
  /** `v4/cfdi33/stamp/v2` when left out. */
  readonly path?: string;
  readonly customId?: string;
  /** The PAC's token that does not expire when left out. */
  readonly token?: string;
  /** As a JSON object with base64 in the place of multipart/form-data. */
  readonly json?: boolean;
}

/** Posts a document as SW Sapien's users do. */
export async function postRest(pac: Pac, document: string, options: RestPost = {}): Promise<RestAnswer> {
  const { path = 'v4/cfdi33/stamp/v2', customId, token = pac.token, json = false } = options;
  const headers = { authorization: `bearer ${token}`, ...(customId !== undefined && { customid: customId }) };
  const form = new FormData();
  form.set('xml', new Blob([path.endsWith('/b64') ? Buffer.from(document).toString('base64') : document]), 'xml');
  const body = JSON.stringify({ xml: Buffer.from(document).toString('base64') });
  const response = await fetch(`${pac.url}/${path}`, {
    method: 'POST',
    headers: json ? { ...headers, 'content-type': 'application/json' } : headers,
    body: json ? body : form,
    signal: AbortSignal.timeout(2000),
  });
  return { http: response.status, ...(await read(response)) };
}

export async function getRest(pac: Pac, path: string, token = pac.token): Promise<RestAnswer & { records: Found[] }> {
  const response = await fetch(`${pac.url}/${path}`, { headers: { authorization: `Bearer ${token}` } });
  const answer = await read(response);
  const { records = [] } = (answer.data ?? {}) as { records?: Found[] };
  return { http: response.status, ...answer, records };
}

export interface Found {
  readonly uuid: string;
  readonly customId: string | null;
  readonly status: string;
  readonly urlXml: string;
}

export async function authenticate(pac: Pac, user: string, password: string): Promise<RestAnswer> {
  const response = await fetch(`${pac.url}/v2/security/authenticate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user, password }),
  });
  return { http: response.status, ...(await read(response)) };
}

async function read(response: Response): Promise<Omit<RestAnswer, 'http'>> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return isJson ? JSON.parse(text) : { message: text };
}

export const restPac = (options: Parameters<typeof startPac>[0] = {}): Promise<Pac> =>
  startPac({ credentials: { username: 'user', password: 'secret' }, ...options });

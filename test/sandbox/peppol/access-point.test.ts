import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { type AccessPoint, type AccessPointOptions, startAccessPoint } from '../../../sandbox/index.ts';
import { type FaultName, faults, parseFault } from '../../../sandbox/peppol/faults.ts';
import { compileSchematron, parseDocument } from '../../../schematron/index.ts';
import { artefact, hasArtefacts } from '../../shared.ts';

const document = readFileSync(
  new URL('../../../features/eu/peppol-bis-3/cases/invoice/expected/document.xml', import.meta.url),
  'utf8',
);
const specification = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0';
const envelope = {
  sender: '0088:4012345000009',
  receiver: '0088:7333333000007',
  documentType: `urn:oasis:names:specification:ubl:schema:xsd:Invoice-2::Invoice##${specification}::2.1`,
  process: 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0',
  reference: 'R-1',
};

interface Sending {
  readonly xml?: string;
  readonly path?: string;
  readonly token?: string;
  readonly envelope?: Partial<typeof envelope>;
}

/** What the access point tells of a document. */
interface Told {
  readonly id: string;
  readonly state: string;
  readonly response: string;
}

const toldIn = async (answer: Response): Promise<Told> => JSON.parse(await answer.text());

async function within(options: AccessPointOptions, act: (accessPoint: AccessPoint) => Promise<void>): Promise<void> {
  const accessPoint = await startAccessPoint({ foundAfter: 0, statusAfter: 0, ...options });
  await act(accessPoint).finally(() => accessPoint.close());
}

function send({ url, token }: AccessPoint, sending: Sending = {}): Promise<Response> {
  const query = new URLSearchParams({ ...envelope, ...sending.envelope });
  return fetch(`${url}${sending.path ?? ''}/documents?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sending.token ?? token}`, 'content-type': 'application/xml' },
    body: sending.xml ?? document,
    signal: AbortSignal.timeout(1000),
  });
}

async function ask({ url, token }: AccessPoint, path: string) {
  const answer = await fetch(`${url}/documents${path}`, { headers: { authorization: `Bearer ${token}` } });
  return toldIn(answer);
}

describe('the access point', () => {
  it('takes a document, finds it by its reference, and tells that it arrived', () =>
    within({}, async (accessPoint) => {
      const answer = await send(accessPoint);
      const told = await toldIn(answer);
      expect([answer.status, told]).toMatchObject([202, { reference: 'R-1' }]);
      expect(await ask(accessPoint, '?reference=R-1')).toEqual({ documents: [told] });
      const body = await ask(accessPoint, `/${told.id}`);
      expect(body).toMatchObject({ state: 'delivered', id: told.id });
      expect(body.response).toContain('<cbc:ResponseCode>AP</cbc:ResponseCode>');
      expect(body.response).toContain(`<cac:DocumentReference><cbc:ID>${told.id}</cbc:ID>`);
    }));

  it('says nothing of a document before its time', () =>
    within({ foundAfter: 60_000, statusAfter: 60_000 }, async (accessPoint) => {
      const told = await toldIn(await send(accessPoint));
      expect(await ask(accessPoint, '?reference=R-1')).toEqual({ documents: [] });
      expect(await ask(accessPoint, `/${told.id}`)).toMatchObject({ state: 'sent' });
    }));

  it('knows a reference again; the forgetful one does not', () =>
    within({}, async (accessPoint) => {
      for (const status of [202, 409]) expect((await send(accessPoint)).status).toBe(status);
      for (const path of ['/forgetful', '/forgetful']) expect((await send(accessPoint, { path })).status).toBe(202);
      expect(accessPoint.transmissions).toHaveLength(3);
    }));

  test.each<[string, Sending, number, string]>([
    ['no XML', { xml: '<Invoice>' }, 422, 'NOT_XML'],
    ['a DOCTYPE', { xml: `<!DOCTYPE Invoice>${document}` }, 422, 'NOT_XML'],
    ['another receiver beside it', { envelope: { receiver: '0088:4012345000009' } }, 422, 'ENVELOPE_DIFFERS'],
    ['another process beside it', { envelope: { process: 'urn:x' } }, 422, 'ENVELOPE_DIFFERS'],
    ['another document type beside it', { envelope: { documentType: 'x::y##z::2.1' } }, 422, 'ENVELOPE_DIFFERS'],
    ['a bad token', { token: 'other' }, 401, 'UNAUTHORIZED'],
    [
      'a receiver whom nobody registered',
      {
        xml: document.replace('7333333000007', '0000000000000'),
        envelope: { receiver: '0088:0000000000000' },
      },
      422,
      'RECEIVER_UNKNOWN',
    ],
  ])('does not send a document with %s', (_, sending, status, code) =>
    within({}, async (accessPoint) => {
      const answer = await send(accessPoint, sending);
      expect([answer.status, await answer.json()]).toMatchObject([status, { error: { code } }]);
      expect(accessPoint.transmissions).toEqual([]);
    }),
  );

  test.each([
    [
      'lines that are not in the sum',
      ['>1250.00</cbc:LineExtensionAmount>', '>1.00</cbc:LineExtensionAmount>'],
      'BR-CO-10',
    ],
    ['a wrong total', ['>1463.50</cbc:TaxInclusiveAmount>', '>1.00</cbc:TaxInclusiveAmount>'], 'BR-CO-15'],
    ['a nameless party', ['<cbc:RegistrationName>Tryckeri Öst AB</cbc:RegistrationName>', ''], 'no name'],
  ])('lets the receiver reject a document with %s', (_, [from = '', to = ''], word) =>
    within({}, async (accessPoint) => {
      const told = await toldIn(await send(accessPoint, { xml: document.replace(from, to) }));
      const body = await ask(accessPoint, `/${told.id}`);
      expect(body.state).toBe('rejected');
      expect(body.response).toContain('<cbc:ResponseCode>RE</cbc:ResponseCode>');
      expect(body.response).toContain(word);
    }),
  );
});

/** Whether it was sent, and what the sender sees: a status, with what is in the answer, or nothing. */
type Expected = readonly [sent: boolean, seen: number | 'no answer', text?: RegExp];

const table: Record<Exclude<FaultName, 'huge' | 'slow'>, Expected> = {
  'refuse-connection': [false, 'no answer'],
  'reset-connection': [false, 'no answer'],
  'drop-before-accept': [false, 'no answer'],
  'hang-before-accept': [false, 'no answer'],
  'accept-then-no-answer': [true, 'no answer'],
  'accept-then-hang': [true, 'no answer'],
  'http-500': [false, 500],
  'http-500-after-accept': [true, 500],
  '503-retry-after': [false, 503],
  '429': [false, 429],
  '401': [false, 401],
  '404': [false, 404],
  'html-page': [false, 200, /<html>/],
  truncated: [true, 'no answer'],
  'truncated-json': [true, 202, /^\{"id":(?!.*\}$)/],
  malformed: [true, 202, /not XML/],
  'success-without-id': [true, 202, /^\{"reference":"R-1"\}$/],
  'receipt-of-another': [true, 202, /"sha256":"0{64}"/],
  'receiver-acknowledges': [true, 202, /"id"/],
  'receiver-rejects': [true, 202, /"id"/],
  'receiver-is-silent': [true, 202, /"id"/],
  'receiver-answers-mlr': [true, 202, /"id"/],
  'buyer-acknowledges': [true, 202, /"id"/],
  'buyer-works-on-it': [true, 202, /"id"/],
  'buyer-queries': [true, 202, /"id"/],
  'buyer-accepts-conditionally': [true, 202, /"id"/],
  'buyer-rejects': [true, 202, /"id"/],
  'buyer-has-paid': [true, 202, /"id"/],
};

describe('a fault', () => {
  test.each(Object.entries(table))('%s', (name, [sent, status, text = /./]) =>
    within({ faults: [parseFault(name)] }, async (accessPoint) => {
      const seen = await send(accessPoint)
        .then(async (answer) => ({ status: answer.status, text: await answer.text() }))
        .catch(() => 'no answer' as const);
      if (status === 'no answer') expect(seen).toBe(status);
      else expect(seen).toMatchObject({ status, text: expect.stringMatching(text) });
      expect(accessPoint.transmissions).toHaveLength(sent ? 1 : 0);
    }),
  );

  it('that is unknown is told with all that are known', () => {
    expect(() => parseFault('send:nothing')).toThrow(TypeError);
    expect(() => parseFault('sned:slow')).toThrow(/before them once: send: find: status:/);
    for (const name of Object.keys(faults)) expect(parseFault(name)).toEqual({ fault: name });
  });
});

describe('a buyer', () => {
  test.each<[FaultName | undefined, string]>([
    [undefined, 'AP'],
    ['buyer-acknowledges', 'AB'],
    ['buyer-works-on-it', 'IP'],
    ['buyer-queries', 'UQ'],
    ['buyer-accepts-conditionally', 'CA'],
    ['buyer-rejects', 'RE'],
    ['buyer-has-paid', 'PD'],
  ])('answers when the invoice has arrived (%s)', async (name, code) => {
    const { told, answers } = await answered(name);
    expect(answers.map(([file]) => file)).toEqual([`IR-${told.id}.xml`]);
    expect(answers[0]?.[1]).toContain(`<cbc:ResponseCode>${code}</cbc:ResponseCode>`);
  });
});

async function answered(name: FaultName | undefined) {
  const inbox = mkdtempSync(join(tmpdir(), 'timbre-inbox-'));
  const faults = name === undefined ? [] : [parseFault(name)];
  const accessPoint = await startAccessPoint({ foundAfter: 0, statusAfter: 0, inbox, faults });
  try {
    const told = await toldIn(await send(accessPoint));
    for (const _ of ['asked', 'asked again']) await ask(accessPoint, `/${told.id}`);
    return {
      told,
      answers: readdirSync(inbox).map((file) => [file, readFileSync(join(inbox, file), 'utf8')] as const),
    };
  } finally {
    await accessPoint.close();
    rmSync(inbox, { recursive: true });
  }
}

const xmllint = spawnSync('xmllint', ['--version']).error === undefined;

describe.skipIf(!hasArtefacts || !xmllint)('what comes back keeps the official rules', () => {
  const xsd = artefact('eu/ubl-2.1-xsd/xsdrt/maindoc/UBL-ApplicationResponse-2.1.xsd');
  const rulesOf = (path: string) => compileSchematron(artefact(`eu/peppol-bis-3/${path}`));
  const rules = {
    mls: rulesOf('mls-1.0.1/sch/peppol-mls-1.0.1.sch'),
    mlr: rulesOf('2026.5/sch/PEPPOLBIS-T71.sch'),
    invoiceResponse: rulesOf('2026.5/sch/PEPPOLBIS-T111.sch'),
  };
  const check = (kind: keyof typeof rules, xml: string): void => {
    expect(rules[kind].validate(parseDocument(xml)).findings).toEqual([]);
    const { stderr } = spawnSync('xmllint', ['--noout', '--schema', xsd, '-'], { input: xml, encoding: 'utf8' });
    expect(stderr).toBe('- validates\n');
  };

  test.each<FaultName | undefined>([undefined, 'receiver-acknowledges', 'receiver-rejects'])(
    'Message Level Status (%s)',
    (name) =>
      within({ faults: name === undefined ? [] : [parseFault(name)] }, async (accessPoint) => {
        const told = await toldIn(await send(accessPoint));
        check('mls', (await ask(accessPoint, `/${told.id}`)).response);
      }),
  );

  test.each([
    ['AP', document],
    ['RE', document.replace('>1463.50</cbc:TaxInclusiveAmount>', '>1.00</cbc:TaxInclusiveAmount>')],
  ])('Message Level Response (%s)', (code, xml) =>
    within({ faults: [parseFault('receiver-answers-mlr')] }, async (accessPoint) => {
      const told = await toldIn(await send(accessPoint, { xml }));
      const { response } = await ask(accessPoint, `/${told.id}`);
      expect(response).toContain(`<cbc:ResponseCode>${code}</cbc:ResponseCode>`);
      check('mlr', response);
    }),
  );

  test.each<FaultName | undefined>([
    undefined,
    'buyer-acknowledges',
    'buyer-works-on-it',
    'buyer-queries',
    'buyer-accepts-conditionally',
    'buyer-rejects',
    'buyer-has-paid',
  ])('Invoice Response (%s)', async (name) => {
    const { answers } = await answered(name);
    check('invoiceResponse', answers[0]?.[1] ?? '');
  });
});

import { create } from 'xmlbuilder2';
import { soapAnswer, textAnswer } from '../http/answer.ts';
import type { HttpHead } from '../http/listener.ts';
import { childOf, NotXml, readXml, type XmlElement } from '../read-xml.ts';
import type { Call, Service } from './service.ts';

const SOAP_11 = 'http://schemas.xmlsoap.org/soap/envelope/';

/** Finkok's namespace for the types in its answers. */
export const VIEWS_NAMESPACE = 'apps.services.soap.core.views';

export interface SoapServiceOptions {
  readonly path: string;
  /** @throws NotXml when the element is no call of the service: it answers with a SOAP Fault */
  readonly read: (call: XmlElement) => Call;
}

/** A SOAP 1.1 service over HTTP, the WSDL's address included: Finkok's users post there too. */
export function soapService({ path, read }: SoapServiceOptions): Service {
  return {
    serves: (asked) => asked === path || asked === `${path}.wsdl`,
    refuses,
    read({ body }) {
      try {
        return read(callIn(body.toString('utf8')));
      } catch (error) {
        if (error instanceof NotXml) return soapAnswer(writeFault('Client', error.message), 500);
        throw error;
      }
    },
    broken: (message) => soapAnswer(writeFault('Server', message), 500),
  };
}

function refuses({ method, headers }: HttpHead) {
  if (method !== 'POST') {
    const refused = textAnswer('POST only', 405);
    return { ...refused, headers: { ...refused.headers, allow: 'POST' } };
  }
  // SOAP 1.1, section 6: "HTTP applications MUST use the media type text/xml".
  const isXml = /^text\/xml\s*(;|$)/i.test(headers['content-type'] ?? '');
  return isXml ? undefined : textAnswer('SOAP 1.1 comes as text/xml', 415);
}

function callIn(text: string): XmlElement {
  const envelope = readXml(text);
  if (envelope.name !== 'Envelope' || envelope.namespace !== SOAP_11) throw new NotXml('This is no SOAP 1.1 envelope');
  const [call] = childOf(envelope, 'Body')?.children ?? [];
  if (!call) throw new NotXml('There is no operation in an empty Body');
  return call;
}

/** The texts of a call's arguments, which stand in its own namespace; all of them must be there. */
export function argumentsOf<Name extends string>(call: XmlElement, names: readonly Name[]): Record<Name, string> {
  const values: Partial<Record<Name, string>> = {};
  for (const name of names) values[name] = childOf(call, name)?.text;
  const isWhole = (given: Partial<Record<Name, string>>): given is Record<Name, string> =>
    names.every((name) => given[name] !== undefined);
  if (isWhole(values)) return values;
  throw new NotXml(`${call.name} takes ${names.join(', ')} of its own namespace`);
}

export const noSuchOperation = ({ namespace, name }: XmlElement): NotXml =>
  new NotXml(`There is no operation {${namespace}}${name}`);

export type XMLBuilder = ReturnType<typeof create>;

/** An envelope whose prefixes are declared where Finkok does: all on the root. */
export function writeEnvelope(prefixes: Readonly<Record<string, string>>, fill: (body: XMLBuilder) => void): string {
  const declared = Object.entries(prefixes).map(([prefix, uri]) => [`xmlns:${prefix}`, uri]);
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele('senv:Envelope', {
    'xmlns:senv': SOAP_11,
    ...Object.fromEntries(declared),
  });
  fill(root.ele('senv:Body'));
  // XML 1.0, 2.11: a parser turns a bare carriage return into a line feed, and the document inside would change.
  return root.end().replaceAll('\r', '&#xD;');
}

/** Members in order; one that is undefined is left out. */
export function writeMembers(parent: XMLBuilder, members: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined) continue;
    const element = parent.ele(name);
    // xmlbuilder2 takes `&quot;` and its like in a text for references and leaves them as they are.
    if (value !== '') element.txt(value.replaceAll('&', '&amp;'));
  }
}

/** A SOAP 1.1 Fault (section 4.4), which goes out with status 500 (section 6.2). */
const writeFault = (faultcode: 'Client' | 'Server', faultstring: string): string =>
  writeEnvelope({}, (body) => writeMembers(body.ele('senv:Fault'), { faultcode: `senv:${faultcode}`, faultstring }));

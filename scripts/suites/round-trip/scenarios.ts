import { XmlDocument, type XmlElement } from 'libxml2-wasm';
import { bytesOf } from '../artefacts.ts';

/** What a rule counts as whatever it says itself, by its id: `error`, `warning` or `information`. */
export type Levels = ReadonlyMap<string, string>;

const namespaces = { s: 'http://www.xoev.de/de/validator/framework/1/scenarios' };
const roots: Readonly<Record<string, string>> = {
  Invoice: 'UBL Invoice',
  CreditNote: 'UBL CreditNote',
  CrossIndustryInvoice: 'CII',
};

/** Reads the scenarios of KoSIT's validator below `eu/`: what gives the levels that its rules have for a document. */
export function readScenarios(path: string): (bytes: Uint8Array) => Levels {
  const byName = scenariosOf(bytesOf(path));
  return (bytes) => {
    const text = Buffer.from(bytes).toString('utf8');
    const [, root = ''] = /<(?:[\w.-]+:)?(Invoice|CreditNote|CrossIndustryInvoice)[\s>]/.exec(text) ?? [];
    const kind = text.includes(':extension:xrechnung_') ? ' Extension' : text.includes(':xrechnung:cvd_') ? ' CVD' : '';
    return byName.get(`EN16931 XRechnung${kind} (${roots[root]})`) ?? new Map();
  };
}

function scenariosOf(bytes: Uint8Array): ReadonlyMap<string, Levels> {
  const document = XmlDocument.fromBuffer(bytes);
  try {
    const scenarios = document.root.find('s:scenario', namespaces) as XmlElement[];
    return new Map(
      scenarios.map((scenario) => {
        const custom = scenario.find('.//s:customLevel', namespaces) as XmlElement[];
        const levels = custom.map((each) => [each.content.trim(), each.attr('level')?.value ?? ''] as const);
        return [scenario.get('s:name', namespaces)?.content.trim() ?? '', new Map(levels)];
      }),
    );
  } finally {
    document.dispose();
  }
}

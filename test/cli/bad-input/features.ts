/** One thing that the author of a feature did wrong. */
export interface BadFeature {
  readonly what: string;
  readonly file: string;
  /** What is written, and what is written instead. */
  readonly change: readonly [string, string];
  readonly code: string;
  /** Where the caret must stand: at the first of these texts in the changed file. */
  readonly at: string;
  /** What the hint or message must name. */
  readonly says?: string;
}

const feature = 'feature.yaml';
const connector = 'connectors/finkok.yaml';
const mapping = 'mappings/comprobante.yaml';

const bomb = [
  'a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]',
  'b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]',
  'c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]',
  'd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]',
  'e: [*d, *d, *d, *d, *d, *d, *d, *d, *d]',
  'title: ',
].join('\n');

const yaml: readonly BadFeature[] = [
  {
    what: 'a bracket that is not closed',
    file: feature,
    change: ['country: MX', 'country: [MX'],
    code: 'YAML_SYNTAX',
    at: 'documentType: [invoice',
  },
  {
    what: 'a tab for indentation',
    file: feature,
    change: ['      country: MX', '\t  country: MX'],
    code: 'YAML_SYNTAX',
    at: '\t  country',
  },
  {
    what: 'an unknown key',
    file: feature,
    change: ['summary: Makes', 'sumary: Makes'],
    code: 'KEY_UNKNOWN',
    at: 'sumary',
    says: 'summary',
  },
  {
    what: 'an unknown key of a step',
    file: feature,
    change: ['        uses: pac/stamp', '        uses: pac/stamp\n        retries: 3'],
    code: 'KEY_UNKNOWN',
    at: 'retries',
    says: 'retry',
  },
  { what: 'an alias bomb', file: feature, change: ['title: ', bomb], code: 'YAML_ALIAS', at: '&a' },
  {
    what: 'a key that stands twice',
    file: feature,
    change: ['version: 1.0.0', 'version: 1.0.0\nversion: 1.0.1'],
    code: 'YAML_DUPLICATE_KEY',
    at: 'version: 1.0.1',
  },
  { what: 'a tag', file: feature, change: ['title: CFDI', 'title: !!binary CFDI'], code: 'YAML_TAG', at: '!!binary' },
  {
    what: 'an unquoted ternary',
    file: feature,
    change: ['documentType: =invoice.type', 'documentType: =invoice.type == "x" ? "a": "b"'],
    code: 'YAML_UNQUOTED_EXPRESSION',
    at: '=invoice.type == "x"',
    says: "'",
  },
  {
    what: 'an unquoted comment sign',
    file: feature,
    change: ['documentType: =invoice.type', 'documentType: =invoice.type + " #1"'],
    code: 'YAML_UNQUOTED_EXPRESSION',
    at: '=invoice.type + "',
    says: "'",
  },
  {
    what: 'a file of 300 KB',
    file: feature,
    change: ['title: ', `# ${'x'.repeat(300 * 1024)}\ntitle: `],
    code: 'YAML_TOO_LARGE',
    at: '#',
  },
  {
    what: 'an input schema that is not JSON',
    file: 'input.schema.json',
    change: ['{', '{,'],
    code: 'JSON_SYNTAX',
    at: ',',
  },
];

const wiring: readonly BadFeature[] = [
  {
    what: 'an unknown action',
    file: feature,
    change: ['uses: transform', 'uses: transfrom'],
    code: 'ACTION_UNKNOWN',
    at: 'transfrom',
    says: 'transform',
  },
  {
    what: 'a wrong parameter',
    file: feature,
    change: ['with: { mapping:', 'with: { maping:'],
    code: 'KEY_UNKNOWN',
    at: 'maping',
    says: 'mapping',
  },
  {
    what: 'a parameter of the wrong type',
    file: connector,
    change: ['soap: 1.1', 'soap: 3'],
    code: 'SCHEMA',
    at: '3\n',
  },
  {
    what: 'a file that is not there',
    file: feature,
    change: ['mappings/comprobante.yaml', 'mappings/comprobant.yaml'],
    code: 'FILE_MISSING',
    at: 'mappings/comprobant.yaml',
    says: 'mappings/comprobante.yaml',
  },
  {
    what: 'a reference to a later step',
    file: feature,
    change: ['=steps.comprobante.document', '=steps.stamped.document'],
    code: 'REFERENCE_FORWARD',
    at: 'stamped.document',
  },
  {
    what: 'a reference to no step',
    file: feature,
    change: ['=steps.comprobante.document', '=steps.comprobnte.document'],
    code: 'REFERENCE_UNKNOWN',
    at: 'comprobnte.document',
    says: 'comprobante',
  },
  {
    what: 'a value that no step leaves',
    file: feature,
    change: ['uuid: =steps.timbre.uuid', 'uuid: =steps.timbre.uid'],
    code: 'EXPRESSION_UNKNOWN_NAME',
    at: 'uid\n        stampedAt: =',
    says: 'uuid',
  },
  {
    what: 'an artefact that is not pinned',
    file: feature,
    change: ['xsd: cfdv40.xsd', 'xsd: cfdv41.xsd'],
    code: 'REFERENCE_UNKNOWN',
    at: 'cfdv41.xsd',
    says: 'cfdv40.xsd',
  },
  {
    what: 'a sending step without recover',
    file: connector,
    change: ['        recover:', '        recovers:'],
    code: 'STEP_UNSAFE',
    at: 'id: sent',
  },
  {
    what: 'a settle window that is too short',
    file: connector,
    change: ['settle: 60s', 'settle: 6s'],
    code: 'SETTLE_TOO_SHORT',
    at: '6s',
  },
  {
    what: 'a setting without its connector',
    file: feature,
    change: ['enum: [finkok, swsapien]', 'enum: [finkok, swsapien, other]'],
    code: 'FILE_MISSING',
    at: 'other]',
  },
];

const expressions: readonly BadFeature[] = [
  {
    what: 'an expression with a type error',
    file: feature,
    change: ['text: >-\n            ="https', 'text: >-\n            =1 + "https'],
    code: 'EXPRESSION_TYPE',
    at: '1 + "https',
  },
  {
    what: 'a decimal and a text',
    file: mapping,
    change: ['=invoice.number', '="A" + invoice.totals.payableAmount'],
    code: 'EXPRESSION_TYPE',
    at: '"A" + invoice.totals',
  },
  {
    what: 'a field that the invoice does not have',
    file: mapping,
    change: ['=invoice.number', '=invoice.nummer'],
    code: 'EXPRESSION_UNKNOWN_NAME',
    at: 'nummer',
    says: 'number',
  },
  {
    what: 'an expression that cannot be read',
    file: mapping,
    change: ['=invoice.number', '=invoice.number * * 2'],
    code: 'EXPRESSION_SYNTAX',
    at: '* 2',
  },
  {
    what: 'a function that is not there',
    file: mapping,
    change: ['=invoice.number', '=uper(invoice.number)'],
    code: 'EXPRESSION_UNKNOWN_NAME',
    at: 'uper',
    says: 'upper',
  },
];

export const badFeatures: readonly BadFeature[] = [...yaml, ...wiring, ...expressions];

const text = { type: ['string', 'number', 'boolean'] };
const texts = (description: string) => ({ type: 'object', description, minProperties: 1, additionalProperties: text });
const secretName = (description: string) => ({ type: 'string', minLength: 1, description });

const oauth2 = {
  type: 'object',
  description: 'OAuth 2.0 client credentials. The token is kept until shortly before it expires.',
  additionalProperties: false,
  required: ['tokenUrl', 'clientId'],
  properties: {
    tokenUrl: { ...text, description: 'Address of the token endpoint.' },
    clientId: { ...text, description: 'The client identifier.' },
    clientSecret: secretName(
      'Name of the secret with the client secret. Leave it out where mutual TLS proves the client.',
    ),
    scope: { ...text, description: 'Scopes, separated by spaces.' },
    audience: { ...text, description: 'The `audience` parameter, where the authority wants one.' },
    send: {
      enum: ['header', 'body'],
      default: 'header',
      description: 'Where client id and secret go: Basic authorization or form fields.',
    },
  },
};

const auth = {
  type: 'object',
  description: 'How the request proves who sends it; one of the four. Secrets are named, never written here.',
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
  properties: {
    basic: {
      type: 'object',
      description: 'HTTP Basic: user and password.',
      additionalProperties: false,
      required: ['user', 'password'],
      properties: { user: { ...text, description: 'The user name.' }, password: secretName('Name of the secret.') },
    },
    bearer: secretName('Name of the secret with the token.'),
    apiKey: {
      type: 'object',
      description: 'A key in a header of its own.',
      additionalProperties: false,
      required: ['header', 'secret'],
      properties: {
        header: { type: 'string', minLength: 1, description: 'Name of the header.' },
        secret: secretName('Name of the secret with the key.'),
      },
    },
    oauth2,
  },
};

const part = {
  description: 'A field, or a file: `{ document: true, fileName, mediaType }` sends the input document.',
  anyOf: [
    text,
    {
      type: 'object',
      additionalProperties: false,
      required: ['document'],
      properties: {
        document: { const: true, description: 'The content is the input document.' },
        fileName: { ...text, description: 'The file name that the authority sees.' },
        mediaType: { type: 'string', description: 'Instead of the media type of the document.' },
      },
    },
  ],
};

/** JSON Schema of `with`, but for `reply`: that is the schema of an extraction. */
export const callSchema = (reply: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  properties: {
    url: {
      type: 'string',
      description: 'Address to call, mostly an expression over settings. Secrets cannot be in it.',
    },
    method: { enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], default: 'POST', description: 'HTTP method.' },
    headers: texts('Headers by name; values may use `secrets.<name>`.'),
    query: texts('Query parameters by name, added to the address; values may use `secrets.<name>`.'),
    timeout: {
      type: 'string',
      pattern: '^[0-9]+(ms|s|m|h)$',
      default: '30s',
      description: 'For the whole exchange, connecting and reading included, such as 20s.',
    },
    maxBytes: {
      type: 'integer',
      minimum: 1,
      maximum: 1_000_000_000,
      default: 20_000_000,
      description: 'A longer answer is not read: the outcome is unknown then.',
    },
    soap: {
      enum: [1.1, 1.2, '1.1', '1.2'],
      description: 'SOAP version: puts the body into an envelope unless it is one, sets its headers, reads faults.',
    },
    soapAction: { ...text, description: 'The SOAPAction (1.1) or action parameter (1.2).' },
    body: {
      type: 'string',
      description:
        'A mapping file that writes the body; it may use `secrets.<name>`, `document.text` and `document.base64`.',
    },
    document: { const: true, description: 'The body is the input document, byte for byte.' },
    form: texts('The body is a form (application/x-www-form-urlencoded); values may use `secrets.<name>`.'),
    multipart: {
      type: 'object',
      minProperties: 1,
      description: 'The body is multipart/form-data.',
      additionalProperties: part,
    },
    auth,
    client: secretName('Name of the certificate for mutual TLS.'),
    reply: { ...reply, description: 'What is taken out of the answer; absent when it is not there.' },
  },
});

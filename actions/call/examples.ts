import type { ActionExample } from '../../engine/action.ts';

/** Against an address that nobody allows: an example shows the YAML and the request that is kept. */
export const callExamples: readonly ActionExample[] = [
  {
    title: 'SOAP with a password in the body, and what is taken out of the answer',
    step: `
id: sent
uses: call
with:
  soap: 1.1
  soapAction: stamp
  url: =settings.pacUrl + "/servicios/soap/stamp"
  body: stamp.request.yaml
  timeout: 20s
  reply:
    document: //*:stampResult/*:xml
    values:
      uuid: //*:stampResult/*:UUID
      code: //*:Incidencia/*:CodigoError
`,
    files: {
      'stamp.request.yaml': `
mapping: stamp
writes: xml
namespaces: { s: http://facturacion.finkok.com/stamp }
document:
  s:stamp:
    s:username: =settings.pacUser
    s:password: =secrets.pacPassword
`,
    },
    variables: { settings: { pacUrl: 'https://pac.example.com', pacUser: 'sandbox' } },
    expect: {
      documents: {
        request:
          '<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><s:stamp xmlns:s="http://facturacion.finkok.com/stamp"><s:username>sandbox</s:username><s:password>•••</s:password></s:stamp></soap:Body></soap:Envelope>',
      },
    },
  },
  {
    title: 'A document sent as it is, with an OAuth 2.0 token',
    step: `
id: sent
uses: call
in: { document: =steps.sealed.document }
with:
  url: =settings.apiUrl + "/invoices"
  document: true
  auth:
    oauth2:
      tokenUrl: =settings.loginUrl
      clientId: =settings.clientId
      clientSecret: apiSecret
      scope: invoices
  reply:
    values:
      id: { pointer: /data/id }
`,
    in: { document: { mediaType: 'application/xml', content: '<Invoice/>' } },
    variables: {
      settings: { apiUrl: 'https://api.example.com', loginUrl: 'https://login.example.com/token', clientId: 'timbre' },
    },
    expect: { documents: { request: '<Invoice/>' } },
  },
  {
    title: 'Asking by GET',
    step: `
id: asked
uses: call
repeat: safe
with:
  method: GET
  url: =settings.apiUrl + "/invoices"
  query: { number: =invoice.number }
  auth: { apiKey: { header: x-api-key, secret: apiSecret } }
  reply:
    values:
      state: { pointer: /state }
`,
    variables: { settings: { apiUrl: 'https://api.example.com' }, invoice: { number: 'A 1' } },
    expect: {
      documents: { request: 'GET https://api.example.com/invoices?number=A%201 HTTP/1.1\r\nx-api-key: •••\r\n\r\n' },
    },
  },
];

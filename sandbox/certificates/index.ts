export { makeTestAuthority, type TestAuthority, type TestAuthorityOptions, testSatAuthority } from './authority.ts';
export { makeTestCertificate, type TestCertificateOptions } from './certificate.ts';
export type { PfxAlgorithm } from './pfx.ts';
export { makeTestTaxpayer, type TestTaxpayer, type TestTaxpayerOptions } from './taxpayer.ts';
export {
  makeClientCredentials,
  makeServerCredentials,
  type TlsCredentials,
  type TlsCredentialsOptions,
  testTlsAuthority,
} from './tls.ts';

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTestCertificate } from '../../sandbox/index.ts';
import type { Case, TestCertificate } from './read.ts';

type Given = NonNullable<Case['secrets']>;

/** The secrets of a case that are texts, or names of a sandbox's test material. */
export function textsIn(secrets: Given): Record<string, string> {
  const texts = Object.entries(secrets).flatMap(([name, given]) => (typeof given === 'string' ? [[name, given]] : []));
  return Object.fromEntries(texts);
}

/** Makes the certificates of a case and puts them, with their keys, into a folder vault; gives their names. */
export function putCertificates(secrets: Given, vault: string, now: Date): string[] {
  const names: string[] = [];
  for (const [name, given] of Object.entries(secrets)) {
    if (typeof given === 'string') continue;
    mkdirSync(vault, { recursive: true });
    writeFileSync(join(vault, `${name}.pem`), pemOf(given, now), { mode: 0o600 });
    names.push(name);
  }
  return names;
}

const YEAR = 365 * 24 * 3_600_000;

function pemOf({ certificate, number = '1001', from, until, key = 'rsa' }: TestCertificate, now: Date): string {
  const day = (given: string | undefined, years: number): Date =>
    given === undefined ? new Date(now.getTime() + years * YEAR) : new Date(given);
  return makeTestCertificate({ subject: certificate, number, from: day(from, -1), until: day(until, 3), key });
}

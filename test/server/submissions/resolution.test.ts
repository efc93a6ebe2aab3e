import { describe, expect, it } from 'vitest';
import { resolutionIn } from '../../../server/submissions/resolution.ts';

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

describe('what a person found out, as it is sent', () => {
  it('names the caller, whoever else is said to have found it', () => {
    const body = bytes({
      verdict: 'accepted',
      why: 'portal',
      by: 'Ana',
      documents: { document: Buffer.from('<a/>').toString('base64') },
      values: { uuid: 'x' },
    });
    expect(resolutionIn(body, 'erp', 1_000)).toEqual({
      verdict: 'accepted',
      by: 'Ana (erp)',
      why: 'portal',
      found: { documents: { document: Buffer.from('<a/>') }, values: { uuid: 'x' } },
    });
    expect(resolutionIn(bytes({ verdict: 'absent', why: 'call' }), 'erp', 1_000)).toEqual({
      verdict: 'absent',
      by: 'erp',
      why: 'call',
    });
  });

  it.each([
    [{}, 'without a reason'],
    [{ verdict: 'lost', why: 'x' }, 'a verdict that there is not'],
    [{ verdict: 'absent', why: ' ' }, 'an empty reason'],
    [{ verdict: 'absent', why: 'x'.repeat(1_001) }, 'a reason too long'],
    [{ verdict: 'absent', why: 'x', values: { uuid: 'x' } }, 'values of what is absent'],
    [{ verdict: 'accepted', why: 'x', values: { uuid: 7 } }, 'a value that is no text'],
    [{ verdict: 'accepted', why: 'x', documents: { document: '<a/>' } }, 'a document that is not base64'],
    [{ verdict: 'accepted', why: 'x', documents: [] }, 'documents that are a list'],
    [{ verdict: 'absent', why: 'x', force: true }, 'a field that it has not'],
    [[], 'a list'],
  ])('%j: REQUEST_INVALID, %s', (body: unknown, _: string) => {
    expect(() => resolutionIn(bytes(body), 'erp', 10_000)).toThrow(
      expect.objectContaining({ code: 'REQUEST_INVALID' }),
    );
  });

  it('nothing, or too much: INPUT_NOT_JSON, INPUT_TOO_LARGE', () => {
    expect(() => resolutionIn(undefined, 'erp', 10)).toThrow(expect.objectContaining({ code: 'INPUT_NOT_JSON' }));
    expect(() => resolutionIn(bytes({ verdict: 'absent', why: 'x' }), 'erp', 10)).toThrow(
      expect.objectContaining({ code: 'INPUT_TOO_LARGE' }),
    );
  });
});

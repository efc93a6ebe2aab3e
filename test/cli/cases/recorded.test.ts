import { describe, expect, it } from 'vitest';
import { type Reply, recordedHttp } from '../../../cli/cases/recorded.ts';
import { HttpFailure } from '../../../engine/index.ts';

const ask = async (replies: readonly Reply[], ...addresses: readonly string[]) => {
  const http = recordedHttp(replies);
  const answers: (number | string)[] = [];
  for (const url of addresses) {
    try {
      const request = { method: 'GET', url, headers: {}, timeout: 1, maxBytes: 1 } as const;
      answers.push((await http.send(request)).status);
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      answers.push(`${error.kind}${error.sent ? '' : ', not sent'}`);
    }
  }
  return { answers, differences: http.differences(), requests: http.requests() };
};

describe('recorded replies', () => {
  it('are given in their order, whatever is asked', async () => {
    expect(await ask([{ status: 201 }, {}], 'https://a.example', 'https://b.example')).toEqual({
      answers: [201, 200],
      differences: [],
      requests: 2,
    });
  });

  it.each([
    ['GET https://a.example/x', 'https://a.example/x', undefined],
    ['GET https://a.example/x', 'https://a.example/x?token=secret', undefined],
    ['GET https://a.example/x?n=1', 'https://a.example/x?n=1', undefined],
    ['GET https://a.example/x?n=1', 'https://a.example/x?n=2', 'GET https://a.example/x?n=2'],
    ['GET https://a.example/x', 'https://a.example/y?token=secret', 'GET https://a.example/y'],
    ['POST https://a.example/x', 'https://a.example/x', 'GET https://a.example/x'],
  ])('for %s, asked %s', async (to, url, got) => {
    const { answers, differences } = await ask([{ to, status: 204 }], url);
    expect(answers).toEqual([204]);
    expect(differences).toEqual(got === undefined ? [] : [{ what: 'request 1', expected: to, got }]);
  });

  it('are told once when there are no more, and what would have been sent was not', async () => {
    const { answers, differences } = await ask([], 'https://a.example/x?t=secret', 'https://a.example/x');
    expect(answers).toEqual(['connect, not sent', 'connect, not sent']);
    expect(differences).toEqual([
      { what: 'request 1', expected: 'none: the case has 0 replies', got: 'GET https://a.example/x' },
    ]);
  });
});

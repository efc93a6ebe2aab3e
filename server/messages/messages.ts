import type { FastifyInstance } from 'fastify';
import { fail, type Message, type Unclaimed } from '../../engine/index.ts';
import { callerOf, mayUse } from '../access/index.ts';
import { base64In, nothingElse, objectOfBody, textIn, textsIn } from '../body.ts';
import { described, listOf, objectOf } from '../description/index.ts';
import type { Desk } from '../desk.ts';

/** What authorities tell by themselves: kept, handed to the submission that waits for it, and seen while none has. */
export function messages(app: FastifyInstance, desk: Desk): void {
  app.post('/messages', { config: { scope: 'submit' }, schema: received }, async (request, reply) => {
    const message = messageIn(objectOfBody(request, desk.largest));
    const caller = callerOf(request);
    if (!mayUse(caller, message.legalEntity))
      fail('ACCESS_FORBIDDEN', `${caller.name} may not speak to ${message.legalEntity ?? 'all legal entities'}.`, {
        path: 'legalEntity',
      });
    const { id, runs } = await desk.engine.deliver(message);
    // Where the queue cannot be reached the sweeper wakes them.
    await Promise.all(runs.map((run) => desk.queue.add(run, { turn: `message.${id}` }).catch(() => {})));
    return reply.code(202).send({ id, submissions: runs });
  });
  app.get('/messages', { config: { scope: 'read' }, schema: unclaimed }, async (request) => {
    const found = [];
    for await (const message of desk.engine.unclaimed())
      if (mayUse(callerOf(request), message.legalEntity)) found.push(told(message));
    return { messages: found };
  });
  app.post<{ Params: { message: string } }>(
    '/messages/:message/dismiss',
    { config: { scope: 'operate' }, schema: dismissed },
    async (request, reply) => {
      const { message } = request.params;
      for await (const each of desk.engine.unclaimed()) {
        if (each.id !== message || !mayUse(callerOf(request), each.legalEntity)) continue;
        await desk.engine.dismiss(message);
        return reply.code(204).send();
      }
      return fail('RUN_UNKNOWN', 'There is no such message that nobody has taken.');
    },
  );
}

const received = described('/messages', {
  tag: 'Messages',
  summary: 'Hands over what an authority has told: a notification, a receipt.',
  description: 'It may come before the submission waits for it, and more than once.',
  body: { $ref: 'NewMessage#' },
  answer: { status: 202, means: 'It is safely stored.', of: { $ref: 'KeptMessage#' } },
  problems: [400, 413, 422],
});

const unclaimed = described('/messages', {
  tag: 'Messages',
  summary: 'The messages that no submission has taken: none waits for them, or not yet.',
  answer: { means: 'All of them.', of: objectOf({ messages: listOf('Message') }) },
});

const dismissed = described('/messages/:message/dismiss', {
  tag: 'Messages',
  summary: 'Takes a message off the list, because a person has seen to it. It stays in the store.',
  answer: { status: 204, means: 'It is off the list.', of: {} },
});

function messageIn(data: Readonly<Record<string, unknown>>): Message {
  const { feature, message, where, legalEntity, mediaType = 'application/xml', content, ...others } = data;
  nothingElse(others, 'A message');
  const values = textsIn(where, 'where');
  if (Object.keys(values).length === 0)
    fail('REQUEST_INVALID', '`where` must say which submission the message is for.');
  if (typeof mediaType !== 'string' || !/^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(mediaType))
    return fail('REQUEST_INVALID', '`mediaType` must be a media type such as application/xml.');
  return {
    feature: textIn(feature, '`feature`', 255),
    name: textIn(message, '`message`', 60),
    where: values,
    ...(legalEntity === undefined ? {} : { legalEntity: textIn(legalEntity, '`legalEntity`', 255) }),
    mediaType,
    bytes: base64In(content, '`content`'),
  };
}

const told = ({ name, runs, ...message }: Unclaimed) => ({ ...message, message: name, submissions: runs });

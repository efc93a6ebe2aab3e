import type { FastifyInstance } from 'fastify';
import type { Desk } from '../desk.ts';
import { acts } from './act.ts';
import { files } from './files.ts';
import { handOver } from './hand-over.ts';
import { show } from './show.ts';

/** Everything below `/submissions`. */
export function submissions(app: FastifyInstance, desk: Desk): void {
  handOver(app, desk);
  show(app, desk);
  files(app, desk);
  acts(app, desk);
}

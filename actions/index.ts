import type { Action } from '../engine/action.ts';
import { appendAction } from './append/index.ts';
import { calculateAction } from './calculate/index.ts';
import { callAction } from './call/index.ts';
import { decodeAction } from './decode/index.ts';
import { digestAction } from './digest/index.ts';
import { embedAction } from './embed/index.ts';
import { encodeAction } from './encode/index.ts';
import { extractAction } from './extract/index.ts';
import { parseAction } from './parse/index.ts';
import { printAction } from './print/index.ts';
import { qrAction } from './qr/index.ts';
import { removeAction } from './remove/index.ts';
import { renderAction } from './render/index.ts';
import { sequenceAction } from './sequence/index.ts';
import { signAction } from './sign/index.ts';
import { textAction } from './text/index.ts';
import { transformAction } from './transform/index.ts';
import { validateAction } from './validate/index.ts';
import { verifyAction } from './verify/index.ts';
import { waitAction } from './wait/index.ts';

/** What a step can do, in alphabetical order. */
export const actions: readonly Action[] = [
  appendAction,
  calculateAction,
  callAction,
  decodeAction,
  digestAction,
  embedAction,
  encodeAction,
  extractAction,
  parseAction,
  printAction,
  qrAction,
  removeAction,
  renderAction,
  sequenceAction,
  signAction,
  textAction,
  transformAction,
  validateAction,
  verifyAction,
  waitAction,
];
